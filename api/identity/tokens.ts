import { errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { ROLES, type PersonIdentity } from '../deps.ts';
import { problem } from '../problem.ts';
import type { TokenKey } from './token-key.ts';

const claimsSchema = z.object({
  sub: z.uuid(),
  login: z.string(),
  way: z.enum(['password', 'certificate']).default('password'),
  act: z.object({ role: z.enum(ROLES), party: z.string(), uscc: z.string(), name: z.string() }).nullable(),
});

export interface TokenOptions {
  readonly key: TokenKey;
  /** Issuer and audience: the address of the platform. */
  readonly issuer: string;
  readonly lifetimeSeconds: number;
  /** Epoch ms. */
  readonly now: () => number;
}

/** Issues a JWT (EdDSA) that carries a person and the party they act for. */
export async function issueToken(
  identity: PersonIdentity,
  options: TokenOptions,
): Promise<{ token: string; expiresAt: number }> {
  const issuedAtSeconds = Math.floor(options.now() / 1_000);
  const expiresAtSeconds = issuedAtSeconds + options.lifetimeSeconds;
  const { role, partyId, uscc, partyName } = identity;
  const act = role === null ? null : { role, party: partyId, uscc, name: partyName };
  const token = await new SignJWT({ login: identity.login, act, way: identity.way ?? 'password' })
    .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: options.key.keyId })
    .setSubject(identity.personId)
    .setIssuer(options.issuer)
    .setAudience(options.issuer)
    .setIssuedAt(issuedAtSeconds)
    .setExpirationTime(expiresAtSeconds)
    .sign(options.key.privateKey);
  return { token, expiresAt: expiresAtSeconds * 1_000 };
}

/** Reads a token. Throws the problem 401 `invalid-token`; the algorithm, type, issuer and audience are fixed. */
export async function readToken(token: string, options: TokenOptions): Promise<PersonIdentity> {
  try {
    const { payload } = await jwtVerify(token, options.key.publicKey, {
      algorithms: ['EdDSA'],
      typ: 'at+jwt',
      issuer: options.issuer,
      audience: options.issuer,
      currentDate: new Date(options.now()),
      requiredClaims: ['sub', 'exp', 'iat'],
    });
    const { sub, login, act, way } = claimsSchema.parse(payload);
    return {
      personId: sub,
      login,
      role: act?.role ?? null,
      partyId: act?.party ?? null,
      uscc: act?.uscc ?? null,
      partyName: act?.name ?? null,
      way,
    };
  } catch (error) {
    if (!(error instanceof errors.JOSEError) && !(error instanceof z.ZodError)) throw error;
    const expired = error instanceof errors.JWTExpired;
    throw problem(401, expired ? 'token-expired' : 'invalid-token', {
      zh: expired ? '登录已过期，请重新登录' : '登录凭证无效，请重新登录',
      en: expired ? 'the sign-in has expired: sign in again' : 'the token is not valid: sign in again',
      headers: { 'WWW-Authenticate': 'Bearer error="invalid_token"' },
    });
  }
}
