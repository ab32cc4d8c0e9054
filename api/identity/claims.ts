import { z } from 'zod';
import { claimById, claimsOf, settleClaim, type Claim } from '../../store/index.ts';
import type { Deps, PersonIdentity } from '../deps.ts';
import { answerFile, FILE_REFUSALS, FILE_RESPONSES, planFile } from '../file-answer.ts';
import { FILE_HEADERS } from '../request-headers.ts';
import type { Answer } from '../answer.ts';
import { problem } from '../problem.ts';
import { route, type Route } from '../route.ts';
import { idSchema, sha256Schema, shown, shownInstantSchema } from '../schema.ts';
import { claimSettled } from './proof.ts';

export const evidenceSchema = z.strictObject({
  sha256: sha256Schema,
  name: z.string(),
  sizeBytes: z.number(),
  mediaType: z.string(),
});
export const claimSchema = z.strictObject({
  claimId: idSchema,
  uscc: z.string(),
  name: z.string(),
  address: z.string(),
  kinds: z.array(z.string()),
  status: z.string(),
  claimedAt: shownInstantSchema,
  certificate: z.strictObject({ sha256: z.string(), subject: z.string(), issuer: z.string() }).nullable(),
  settledAt: shownInstantSchema.nullable(),
  reason: z.string().nullable(),
  evidence: z.array(evidenceSchema),
});
export const claimExample = {
  claimId: '01980c1e-7c2b-7d3a-9a53-2f1f3c0f7a11',
  uscc: '91130230MA0EXA0150',
  name: '示例有限公司',
  address: '河北省唐山市',
  kinds: ['bidder'],
  status: 'pending',
  claimedAt: '2026-09-10T08:00:00.000+08:00',
  certificate: null,
  settledAt: null,
  reason: null,
  evidence: [],
};

/** A claim as its person and the administrator see it. */
export function shownClaim(claim: Claim): Answer<typeof claimSchema> {
  const { id, uscc, name, address, kinds, status, certificate, reason, evidence } = claim;
  return {
    claimId: id,
    uscc,
    name,
    address,
    kinds,
    status,
    claimedAt: shown(claim.claimedAt),
    certificate: certificate && {
      sha256: certificate.sha256,
      subject: certificate.subject,
      issuer: certificate.issuer,
    },
    settledAt: shown(claim.settledAt),
    reason,
    evidence,
  };
}

const list = route({
  method: 'get',
  path: '/v1/claims',
  operationId: 'ownClaims',
  tags: ['identity'],
  summary: '我的登记申请 · My claims to parties, and how they were decided',
  access: 'person',
  responses: {
    200: {
      description: '登记申请',
      schema: z.strictObject({ claims: z.array(claimSchema) }),
      example: { claims: [claimExample] },
    },
  },
  handler: async ({ deps, identity }) => {
    const claims = await claimsOf(deps.store.em(), identity.personId);
    return { status: 200, body: { claims: claims.map(shownClaim) } };
  },
});

const withdraw = route({
  method: 'post',
  path: '/v1/claims/:id/withdraw',
  operationId: 'withdrawClaim',
  tags: ['identity'],
  summary: '撤回登记申请 · Withdraw a claim of my own',
  access: 'person',
  write: true,
  request: { params: z.strictObject({ id: idSchema }) },
  responses: { 200: { description: '已撤回', schema: claimSchema, example: claimExample } },
  handler: async ({ params, deps, identity, once }) => {
    const { personId } = identity;
    const claim = await claimById(deps.store.em(), params.id);
    if (claim === null || claim.personId !== personId) throw unknownClaim();
    return once.inTransaction(async (tx) => {
      const settlement = { status: 'withdrawn', personId, reason: null, evidence: [] } as const;
      if (!(await settleClaim(tx, claim.id, settlement))) throw claimSettled();
      return { status: 200, body: shownClaim((await claimById(tx, claim.id))!) };
    });
  },
});

const evidence = route({
  method: 'get',
  path: '/v1/claims/:id/evidence/:sha256',
  operationId: 'claimEvidence',
  tags: ['identity'],
  summary:
    '裁定所据材料 · A document upon which a claim was decided: for its own person and the administrator alone',
  access: 'person',
  request: { params: z.strictObject({ id: idSchema, sha256: sha256Schema }), headers: FILE_HEADERS },
  responses: FILE_RESPONSES,
  refuses: FILE_REFUSALS,
  handler: async ({ params, deps, identity, koa }) => {
    const claim = await readableClaim(deps, identity, params.id);
    const document = claim.evidence.find(({ sha256 }) => sha256 === params.sha256);
    if (document === undefined) throw unknownClaim();
    return answerFile(planFile(koa, document), deps.blobs);
  },
});

async function readableClaim(deps: Deps, identity: PersonIdentity, id: string): Promise<Claim> {
  const claim = await claimById(deps.store.em(), id);
  if (claim === null) throw unknownClaim();
  if (claim.personId !== identity.personId && identity.role !== 'administrator') throw unknownClaim();
  return claim;
}

/** The problem 404 of a claim that is not there, or is somebody else's. */
export function unknownClaim(): Error {
  return problem(404, 'unknown-claim', { zh: '没有此登记申请', en: 'there is no such claim' });
}

export const claimRoutes: readonly Route[] = [list, withdraw, evidence];
