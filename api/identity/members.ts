import { z } from 'zod';
import {
  addMembership,
  listMembers,
  partyById,
  personByLogin,
  removeMember,
  type Member,
} from '../../store/index.ts';
import type { Answer } from '../answer.ts';
import { ROLES } from '../deps.ts';
import { problem } from '../problem.ts';
import { route, type Route } from '../route.ts';
import { shown, shownInstantSchema, usccSchema } from '../schema.ts';
import { enterIdentity } from './entries.ts';
import { assertManages, assertOwn } from './managing.ts';
import { loginSchema, membershipExample, membershipSchema } from './schemas.ts';

const partyParams = z.strictObject({ uscc: usccSchema });
const memberSchema = z.strictObject({
  login: z.string(),
  realName: z.string(),
  role: z.enum(ROLES),
  manages: z.boolean(),
  addedAt: shownInstantSchema,
});

const list = route({
  method: 'get',
  path: '/v1/parties/:uscc/members',
  operationId: 'listMembers',
  tags: ['identity'],
  summary: '经办人名单 · Who acts for the party I act for, and who manages it',
  access: ROLES,
  request: { params: partyParams },
  responses: {
    200: {
      description: '经办人',
      schema: z.strictObject({ members: z.array(memberSchema) }),
      example: {
        members: [
          {
            login: 'wang.wu',
            realName: '王五',
            role: 'bidder',
            manages: true,
            addedAt: '2026-09-10T08:00:00.000+08:00',
          },
        ],
      },
    },
  },
  handler: async ({ params, deps, identity }) => {
    assertOwn(identity, params.uscc);
    const members = await listMembers(deps.store.em(), identity.partyId);
    return { status: 200, body: { members: members.map(shownMember) } };
  },
});

function shownMember(member: Member): Answer<typeof memberSchema> {
  const { login, realName, role, manages, addedAt } = member;
  return { login, realName, role, manages, addedAt: shown(addedAt) };
}

const add = route({
  method: 'post',
  path: '/v1/parties/:uscc/members',
  operationId: 'addMember',
  tags: ['identity'],
  summary: '添加经办人 · Let a person act for the party; `manages`: also manage it',
  access: ROLES,
  write: true,
  request: {
    params: partyParams,
    body: z.strictObject({ login: loginSchema, role: z.enum(ROLES), manages: z.boolean().default(false) }),
    example: { login: 'zhao.liu', role: 'bidder' },
  },
  responses: { 201: { description: '已添加', schema: membershipSchema, example: membershipExample } },
  handler: async ({ params, body, deps, identity, address, once }) => {
    await assertManages(deps, identity, params.uscc);
    const { uscc, partyId, partyName, personId } = identity;
    const { role, manages } = body;
    const person = await personByLogin(deps.store.em(), body.login);
    // A party cannot give a role that it does not have itself.
    if ((await partyById(deps.store.em(), partyId))?.kinds.includes(role) !== true)
      throw problem(403, 'not-your-party', {
        zh: '本单位没有此身份，不能添加此身份的经办人',
        en: 'the party does not have this role: nobody can be given it',
        accepted: {
          zh: '先以 POST /v1/parties/{uscc}/kinds 增加主体类型',
          en: 'let the party gain it first: POST /v1/parties/{uscc}/kinds',
        },
      });
    if (person === null)
      throw problem(404, 'unknown-person', { zh: '没有此用户', en: 'there is no such person' });
    return once.inTransaction(async (tx) => {
      if (await addMembership(tx, { personId: person.id, partyId, role, manages })) {
        const secret = { person: personId, member: person.id, address };
        await enterIdentity(tx, 'memberAdded', uscc, { role, manages }, secret);
      }
      return { status: 201, body: { uscc, partyName, role } };
    });
  },
});

const remove = route({
  method: 'delete',
  path: '/v1/parties/:uscc/members/:login',
  operationId: 'removeMember',
  tags: ['identity'],
  summary:
    '移除经办人 · A person acts for the party no more, from now on, whatever token they hold; their certificates for it end',
  access: ROLES,
  write: true,
  request: { params: z.strictObject({ uscc: usccSchema, login: loginSchema }) },
  responses: {
    200: {
      description: '已移除',
      schema: z.strictObject({ login: z.string(), roles: z.array(z.string()) }),
      example: { login: 'zhao.liu', roles: ['bidder'] },
    },
  },
  handler: async ({ params, deps, identity, address, once }) => {
    const { login } = params;
    const person = await personByLogin(deps.store.em(), login);
    if (person?.id === identity.personId) assertOwn(identity, params.uscc);
    else await assertManages(deps, identity, params.uscc);
    const { uscc, partyId, personId } = identity;
    return once.inTransaction(async (tx) => {
      const roles = person === null ? [] : await removeMember(tx, { partyId, personId: person.id });
      if (roles === 'last-manager') throw lastManager();
      if (person === null || roles.length === 0)
        throw problem(404, 'unknown-member', {
          zh: '本单位没有此经办人',
          en: 'the party has no such member',
        });
      const secret = { person: personId, member: person.id, address };
      for (const role of roles) await enterIdentity(tx, 'memberRemoved', uscc, { role }, secret);
      return { status: 200, body: { login, roles } };
    });
  },
});

function lastManager(): Error {
  return problem(409, 'last-manager', {
    zh: '不能移除本单位最后一名有管理权的经办人',
    en: 'the last managing member of a party cannot be removed',
    accepted: {
      zh: '先添加另一名有管理权的经办人',
      en: 'add another managing member first',
    },
  });
}

export const memberRoutes: readonly Route[] = [list, add, remove];
