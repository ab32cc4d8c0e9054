import { errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import type { TokenOptions } from './tokens.ts';

/**
 * A device that signed in by password once is known by a cookie that says for whom. It signs nobody in; all it does
 * is that the tries of others do not keep its owner waiting (OWASP, device cookies against guessing).
 */
export const DEVICE_SECONDS = 180 * 86_400;
const TYPE = 'device+jwt';
const subject = z.uuid();

/** The token of a device for a person. */
export function issueDeviceToken(personId: string, options: TokenOptions): Promise<string> {
  const nowSeconds = Math.floor(options.now() / 1_000);
  return new SignJWT()
    .setProtectedHeader({ alg: 'EdDSA', typ: TYPE, kid: options.key.keyId })
    .setSubject(personId)
    .setIssuer(options.issuer)
    .setAudience(options.issuer)
    .setIssuedAt(nowSeconds)
    .setExpirationTime(nowSeconds + DEVICE_SECONDS)
    .sign(options.key.privateKey);
}

/** Whose device a token is of; null for what is no token of ours, or an old one. */
export async function readDeviceToken(token: string | null, options: TokenOptions): Promise<string | null> {
  if (token === null || token.length > 1_000) return null;
  try {
    const { payload } = await jwtVerify(token, options.key.publicKey, {
      algorithms: ['EdDSA'],
      typ: TYPE,
      issuer: options.issuer,
      audience: options.issuer,
      currentDate: new Date(options.now()),
      requiredClaims: ['sub', 'exp'],
    });
    return subject.parse(payload.sub);
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof z.ZodError) return null;
    throw error;
  }
}
