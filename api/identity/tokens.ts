import { errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { ROLES, type PersonIdentity, type Role } from '../deps.ts';
import { problem } from '../problem.ts';
import type { TokenKey } from './token-key.ts';

const claimsSchema = z.object({
  sub: z.uuid(),
  sid: z.uuid(),
  act: z.object({ role: z.enum(ROLES), party: z.uuid() }).nullable(),
});

export interface TokenOptions {
  readonly key: TokenKey;
  /** Issuer and audience: the address of the platform. */
  readonly issuer: string;
  readonly lifetimeSeconds: number;
  /** Epoch ms. */
  readonly now: () => number;
}

/** What a token says: which sign-in of whom, and for which party in which role. Names are not in it. */
export interface TokenClaims {
  readonly personId: string;
  readonly signInId: string;
  readonly partyId: string | null;
  readonly role: Role | null;
}

/** Issues a JWT (EdDSA) for a sign-in; it runs out with the sign-in at the latest. */
export async function issueToken(
  identity: PersonIdentity,
  options: TokenOptions,
): Promise<{ token: string; expiresAt: number }> {
  const issuedAtSeconds = Math.floor(options.now() / 1_000);
  const expiresAtSeconds = Math.min(
    issuedAtSeconds + options.lifetimeSeconds,
    Math.floor(identity.signInEndsAt / 1_000),
  );
  const { role, partyId } = identity;
  const act = role === null ? null : { role, party: partyId };
  const token = await new SignJWT({ sid: identity.signInId, act })
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
export async function readToken(token: string, options: TokenOptions): Promise<TokenClaims> {
  try {
    const { payload } = await jwtVerify(token, options.key.publicKey, {
      algorithms: ['EdDSA'],
      typ: 'at+jwt',
      issuer: options.issuer,
      audience: options.issuer,
      currentDate: new Date(options.now()),
      requiredClaims: ['sub', 'exp', 'iat'],
    });
    const { sub, sid, act } = claimsSchema.parse(payload);
    return { personId: sub, signInId: sid, role: act?.role ?? null, partyId: act?.party ?? null };
  } catch (error) {
    if (!(error instanceof errors.JOSEError) && !(error instanceof z.ZodError)) throw error;
    const expired = error instanceof errors.JWTExpired;
    throw signInAgain(
      expired ? 'token-expired' : 'invalid-token',
      expired ? '登录已过期，请重新登录' : '登录凭证无效，请重新登录',
      expired ? 'the sign-in has expired: sign in again' : 'the token is not valid: sign in again',
    );
  }
}

/** The problem of whoever has to sign in again. */
export function signInAgain(code: string, zh: string, en: string): Error {
  return problem(401, code, { zh, en, headers: { 'WWW-Authenticate': 'Bearer error="invalid_token"' } });
}
