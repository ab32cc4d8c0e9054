import { z } from 'zod';
import { refusePartyName } from '../../domain/pki/index.ts';
import { readCertificate } from '../../runtime/pki/index.ts';
import {
  addKind,
  addMembership,
  certificatesOf,
  changeParty,
  databaseNow,
  membershipsOf,
  openClaim,
  OPEN_CLAIMS,
  partyById,
  partyChanges,
  type Party,
  type Tx,
} from '../../store/index.ts';
import type { Answer } from '../answer.ts';
import { ROLES, type Identity } from '../deps.ts';
import { pkiProblem } from '../pki/problems.ts';
import { problem } from '../problem.ts';
import { route, type Route } from '../route.ts';
import { idSchema, shown, shownInstantSchema, text, usccSchema } from '../schema.ts';
import { enterIdentity } from './entries.ts';
import { assertManages, assertOwn } from './managing.ts';
import { membershipExample, membershipSchema, phoneSchema } from './schemas.ts';

/** What a party can say of itself; supervisors and administrators are made by the platform's operator. */
const TRADING = ['tenderee', 'agency', 'bidder'] as const;
const kindSchema = z.enum(TRADING);
const partyParams = z.strictObject({ uscc: usccSchema });

const claimedSchema = z.strictObject({
  claimId: idSchema.nullable(),
  uscc: z.string(),
  name: z.string(),
  status: z.enum(['pending', 'proven']),
});

const register = route({
  method: 'post',
  path: '/v1/parties',
  operationId: 'registerParty',
  tags: ['identity'],
  summary:
    '申请登记市场主体 · Claim a party by its unified social credit code; nobody acts for it until the claim is proven',
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
      description: '已收到申请，待核实',
      schema: claimedSchema,
      example: {
        claimId: '01980c1e-7c2b-7d3a-9a53-2f1f3c0f7a11',
        uscc: '91130230MA0EXA0150',
        name: '示例有限公司',
        status: 'pending',
      },
    },
  },
  handler: async ({ body, deps, identity, once }) => {
    const { personId } = identity;
    const { uscc, name } = body;
    const kinds = [...new Set(body.kinds)];
    // Who acts in these roles already has nothing to claim. To everybody else the answer is the same, whether others
    // have the code or not.
    const held = (await membershipsOf(deps.store.em(), personId)).filter(
      (one) => one.uscc === uscc && one.proven,
    );
    return once.inTransaction(async (tx) => {
      if (kinds.every((kind) => held.some(({ role }) => role === kind)))
        return { status: 201, body: { claimId: null, uscc, name: held[0]!.partyName, status: 'proven' } };
      const claim = await openClaim(tx, { ...body, kinds, personId });
      if (claim === null)
        throw problem(409, 'too-many-claims', {
          zh: `未处理的登记申请至多${OPEN_CLAIMS}件`,
          en: `at most ${OPEN_CLAIMS} of your claims may be open`,
          accepted: {
            zh: '先核实或者撤回已有的申请：GET /v1/claims',
            en: 'prove or withdraw one of them first: GET /v1/claims',
          },
        });
      return { status: 201, body: { claimId: claim.id, uscc, name, status: 'pending' } };
    });
  },
});

const contactSchema = z.strictObject({
  name: text(50),
  phone: phoneSchema,
  email: z.email().max(200).optional(),
});
const reachedSchema = z.strictObject({ address: z.string(), contact: contactSchema.nullable() });
const changeSchema = z.discriminatedUnion('what', [
  z.strictObject({ what: z.literal('name'), at: shownInstantSchema, from: z.string(), to: z.string() }),
  z.strictObject({
    what: z.literal('contact'),
    at: shownInstantSchema,
    from: reachedSchema,
    to: reachedSchema,
  }),
  z.strictObject({ what: z.literal('kind'), at: shownInstantSchema, gained: z.string() }),
  z.strictObject({
    what: z.literal('members'),
    at: shownInstantSchema,
    removed: z.number(),
    claim: idSchema,
  }),
]);
const partySchema = z.strictObject({
  uscc: z.string(),
  name: z.string(),
  address: z.string(),
  contact: contactSchema.nullable(),
  kinds: z.array(z.string()),
  provenAt: shownInstantSchema.nullable(),
  changes: z.array(changeSchema),
});
const partyExample = {
  uscc: '91130230MA0EXA0150',
  name: '示例有限公司',
  address: '河北省唐山市',
  contact: { name: '王五', phone: '0315-5550100' },
  kinds: ['bidder'],
  provenAt: '2026-09-10T08:00:00.000+08:00',
  changes: [],
};

async function presentParty(tx: Tx, party: Party): Promise<Answer<typeof partySchema>> {
  const { uscc, name, address, contact, kinds, provenAt } = party;
  const changes = await partyChanges(tx, party.id);
  return {
    uscc,
    name,
    address,
    contact: contact ?? null,
    kinds,
    provenAt: shown(provenAt ?? null),
    changes: changes.map((one) => ({ ...one, at: shown(one.at) })),
  };
}

const read = route({
  method: 'get',
  path: '/v1/parties/:uscc',
  operationId: 'readParty',
  tags: ['identity'],
  summary: '查看本单位 · The party I act for, with every change of what is said of it',
  access: ROLES,
  request: { params: partyParams },
  responses: { 200: { description: '本单位', schema: partySchema, example: partyExample } },
  handler: async ({ params, deps, identity }) => {
    assertOwn(identity, params.uscc);
    const em = deps.store.em();
    return { status: 200, body: await presentParty(em, (await partyById(em, identity.partyId))!) };
  },
});

const change = route({
  method: 'put',
  path: '/v1/parties/:uscc',
  operationId: 'changeParty',
  tags: ['identity'],
  summary:
    '变更名称和联系方式 · Change name and contacts; a new name has to stand in a certificate registered for the party. What was said before is kept',
  access: ROLES,
  write: true,
  request: {
    params: partyParams,
    body: z.strictObject({ name: text(200), address: text(300), contact: contactSchema.nullable() }),
    example: {
      name: '示例有限公司',
      address: '河北省唐山市曹妃甸区',
      contact: { name: '王五', phone: '0315-5550100' },
    },
  },
  responses: { 200: { description: '已变更', schema: partySchema, example: partyExample } },
  handler: async ({ params, body, deps, identity, address, once }) => {
    await assertManages(deps, identity, params.uscc);
    return once.inTransaction(async (tx) => {
      const { name: formerName } = (await partyById(tx, identity.partyId))!;
      const renamed = formerName !== body.name;
      if (renamed) await assertNamed(tx, identity, body.name);
      const after = await changeParty(tx, identity.partyId, body, identity.personId);
      const { uscc } = identity;
      const secret = { person: identity.personId, address };
      if (renamed)
        await enterIdentity(tx, 'partyRenamed', uscc, { uscc, name: body.name, formerName }, secret);
      if (after.contactChanged)
        await enterIdentity(
          tx,
          'partyContactChanged',
          uscc,
          {},
          { ...secret, partyAddress: body.address, contact: body.contact },
        );
      return { status: 200, body: await presentParty(tx, after.party) };
    });
  },
});

/** Whether a certificate in use that is registered for the party bears the name. Throws the problem 422 `certificate-party-name`. */
async function assertNamed(tx: Tx, { partyId, personId }: Identity, name: string): Promise<void> {
  const at = await databaseNow(tx);
  const refusals = (await certificatesOf(tx, personId, partyId))
    .filter((one) => one.partyId === partyId && one.withdrawnAt === null && at <= one.notAfter)
    .map((one) => refusePartyName(readCertificate(one.pem).facts, name));
  if (refusals.includes(null)) return;
  throw refusals[0] === undefined || refusals[0] === null
    ? problem(422, 'certificate-party-name', {
        zh: '新名称须由本单位已登记的机构数字证书载明',
        en: 'a new name has to stand in an organisation certificate registered for the party',
        accepted: {
          zh: '先登记载有新名称的机构证书，或者由平台管理员依据证明材料变更',
          en: "register a certificate that bears it first, or have the platform's administrator change it by evidence",
        },
      })
    : pkiProblem(refusals[0]);
}

const gainKind = route({
  method: 'post',
  path: '/v1/parties/:uscc/kinds',
  operationId: 'gainKind',
  tags: ['identity'],
  summary: '增加主体类型 · Let the party act in a further role, and oneself for it',
  access: ROLES,
  write: true,
  request: {
    params: partyParams,
    body: z.strictObject({ kind: kindSchema }),
    example: { kind: 'tenderee' },
  },
  responses: { 201: { description: '已增加', schema: membershipSchema, example: membershipExample } },
  handler: async ({ params, body, deps, identity, address, once }) => {
    await assertManages(deps, identity, params.uscc);
    if (identity.role === 'administrator')
      throw problem(409, 'operator-trades-not', {
        zh: '平台运营方不得在本平台参与交易',
        en: 'the operator of the platform does not trade on it',
      });
    const { uscc, partyId, personId, partyName } = identity;
    return once.inTransaction(async (tx) => {
      const gained = await addKind(tx, partyId, body.kind, personId);
      const joined = await addMembership(tx, { personId, partyId, role: body.kind, manages: true });
      if (gained) await enterIdentity(tx, 'partyKindAdded', uscc, body, { person: personId, address });
      if (joined)
        await enterIdentity(
          tx,
          'memberAdded',
          uscc,
          { role: body.kind },
          { person: personId, member: personId, address },
        );
      return { status: 201, body: { uscc, partyName, role: body.kind } };
    });
  },
});

export const partyRoutes: readonly Route[] = [register, read, change, gainKind];
