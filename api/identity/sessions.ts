import type { Context } from 'koa';
import { z } from 'zod';
import { membershipsOf, pendingClaim, type ActingRight } from '../../store/index.ts';
import { ROLES, type Deps, type PersonIdentity } from '../deps.ts';
import { bySessionCookie } from '../middleware/authentication.ts';
import { requireOwnPage } from '../middleware/own-page.ts';
import { problem } from '../problem.ts';
import type { Answer } from '../answer.ts';
import { route, type Route } from '../route.ts';
import { shown, text } from '../schema.ts';
import { answerExample, answerFields } from '../pki/schemas.ts';
import type { Caller, Credentials } from './authenticator.ts';
import { readCookie, setDeviceCookie, setSessionCookie } from './cookies.ts';
import { certificateRequired } from './create-authenticator.ts';
import { partyNotProven } from './standing.ts';
import { choiceFields, sessionExample, sessionSchema, shownActing, shownRight } from './schemas.ts';

/** A browser asks for the cookie, and is then given no token that a script could read. */
const signInFields = { ...choiceFields, cookie: z.boolean().default(false) };

const signIn = route({
  method: 'post',
  path: '/v1/sessions',
  operationId: 'signIn',
  tags: ['identity'],
  summary: '登录 · Sign in, to act for one party in one role',
  description:
    'With `cookie: true`, for pages of this platform alone, the answer sets an HttpOnly cookie and holds no token.',
  access: 'public',
  limit: 'sign-in',
  request: {
    body: z.strictObject({ login: text(64), password: z.string().min(1).max(200), ...signInFields }),
    example: {
      login: 'wang.wu',
      password: 'correct horse battery staple',
      uscc: '91130230MA0EXA0150',
      role: 'bidder',
    },
  },
  refuses: [401, 403, 409],
  responses: { 201: { description: '已登录', schema: sessionSchema, example: sessionExample } },
  handler: async ({ body, deps, address, koa }) => {
    const { login, password } = body;
    const begun = await begin({ deps, koa, address }, { kind: 'password', login, password }, body);
    // From now on this device is known, and nobody else's tries keep its owner waiting.
    setDeviceCookie(koa, deps.config, await deps.authenticator.deviceToken(begun.personId));
    return { status: 201, body: begun.session };
  },
});

const signInByCertificate = route({
  method: 'post',
  path: '/v1/sessions/certificate',
  operationId: 'signInByCertificate',
  tags: ['identity'],
  summary: '以数字证书登录 · Sign in by a signed challenge (detached CMS, base64 of DER)',
  access: 'public',
  limit: 'sign-in',
  request: {
    body: z.strictObject({ ...answerFields, ...signInFields }),
    example: { ...answerExample, uscc: '91130230MA0EXA0150', role: 'bidder' },
  },
  refuses: [401, 403, 404, 409],
  responses: { 201: { description: '已登录', schema: sessionSchema, example: sessionExample } },
  handler: async ({ body, deps, address, koa }) => {
    const { challengeId, signature } = body;
    const credentials = { kind: 'certificate', challengeId, signature } as const;
    const { session } = await begin({ deps, koa, address }, credentials, body);
    return { status: 201, body: session };
  },
});

const switchSession = route({
  method: 'post',
  path: '/v1/sessions/switch',
  operationId: 'switchSession',
  tags: ['identity'],
  summary: '切换所代表的主体 · Act for another party, or go on with a new token',
  description:
    'A new token for the same sign-in, which ends when it would have ended. A certificate it rests on is checked again, its revocation too. Signed by a cookie, the answer sets the next one and holds no token.',
  access: 'person',
  request: { body: z.strictObject(choiceFields), example: { uscc: '91130230MA0EXA0150', role: 'bidder' } },
  refuses: [409],
  responses: { 201: { description: '已切换', schema: sessionSchema, example: sessionExample } },
  handler: async ({ body, deps, identity, koa }) => {
    await deps.authenticator.recheck(identity);
    const cookie = bySessionCookie(koa);
    return { status: 201, body: await session({ deps, koa }, identity, { ...body, cookie }) };
  },
});

type Session = Answer<typeof sessionSchema>;

interface Choice {
  readonly uscc?: string | undefined;
  readonly role?: string | undefined;
  /** Whether the token goes into a cookie instead of the answer. */
  readonly cookie: boolean;
}

/** Where a sign-in comes from, as the request says. */
export function callerOf(koa: Context, deps: Deps, address: string): Caller {
  return { address, userAgent: koa.get('User-Agent'), device: readCookie(koa, 'device', deps.config) };
}

/** Proves who somebody is and begins their sign-in, for the party and role asked for. */
async function begin(
  { deps, koa, address }: { deps: Deps; koa: Context; address: string },
  credentials: Credentials,
  choice: Choice,
): Promise<{ personId: string; session: Session }> {
  // A page elsewhere must not sign a browser in as somebody it chose.
  if (choice.cookie) requireOwnPage(koa, deps.config);
  const caller = callerOf(koa, deps, address);
  const proven = await deps.authenticator.prove(credentials, caller);
  const { personId } = proven;
  // Who may not act as asked begins no sign-in.
  await chosen(deps, proven, await membershipsOf(deps.store.em(), personId), choice);
  const identity = await deps.authenticator.begin(proven, caller);
  return { personId, session: await session({ deps, koa }, identity, choice) };
}

/** A session for the party and role asked for; without a choice, for none. Throws the problem 403 `no-membership`. */
async function session(
  { deps, koa }: { deps: Deps; koa: Context },
  person: PersonIdentity,
  choice: Choice,
): Promise<Session> {
  const rights = await membershipsOf(deps.store.em(), person.personId);
  const right = await chosen(deps, person, rights, choice);
  const identity: PersonIdentity = {
    ...person,
    role: ROLES.find((role) => role === right?.role) ?? null,
    partyId: right?.partyId ?? null,
    uscc: right?.uscc ?? null,
    partyName: right?.partyName ?? null,
  };
  const { token, expiresAt } = await deps.authenticator.issue(identity);
  if (choice.cookie) setSessionCookie(koa, deps.config, token, { nowAt: deps.now(), expiresAt });
  return {
    token: choice.cookie ? null : token,
    expiresAt: shown(expiresAt),
    signInEndsAt: shown(identity.signInEndsAt),
    acting: shownActing(identity),
    memberships: rights.map(shownRight),
  };
}

/**
 * The right that is asked for, null for none. Throws the problems 403 `no-membership`, `party-not-proven` and
 * `certificate-required`.
 */
async function chosen(
  deps: Deps,
  { personId, way }: Pick<PersonIdentity, 'personId' | 'way'>,
  rights: readonly ActingRight[],
  { uscc, role }: Choice,
): Promise<ActingRight | null> {
  if (uscc === undefined && role === undefined) return null;
  if (way !== 'certificate' && !deps.config.pki.passwords) throw certificateRequired();
  const right = rights.find(
    (one) => (uscc === undefined || one.uscc === uscc) && (role === undefined || one.role === role),
  );
  if (right?.proven === true) return right;
  if (right !== undefined) throw partyNotProven();
  if (uscc !== undefined && (await pendingClaim(deps.store.em(), personId, uscc)) !== null)
    throw partyNotProven();
  throw problem(403, 'no-membership', {
    zh: '不能以此身份代表该主体',
    en: 'you may not act for this party in this role',
  });
}

export const sessionRoutes: readonly Route[] = [signIn, signInByCertificate, switchSession];
