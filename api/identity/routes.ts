import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import {
  addMembership,
  createParty,
  createPerson,
  databaseNow,
  enterRecord,
  listNotices,
  membershipsOf,

  personByLogin,
  type ActingRight,
  type Tx,
} from '../../store/index.ts';
import { ROLES, type Deps, type PersonIdentity } from '../deps.ts';
import { problem } from '../problem.ts';
import { route, type Route } from '../route.ts';
import { idSchema, pageQuerySchema, shown, shownInstantSchema, text, usccSchema } from '../schema.ts';
import { hashPassword } from './password.ts';

const loginSchema = z.string().regex(/^[a-z0-9][a-z0-9._-]{2,63}$/).meta({ example: 'wang.wu' });
const passwordSchema = z.string().min(12).max(200).meta({ example: 'correct horse battery staple' });
const kindSchema = z.enum(['tenderee', 'agency', 'bidder']);
const membershipSchema = z.object({ uscc: z.string(), partyName: z.string(), role: z.enum(ROLES) });
const sessionSchema = z.object({
  token: z.string(),
  expiresAt: shownInstantSchema,
  acting: z.object({ role: z.enum(ROLES), uscc: z.string(), partyName: z.string() }).nullable(),
  memberships: z.array(membershipSchema),
});

const registerPerson = route({
  method: 'post',
  path: '/v1/persons',
  operationId: 'registerPerson',
  tags: ['identity'],
  summary: '实名注册用户 · Register a person',
  access: 'public',
  limit: 'sign-in',
  request: {
    body: z.strictObject({ login: loginSchema, password: passwordSchema, realName: text(50), phone: z.string().regex(/^[0-9+-]{5,20}$/) }),
    example: { login: 'wang.wu', password: 'correct horse battery staple', realName: '王五', phone: '13800000000' },
  },
  responses: { 201: { description: '已注册', schema: z.object({ personId: idSchema, login: z.string() }) } },
  handler: async ({ body, deps, address }) => {
    const passwordHash = await hashPassword(body.password);
    const person = await deps.store.transaction(async (tx) => {
      const { login, realName, phone } = body;
      const created = await createPerson(tx, { id: uuidv7(), login, passwordHash, realName, phone });
      if (created !== null) await enterIdentity(tx, 'personRegistered', null, {}, { person: created.id, address });
      return created;
    });
    if (person === null) throw problem(409, 'login-taken', { zh: '用户名已被使用', en: 'the login is taken' });
    return { status: 201, body: { personId: person.id, login: person.login } };
  },
});

const registerParty = route({
  method: 'post',
  path: '/v1/parties',
  operationId: 'registerParty',
  tags: ['identity'],
  summary: '登记市场主体 · Register a party by its unified social credit code',
  access: 'person',
  write: true,
  request: {
    body: z.strictObject({ uscc: usccSchema, name: text(200), address: text(300), kinds: z.array(kindSchema).min(1).max(3) }),
    example: { uscc: '91130230MA0EXA0150', name: '示例有限公司', address: '河北省唐山市', kinds: ['bidder'] },
  },
  responses: { 201: { description: '已登记', schema: z.object({ partyId: idSchema, uscc: z.string(), name: z.string() }) } },
  handler: async ({ body, deps, identity, address }) => {
    const party = await deps.store.transaction(async (tx) => {
      const created = await createParty(tx, { id: uuidv7(), ...body });
      if (created === null) return null;
      for (const role of new Set(body.kinds)) await addMembership(tx, { personId: identity.personId, partyId: created.id, role });
      const { uscc, name } = body;
      await enterIdentity(tx, 'partyRegistered', uscc, { uscc, name }, { person: identity.personId, address });
      return created;
    });
    if (party === null) {
      throw problem(409, 'party-registered', {
        zh: '该统一社会信用代码已登记，请由其成员添加',
        en: 'this unified social credit code is registered: ask one of its members to add you',
      });
    }
    return { status: 201, body: { partyId: party.id, uscc: party.uscc, name: party.name } };
  },
});

const addMember = route({
  method: 'post',
  path: '/v1/parties/:uscc/members',
  operationId: 'addMember',
  tags: ['identity'],
  summary: '添加经办人 · Let a person act for the party',
  access: ROLES,
  write: true,
  request: {
    params: z.strictObject({ uscc: usccSchema }),
    body: z.strictObject({ login: loginSchema, role: z.enum(ROLES) }),
    example: { login: 'zhao.liu', role: 'bidder' },
  },
  responses: { 201: { description: '已添加', schema: membershipSchema } },
  handler: async ({ params, body, deps, identity, address }) => {
    // Only who acts for the party in that very role may share it: nobody gives what they do not hold.
    if (identity.uscc !== params.uscc || identity.role !== body.role) {
      throw problem(403, 'not-your-party', { zh: '只能为当前所代表的主体添加同一身份的经办人', en: 'act for this party in this role to add somebody to it' });
    }
    const person = await personByLogin(deps.store.em(), body.login);
    if (person === null) throw problem(404, 'unknown-person', { zh: '没有此用户', en: 'there is no such person' });
    await deps.store.transaction(async (tx) => {
      if (!(await addMembership(tx, { personId: person.id, partyId: identity.partyId, role: body.role }))) return;
      await enterIdentity(tx, 'memberAdded', identity.uscc, { role: body.role }, { person: identity.personId, member: person.id, address });
    });
    return { status: 201, body: { uscc: identity.uscc, partyName: identity.partyName, role: body.role } };
  },
});

const choice = { uscc: usccSchema.optional(), role: z.enum(ROLES).optional() };

const signIn = route({
  method: 'post',
  path: '/v1/sessions',
  operationId: 'signIn',
  tags: ['identity'],
  summary: '登录 · Sign in, to act for one party in one role',
  access: 'public',
  limit: 'sign-in',
  request: {
    body: z.strictObject({ login: z.string().max(64), password: z.string().max(200), ...choice }),
    example: { login: 'wang.wu', password: 'correct horse battery staple', uscc: '91130230MA0EXA0150', role: 'bidder' },
  },
  responses: { 201: { description: '已登录', schema: sessionSchema } },
  handler: async ({ body, deps, address }) => {
    const { personId, login } = await deps.authenticator.prove({ kind: 'password', login: body.login, password: body.password }, address);
    return { status: 201, body: await session(deps, personId, login, body) };
  },
});

const switchSession = route({
  method: 'post',
  path: '/v1/sessions/switch',
  operationId: 'switchSession',
  tags: ['identity'],
  summary: '切换所代表的主体 · Act for another party',
  access: 'person',
  request: { body: z.strictObject(choice), example: { uscc: '91130230MA0EXA0150', role: 'bidder' } },
  responses: { 201: { description: '已切换', schema: sessionSchema } },
  handler: async ({ body, deps, identity }) => ({ status: 201, body: await session(deps, identity.personId, identity.login, body) }),
});

const me = route({
  method: 'get',
  path: '/v1/me',
  operationId: 'me',
  tags: ['identity'],
  summary: '当前用户 · Who I am and for whom I may act',
  access: 'person',
  responses: { 200: { description: '当前用户', schema: z.object({ login: z.string(), acting: sessionSchema.shape.acting, memberships: z.array(membershipSchema) }) } },
  handler: async ({ deps, identity }) => ({
    status: 200,
    body: { login: identity.login, acting: actingOf(identity), memberships: (await membershipsOf(deps.store.em(), identity.personId)).map(shownRight) },
  }),
});

const inbox = route({
  method: 'get',
  path: '/v1/me/notices',
  operationId: 'inbox',
  tags: ['identity'],
  summary: '收件箱 · The inbox of the party I act for',
  access: ROLES,
  request: { query: pageQuerySchema },
  responses: { 200: { description: '通知', schema: z.object({ notices: z.array(z.looseObject({ id: idSchema, tenderId: idSchema, at: shownInstantSchema })), next: z.string().nullable() }) } },
  handler: async ({ deps, identity, query }) => {
    const found = await listNotices(deps.store.em(), identity.partyId, { after: query.cursor ?? null, limit: query.limit });
    const notices = found.map(({ id, tenderId, at, body }) => ({ id, tenderId, at: shown(at), ...body }));
    return { status: 200, body: { notices, next: found.length === query.limit ? (found.at(-1)?.id ?? null) : null } };
  },
});

const shownRight = ({ uscc, partyName, role }: ActingRight) => ({ uscc, partyName, role });
const actingOf = ({ role, uscc, partyName }: PersonIdentity) => (role === null ? null : { role, uscc, partyName });

/** A session for the party and role asked for; without a choice, for none. */
async function session(deps: Deps, personId: string, login: string, asked: { uscc?: string | undefined; role?: string | undefined }) {
  const rights = await membershipsOf(deps.store.em(), personId);
  const right = asked.uscc === undefined ? undefined : rights.find(({ uscc, role }) => uscc === asked.uscc && (asked.role === undefined || role === asked.role));
  if (asked.uscc !== undefined && right === undefined) {
    throw problem(403, 'no-membership', { zh: '不能以此身份代表该主体', en: 'you may not act for this party in this role' });
  }
  const none = { role: null, partyId: null, uscc: null, partyName: null };
  const acting = right === undefined ? none : { ...right, role: right.role as (typeof ROLES)[number] };
  const identity: PersonIdentity = { personId, login, role: acting.role, partyId: acting.partyId, uscc: acting.uscc, partyName: acting.partyName };
  const { token, expiresAt } = await deps.authenticator.issue(identity);
  return { token, expiresAt: shown(expiresAt), acting: actingOf(identity), memberships: rights.map(shownRight) };
}

export async function enterIdentity(tx: Tx, event: string, party: string | null, data: object, secret: Record<string, unknown>): Promise<void> {
  await enterRecord(tx, {
    id: uuidv7(),
    tenderId: null,
    event,
    at: await databaseNow(tx),
    rehearsal: false,
    role: 'person',
    party,
    rule: null,
    article: null,
    documents: [],
    data: data as Record<string, unknown>,
    private: secret,
  });
}




export const identityRoutes: readonly Route[] = [registerPerson, registerParty, addMember, signIn, switchSession, me, inbox];
