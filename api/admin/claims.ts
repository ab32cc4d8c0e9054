import { z } from 'zod';
import type { DocumentRef } from '../../domain/case/references.ts';
import {
  addKind,
  addMembership,
  claimById,
  invitationLanes,
  keepChange,
  keepProof,
  listClaims,
  lockCode,
  partyByUscc,
  removeAllMembers,
  revokeMandatesOf,
  settleClaim,
  type Claim,
  type Party,
  type Tx,
} from '../../store/index.ts';
import type { Identity } from '../deps.ts';
import { storedDocuments } from '../documents/stored.ts';
import { claimExample, claimSchema, shownClaim, unknownClaim } from '../identity/claims.ts';
import { enterIdentity } from '../identity/entries.ts';
import { claimSettled, settleAsProven } from '../identity/proof.ts';
import { problem } from '../problem.ts';
import { route, type Route } from '../route.ts';
import {
  idSchema,
  multilineText,
  pageQuerySchema,
  sha256Schema,
  shown,
  shownInstantSchema,
} from '../schema.ts';

const ADMINISTRATOR = ['administrator'] as const;
const STATUSES = ['pending', 'proven', 'added', 'transferred', 'rejected', 'withdrawn'] as const;
const OUTCOMES = ['prove', 'add-member', 'transfer', 'reject'] as const;

const claimForDecisionSchema = claimSchema.extend({
  claimant: z.strictObject({ login: z.string(), realName: z.string(), phone: z.string() }),
  party: z.strictObject({ name: z.string(), provenAt: shownInstantSchema }).nullable(),
  rivals: z.number(),
});

const list = route({
  method: 'get',
  path: '/v1/admin/claims',
  operationId: 'listClaims',
  tags: ['admin'],
  summary:
    '登记申请和争议 · Claims to parties; one to a code that others proved (`party`) is a dispute with them',
  access: ADMINISTRATOR,
  request: { query: pageQuerySchema.extend({ status: z.enum(STATUSES).default('pending') }) },
  responses: {
    200: {
      description: '登记申请',
      schema: z.strictObject({ claims: z.array(claimForDecisionSchema), next: z.string().nullable() }),
      example: {
        claims: [
          {
            ...claimExample,
            claimant: { login: 'wang.wu', realName: '王五', phone: '13800000000' },
            party: null,
            rivals: 0,
          },
        ],
        next: null,
      },
    },
  },
  handler: async ({ query, deps }) => {
    const page = { after: query.cursor ?? null, limit: query.limit };
    const found = await listClaims(deps.store.em(), query.status, page);
    const claims = found.map((one) => ({
      ...shownClaim(one),
      claimant: { login: one.login, realName: one.realName, phone: one.phone },
      party: one.party && { name: one.party.name, provenAt: shown(one.party.provenAt) },
      rivals: one.rivals,
    }));
    return {
      status: 200,
      body: { claims, next: found.length === query.limit ? (found.at(-1)?.id ?? null) : null },
    };
  },
});

const decide = route({
  method: 'post',
  path: '/v1/admin/claims/:id/decision',
  operationId: 'decideClaim',
  tags: ['admin'],
  summary:
    '核实或者裁定 · Prove a claim by evidence (`prove`), or decide a dispute: make the person a member (`add-member`), give the party to them and take its members out (`transfer`), or reject',
  access: ADMINISTRATOR,
  write: true,
  request: {
    params: z.strictObject({ id: idSchema }),
    body: z.strictObject({
      outcome: z.enum(OUTCOMES),
      reason: multilineText(2_000),
      evidence: z.array(sha256Schema).max(20).default([]),
    }),
    example: {
      outcome: 'prove',
      reason: '已核对营业执照原件和授权书',
      evidence: ['e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    },
  },
  responses: { 200: { description: '已处理', schema: claimSchema, example: claimExample } },
  handler: async ({ params, body, deps, identity, address, once }) => {
    const evidence = await storedDocuments(deps.store.em(), identity, body.evidence);
    if (body.outcome !== 'reject' && evidence.length === 0) throw evidenceNeeded();
    const claim = await claimById(deps.store.em(), params.id);
    if (claim === null) throw unknownClaim();
    if (claim.personId === identity.personId)
      throw problem(403, 'own-claim', {
        zh: '不得处理本人的登记申请',
        en: 'nobody decides a claim of their own',
      });
    const decision: Decision = { claim, identity, address, reason: body.reason, evidence };
    const result = await once.inTransaction(async (tx) => {
      await DECIDE[body.outcome](tx, decision);
      return { status: 200, body: shownClaim((await claimById(tx, claim.id))!) };
    });
    if (body.outcome === 'prove')
      for (const lane of await invitationLanes(deps.store.em(), claim.uscc)) deps.wakeLane(lane);
    return result;
  },
});

interface Decision {
  readonly claim: Claim;
  readonly identity: Identity;
  readonly address: string;
  readonly reason: string;
  readonly evidence: readonly DocumentRef[];
}

const DECIDE: Readonly<Record<(typeof OUTCOMES)[number], (tx: Tx, decision: Decision) => Promise<void>>> = {
  prove: async (tx, { claim, identity, address, reason, evidence }) => {
    const { personId } = identity;
    const proof = { how: 'administrator' as const, facts: { reason, evidence }, personId };
    const party = await settleAsProven(tx, claim, proof, { personId, address, reason, evidence });
    if (party === null) throw isDisputed();
  },
  'add-member': async (tx, decision) => {
    const { claim, identity } = decision;
    const party = await disputedParty(tx, claim);
    for (const role of claim.kinds) {
      await addKind(tx, party.id, role, identity.personId);
      await addMembership(tx, { personId: claim.personId, partyId: party.id, role });
    }
    await settle(tx, decision, 'added', claim.uscc);
  },
  transfer: async (tx, decision) => {
    const { claim, identity, reason, evidence } = decision;
    const party = await disputedParty(tx, claim);
    if (party.kinds.some((kind) => kind === 'administrator' || kind === 'supervisor'))
      throw notTransferable();
    const removed = await removeAllMembers(tx, party.id);
    await revokeMandatesOf(tx, party.id, identity.personId);
    for (const role of claim.kinds) {
      await addKind(tx, party.id, role, identity.personId);
      await addMembership(tx, { personId: claim.personId, partyId: party.id, role, manages: true });
    }
    const facts = { reason, evidence };
    await keepProof(tx, party.id, claim.id, {
      how: 'administrator',
      facts,
      personId: identity.personId,
    });
    await keepChange(
      tx,
      party.id,
      { what: 'members', removed: removed.length, claim: claim.id },
      identity.personId,
    );
    await settle(tx, decision, 'transferred', claim.uscc, { removed });
  },
  reject: (tx, decision) => settle(tx, decision, 'rejected', null),
};

/** The party with which a claim is disputed, its code locked. Throws the problem 409 `no-dispute` when nobody has proven it. */
async function disputedParty(tx: Tx, { uscc }: Claim): Promise<Party> {
  await lockCode(tx, uscc);
  const party = await partyByUscc(tx, uscc);
  if (party !== null) return party;
  throw problem(409, 'no-dispute', {
    zh: '该代码尚无已核实的主体',
    en: 'no party is proven under this code: there is no dispute to decide',
    accepted: { zh: '以 prove 核实，或者 reject', en: 'prove the claim, or reject it' },
  });
}

/**
 * Settles a claim and enters the decision in the record. Whose code it was is public where a party changed hands or
 * gained a member; that somebody claimed a code in vain is not.
 */
async function settle(
  tx: Tx,
  { claim, identity, address, reason, evidence }: Decision,
  status: 'added' | 'transferred' | 'rejected',
  uscc: string | null,
  more: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const settled = await settleClaim(tx, claim.id, { status, personId: identity.personId, reason, evidence });
  if (!settled) throw claimSettled();
  await enterIdentity(
    tx,
    status === 'transferred' ? 'partyTransferred' : 'claimDecided',
    uscc,
    { outcome: status },
    {
      person: identity.personId,
      claimant: claim.personId,
      claim: claim.id,
      uscc: claim.uscc,
      reason,
      evidence: evidence.map(({ sha256 }) => sha256),
      address,
      ...more,
    },
  );
}

function isDisputed(): Error {
  return problem(409, 'party-disputed', {
    zh: '该代码已由他人核实，此申请为争议',
    en: 'others have proven this code: the claim is a dispute with them',
    accepted: { zh: 'add-member、transfer 或者 reject', en: 'add-member, transfer or reject' },
  });
}

function notTransferable(): Error {
  return problem(409, 'party-not-transferable', {
    zh: '行政监督部门和平台运营方的经办人不能由此移除',
    en: 'the members of an authority or of the operator are not taken out this way',
    accepted: { zh: 'add-member 或者 reject', en: 'add-member or reject' },
  });
}

function evidenceNeeded(): Error {
  return problem(422, 'evidence-needed', {
    zh: '核实和裁定须有留存的证明材料',
    en: 'a proof or decision needs evidence that is kept',
    accepted: {
      zh: '先以 POST /v1/documents 存入材料，再在 evidence 中列明其 SHA-256',
      en: 'store it first by POST /v1/documents, then list its SHA-256 in evidence',
    },
  });
}

export const claimAdminRoutes: readonly Route[] = [list, decide];
