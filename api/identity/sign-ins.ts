import { z } from 'zod';
import {
  changePassword,
  endSignIn,
  endSignIns,
  personById,
  signInsOf,
  type EndedBecause,
  type SignIn,
} from '../../store/index.ts';
import { customerOf } from '../../runtime/addresses.ts';
import type { Answer } from '../answer.ts';
import { bySessionCookie } from '../middleware/authentication.ts';
import { problem } from '../problem.ts';
import { route, type Route } from '../route.ts';
import { idSchema, shown, shownInstantSchema } from '../schema.ts';
import { clearSessionCookie } from './cookies.ts';
import { hashPassword, verifyPassword } from './password.ts';
import { passwordSchema } from './schemas.ts';

const BECAUSE = [
  'signed-out',
  'revoked',
  'password-changed',
  'certificate-withdrawn',
  'certificate-refused',
  'removed',
] as const satisfies readonly EndedBecause[];

const signInSchema = z.strictObject({
  id: idSchema,
  current: z.boolean().meta({ description: 'The sign-in of this very request' }),
  way: z.enum(['password', 'certificate']),
  certificate: z.string().nullable(),
  provenAt: shownInstantSchema,
  lastSeenAt: shownInstantSchema.meta({ description: 'Within a minute' }),
  endsAt: shownInstantSchema,
  device: z.string(),
  network: z.string().meta({ description: 'Coarse: an IPv4 /24 or an IPv6 /48' }),
  endedAt: shownInstantSchema.nullable(),
  endedBecause: z.enum(BECAUSE).nullable(),
});
const signInExample = {
  id: '01980c1e-7c2b-7d3a-9a53-2f1f3c0f7a11',
  current: true,
  way: 'password',
  certificate: null,
  provenAt: '2026-09-10T08:00:00.000+08:00',
  lastSeenAt: '2026-09-10T08:14:00.000+08:00',
  endsAt: '2026-09-10T20:00:00.000+08:00',
  device: 'Firefox, Windows',
  network: '203.0.113.0/24',
  endedAt: null,
  endedBecause: null,
};

const list = route({
  method: 'get',
  path: '/v1/sessions',
  operationId: 'ownSignIns',
  tags: ['identity'],
  summary: '我的登录 · Where I am signed in, and what ended in the last 30 days',
  access: 'person',
  responses: {
    200: {
      description: '登录列表',
      schema: z.strictObject({ signIns: z.array(signInSchema) }),
      example: { signIns: [signInExample] },
    },
  },
  handler: async ({ deps, identity }) => {
    const found = await signInsOf(deps.store.em(), identity.personId);
    return { status: 200, body: { signIns: found.map((one) => presented(one, identity.signInId)) } };
  },
});

const signOut = route({
  method: 'delete',
  path: '/v1/sessions/current',
  operationId: 'signOut',
  tags: ['identity'],
  summary: '退出登录 · Sign out: no token of this sign-in is good from now on',
  access: 'person',
  responses: {
    200: { description: '已退出', schema: signInSchema, example: { ...signInExample, current: true } },
  },
  handler: async ({ deps, identity, koa }) => {
    const { personId, signInId } = identity;
    const ended = await endSignIn(deps.store.em(), personId, signInId, 'signed-out');
    if (bySessionCookie(koa)) clearSessionCookie(koa, deps.config);
    return { status: 200, body: presented(ended!, signInId) };
  },
});

const endOthers = route({
  method: 'delete',
  path: '/v1/sessions',
  operationId: 'endOtherSignIns',
  tags: ['identity'],
  summary: '退出其他全部登录 · End all my sign-ins but this one',
  access: 'person',
  responses: {
    200: { description: '已退出', schema: z.strictObject({ ended: z.int() }), example: { ended: 2 } },
  },
  handler: async ({ deps, identity }) => {
    const { personId, signInId } = identity;
    return { status: 200, body: { ended: await endSignIns(deps.store.em(), personId, signInId, 'revoked') } };
  },
});

const endOne = route({
  method: 'delete',
  path: '/v1/sessions/:id',
  operationId: 'endSignIn',
  tags: ['identity'],
  summary: '退出某一登录 · End one of my sign-ins',
  access: 'person',
  request: { params: z.strictObject({ id: idSchema }) },
  responses: { 200: { description: '已退出', schema: signInSchema, example: signInExample } },
  handler: async ({ deps, identity, params }) => {
    const { personId, signInId } = identity;
    const ended = await endSignIn(deps.store.em(), personId, params.id, 'revoked');
    // Of a sign-in of somebody else not even its being there is told.
    if (ended === null)
      throw problem(404, 'unknown-sign-in', { zh: '没有此登录', en: 'there is no such sign-in' });
    return { status: 200, body: presented(ended, signInId) };
  },
});

const CHANGED = { status: 200, body: { changed: true } } as const;

const password = route({
  method: 'post',
  path: '/v1/me/password',
  operationId: 'changePassword',
  tags: ['identity'],
  summary: '修改密码 · Change my password; all my other sign-ins end',
  access: 'person',
  limit: 'sign-in',
  write: true,
  request: {
    secrets: ['oldPassword', 'newPassword'],
    body: z.strictObject({ oldPassword: z.string().min(1).max(200), newPassword: passwordSchema }),
    example: { oldPassword: 'correct horse battery staple', newPassword: 'another horse battery staple' },
  },
  responses: {
    200: {
      description: '已修改',
      schema: z.strictObject({ changed: z.literal(true) }),
      example: { changed: true },
    },
  },
  handler: async ({ deps, identity, body, address, once }) => {
    const { personId, signInId } = identity;
    const { oldPassword, newPassword } = body;
    await deps.authenticator.countTry(signInId);
    const who = { customer: customerOf(address), known: true };
    const stored = (await personById(deps.store.em(), personId))?.passwordHash ?? null;
    if (!(await verifyPassword(oldPassword, stored, who)) || stored === null) {
      // The same change made before: its answer was lost, and whoever repeats it knows the new password.
      if (await verifyPassword(newPassword, stored, who))
        return once.repeatable(() => Promise.resolve(CHANGED));
      throw problem(403, 'wrong-password', { zh: '原密码不正确', en: 'the old password is wrong' });
    }
    const newHash = await hashPassword(newPassword, undefined, who);
    const given = { personId, oldHash: stored, newHash, keepSignIn: signInId };
    return once.inTransaction(async (tx) => {
      if (!(await changePassword(tx, given)))
        throw problem(409, 'password-changed', {
          zh: '密码刚刚已被修改',
          en: 'the password was changed just now',
        });
      return CHANGED;
    });
  },
});

function presented(one: SignIn, currentId: string): Answer<typeof signInSchema> {
  const { id, way, certificate, device, network, endedBecause } = one;
  return {
    id,
    current: id === currentId,
    way,
    certificate,
    provenAt: shown(one.provenAt),
    lastSeenAt: shown(one.lastSeenAt),
    endsAt: shown(one.endsAt),
    device,
    network,
    endedAt: shown(one.endedAt),
    endedBecause,
  };
}

/** `current` stands before the ids. */
export const signInRoutes: readonly Route[] = [list, signOut, endOthers, endOne, password];
