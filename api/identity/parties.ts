import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { addMembership, createParty, personByLogin } from '../../store/index.ts';
import { ROLES } from '../deps.ts';
import { problem } from '../problem.ts';
import { route, type Route } from '../route.ts';
import { idSchema, text, usccSchema } from '../schema.ts';
import { enterIdentity } from './entries.ts';
import { loginSchema, membershipExample, membershipSchema } from './schemas.ts';

/** What a party can say of itself; supervisors and administrators are made by the platform's operator. */
const kindSchema = z.enum(['tenderee', 'agency', 'bidder']);

const register = route({
  method: 'post',
  path: '/v1/parties',
  operationId: 'registerParty',
  tags: ['identity'],
  summary: '登记市场主体 · Register a party by its unified social credit code',
  access: 'person',
  write: true,
  request: {
    body: z.strictObject({
      uscc: usccSchema,
      name: text(200),
      address: text(300),
      kinds: z.array(kindSchema).min(1).max(3),
    }),
    example: { uscc: '91130230MA0EXA0150', name: '示例有限公司', address: '河北省唐山市', kinds: ['bidder'] },
  },
  responses: {
    201: {
      description: '已登记',
      schema: z.object({ partyId: idSchema, uscc: z.string(), name: z.string() }),
      example: {
        partyId: '01980c1e-7c2b-7d3a-9a53-2f1f3c0f7a11',
        uscc: '91130230MA0EXA0150',
        name: '示例有限公司',
      },
    },
  },
  handler: async ({ body, identity, address, once }) => {
    const { uscc, name } = body;
    const kinds = [...new Set(body.kinds)];
    return once.inTransaction(async (tx) => {
      const created = await createParty(tx, { id: uuidv7(), ...body, kinds });
      if (created === null) throw partyRegistered();
      for (const role of kinds)
        await addMembership(tx, { personId: identity.personId, partyId: created.id, role });
      await enterIdentity(
        tx,
        'partyRegistered',
        uscc,
        { uscc, name },
        { person: identity.personId, address },
      );
      return { status: 201, body: { partyId: created.id, uscc, name } };
    });
  },
});

function partyRegistered(): Error {
  return problem(409, 'party-registered', {
    zh: '该统一社会信用代码已登记，请由其成员添加',
    en: 'this unified social credit code is registered: ask one of its members to add you',
  });
}

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
  responses: { 201: { description: '已添加', schema: membershipSchema, example: membershipExample } },
  handler: async ({ params, body, deps, identity, address, once }) => {
    // Only who acts for the party in that very role may share it: nobody gives what they do not hold.
    if (identity.uscc !== params.uscc || identity.role !== body.role) {
      throw problem(403, 'not-your-party', {
        zh: '只能为当前所代表的主体添加同一身份的经办人',
        en: 'act for this party in this role to add somebody to it',
      });
    }
    const person = await personByLogin(deps.store.em(), body.login);
    if (person === null)
      throw problem(404, 'unknown-person', { zh: '没有此用户', en: 'there is no such person' });
    const { uscc, partyId, partyName, role, personId } = identity;
    return once.inTransaction(async (tx) => {
      if (await addMembership(tx, { personId: person.id, partyId, role })) {
        const secret = { person: personId, member: person.id, address };
        await enterIdentity(tx, 'memberAdded', uscc, { role }, secret);
      }
      return { status: 201, body: { uscc, partyName, role } };
    });
  },
});

export const partyRoutes: readonly Route[] = [register, addMember];
