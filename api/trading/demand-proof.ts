import { z } from 'zod';
import type { LeafEntry } from '../../domain/record/leaf.ts';
import { logNameOf } from '../../domain/record/log-name.ts';
import { DEMAND_PROOF_FORM, type DemandProof } from '../../domain/seal/demand-proof.ts';
import { noticeEntryId } from '../../store/index.ts';
import { launchedTender } from '../access/tender-of.ts';
import { tenderParams } from '../commands/params.ts';
import type { Deps } from '../deps.ts';
import { problem, ProblemError } from '../problem.ts';
import { awaitedProof, type Waiting } from '../record/awaited-proof.ts';
import { provenEntry } from '../record/proven-entry.ts';
import { goneSignal } from '../record/stream.ts';
import { route, type Route } from '../route.ts';
import { idSchema } from '../schema.ts';

/** A notice is numbered and signed within seconds of its launch. */
const MAX_WAIT_SECONDS = 30;

const sealingProof = route({
  method: 'get',
  path: '/v1/tenders/:id/sealing-proof',
  operationId: 'sealingProof',
  tags: ['public', 'bids'],
  summary:
    '加密要求的记录证明 · Proof that the sealing a tender demands is the one that its notice put in the record',
  description:
    'The notice’s entry with its inclusion proof and the signed checkpoint (C2SP tlog-proof), and the log’s policy. `npx openseal seal` and the page /seal verify it by themselves. Right after a launch no checkpoint covers the entry yet: `waitSeconds` waits for it.',
  access: 'public',
  request: {
    params: tenderParams,
    query: z.strictObject({
      waitSeconds: z.coerce.number().int().min(0).max(MAX_WAIT_SECONDS).default(0),
    }),
  },
  refuses: [409, 429],
  responses: {
    200: {
      description: '证明',
      schema: z.strictObject({
        format: z.literal(DEMAND_PROOF_FORM),
        tenderId: idSchema,
        proof: z.string(),
        detached: z.string().nullable(),
        policy: z.string(),
      }),
    },
  },
  handler: async ({ params, query, deps, address, koa }) => {
    const { state } = await launchedTender(deps.store.em(), params.id);
    const waiting = { waitMs: query.waitSeconds * 1_000, address, signal: goneSignal(koa) };
    return { status: 200, body: await awaitedDemandProof(deps, state, waiting) };
  },
});

/** The proof, once there is one. Throws the problem 409 when the time is up before, 429 for one of too many who wait at one address. */
export function awaitedDemandProof(
  deps: Deps,
  tender: { readonly id: string; readonly rehearsal: boolean },
  waiting: Waiting,
): Promise<DemandProof> {
  const { watch } = deps.logs[logNameOf(tender.rehearsal)];
  return awaitedProof(watch, waiting, { look: () => demandProof(deps, tender), early: earlyProblem });
}

/** The problem of an entry that waiting may help to a proof. Throws what it does not. */
function earlyProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError && error.status === 409) return error;
  throw error;
}

async function demandProof(
  deps: Deps,
  { id: tenderId, rehearsal }: { readonly id: string; readonly rehearsal: boolean },
): Promise<DemandProof> {
  const log = logNameOf(rehearsal);
  const { provable } = deps.logs[log];
  const entryId = await noticeEntryId(deps.store.em(), log, tenderId);
  if (entryId === null)
    throw problem(409, 'not-in-record-yet', {
      zh: '公告尚未进入记录',
      en: 'the notice is not in the record yet',
      accepted: { zh: '数秒后重试', en: 'try again in some seconds' },
      headers: { 'Retry-After': '2' },
    });
  const { proof, canonical } = await provenEntry(deps, log, entryId);
  const { detached } = JSON.parse(canonical) as LeafEntry;
  return {
    format: DEMAND_PROOF_FORM,
    tenderId,
    proof,
    detached: detached === undefined ? null : await provable.tiles.detached(detached.sha256),
    policy: await provable.policy(),
  };
}

export const demandProofRoutes: readonly Route[] = [sealingProof];
