import { z } from 'zod';
import { membershipsOf, pendingClaim, type ActingRight } from '../../store/index.ts';
import { ROLES, type Deps, type PersonIdentity } from '../deps.ts';
import { problem } from '../problem.ts';
import { route, type Route } from '../route.ts';
import { shown, text } from '../schema.ts';
import { answerExample, answerFields } from '../pki/schemas.ts';
import type { ProvenPerson } from './authenticator.ts';
import { certificateRequired } from './create-authenticator.ts';
import { partyNotProven } from './standing.ts';
import { choiceFields, sessionExample, sessionSchema, shownActing, shownRight } from './schemas.ts';

const signIn = route({
  method: 'post',
  path: '/v1/sessions',
  operationId: 'signIn',
  tags: ['identity'],
  summary: '登录 · Sign in, to act for one party in one role',
  access: 'public',
  limit: 'sign-in',
  request: {
    body: z.strictObject({ login: text(64), password: z.string().min(1).max(200), ...choiceFields }),
    example: {
      login: 'wang.wu',
      password: 'correct horse battery staple',
      uscc: '91130230MA0EXA0150',
      role: 'bidder',
    },
  },
  responses: { 201: { description: '已登录', schema: sessionSchema, example: sessionExample } },
  handler: async ({ body, deps, address }) => {
    const { login, password } = body;
    const proven = await deps.authenticator.prove({ kind: 'password', login, password }, address);
    return { status: 201, body: await session(deps, proven, body) };
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
    body: z.strictObject({ ...answerFields, ...choiceFields }),
    example: { ...answerExample, uscc: '91130230MA0EXA0150', role: 'bidder' },
  },
  responses: { 201: { description: '已登录', schema: sessionSchema, example: sessionExample } },
  handler: async ({ body, deps, address }) => {
    const { challengeId, signature } = body;
    const proven = await deps.authenticator.prove({ kind: 'certificate', challengeId, signature }, address);
    return { status: 201, body: await session(deps, proven, body) };
  },
});

const switchSession = route({
  method: 'post',
  path: '/v1/sessions/switch',
  operationId: 'switchSession',
  tags: ['identity'],
  summary: '切换所代表的主体 · Act for another party',
  access: 'person',
  request: { body: z.strictObject(choiceFields), example: { uscc: '91130230MA0EXA0150', role: 'bidder' } },
  responses: { 201: { description: '已切换', schema: sessionSchema, example: sessionExample } },
  handler: async ({ body, deps, identity }) => ({ status: 201, body: await session(deps, identity, body) }),
});

interface Choice {
  readonly uscc?: string | undefined;
  readonly role?: string | undefined;
}

/** A session for the party and role asked for; without a choice, for none. Throws the problem 403 `no-membership`. */
async function session(
  deps: Deps,
  person: { readonly personId: string; readonly login: string; readonly way?: ProvenPerson['way'] },
  choice: Choice,
): Promise<Record<string, unknown>> {
  const { personId, login, way = 'password' } = person;
  const acts = choice.uscc !== undefined || choice.role !== undefined;
  if (acts && way === 'password' && !deps.config.pki.passwords) throw certificateRequired();
  const rights = await membershipsOf(deps.store.em(), personId);
  const right = await chosen(deps, personId, rights, choice);
  const identity: PersonIdentity = {
    personId,
    login,
    role: ROLES.find((role) => role === right?.role) ?? null,
    partyId: right?.partyId ?? null,
    uscc: right?.uscc ?? null,
    partyName: right?.partyName ?? null,
    way,
  };
  const { token, expiresAt } = await deps.authenticator.issue(identity);
  return {
    token,
    expiresAt: shown(expiresAt),
    acting: shownActing(identity),
    memberships: rights.map(shownRight),
  };
}

async function chosen(
  deps: Deps,
  personId: string,
  rights: readonly ActingRight[],
  { uscc, role }: Choice,
): Promise<ActingRight | null> {
  if (uscc === undefined && role === undefined) return null;
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
