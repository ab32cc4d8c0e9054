import { z } from 'zod';
import type { SealedPlace } from '../../domain/record/audit/index.ts';
import { logNameOf, type LogName } from '../../domain/record/log-name.ts';
import { courseOf, VEILED_ACT } from '../../domain/visibility/index.ts';
import { privateParts, receiptOf, sealedAct } from '../../store/index.ts';
import { launchedTender } from '../access/tender-of.ts';
import type { Deps } from '../deps.ts';
import { problem, ProblemError } from '../problem.ts';
import { awaitedProof, type Waiting } from '../record/awaited-proof.ts';
import { provenEntry } from '../record/proven-entry.ts';
import { goneSignal } from '../record/stream.ts';
import { route, type Route } from '../route.ts';
import { idSchema } from '../schema.ts';
import { openedAct, openedActSchema, sealedPlaceFields } from '../shown/record.ts';
import { receiptSchema } from './bid-schema.ts';

/** Longer than from one batch to the next. */
const MAX_WAIT_SECONDS = 90;

const receiptProof = route({
  method: 'get',
  path: '/v1/tenders/:id/bids/mine/:receiptId/proof',
  operationId: 'receiptProof',
  tags: ['bids'],
  summary:
    "回执的记录证明 · Proof that the act of one's own receipt is in the record, with what opens its entry",
  description:
    'The act is in a batch of sealed acts (docs/adr/0017-sealed-acts.md), which enters the record at the next public instant: `sealed` leads from its leaf to the root in the entry that `proof` is of; salt and private part show that it is the act of this receipt. Keep the file; `npx openseal verify receipt` checks it without the platform.',
  access: ['bidder'],
  request: {
    params: z.strictObject({ id: idSchema, receiptId: idSchema }),
    query: z.strictObject({
      waitSeconds: z.coerce.number().int().min(0).max(MAX_WAIT_SECONDS).default(0),
    }),
  },
  refuses: [409],
  responses: {
    200: {
      description: '证明',
      schema: z.strictObject({
        receipt: receiptSchema,
        signature: z.string(),
        opening: openedActSchema.optional(),
        sealed: z.strictObject(sealedPlaceFields).optional(),
        proof: z.string(),
      }),
    },
  },
  handler: async ({ params, query, deps, identity, address, koa }) => {
    const { state } = await launchedTender(deps.store.em(), params.id);
    const { id: tenderId, receiptId } = params;
    const found = await receiptOf(deps.store.em(), { tenderId, partyId: identity.partyId, receiptId });
    if (found === null)
      throw problem(404, 'unknown-receipt', { zh: '本单位没有此回执', en: 'your party has no such receipt' });
    const { entryId, inRecordBy: promised } = found.receipt;
    const log = logNameOf(state.rehearsal);
    const waiting = { waitMs: query.waitSeconds * 1_000, address, signal: goneSignal(koa) };
    const { sealed, proof } = await awaited(deps, { log, entryId, promised }, waiting);
    const parts = await privateParts(deps.store.em(), [{ id: entryId, ...VEILED_ACT }], {
      course: courseOf(state),
      readerOf: () => 'concerned',
    });
    const part = parts.get(entryId);
    return {
      status: 200,
      body: {
        receipt: found.receipt,
        signature: found.signature,
        opening: part && openedAct(part),
        ...(sealed === null ? {} : { sealed }),
        proof,
      },
      headers: { 'Content-Disposition': `attachment; filename="receipt-${receiptId}.json"` },
    };
  },
});

interface ProvenAct {
  /** null for an act of an earlier version, whose entry stands in the log itself. */
  readonly sealed: SealedPlace | null;
  readonly proof: string;
}

interface Act {
  readonly log: LogName;
  readonly entryId: string;
  /** By when its receipt says that it is in the record. */
  readonly promised: string | undefined;
}

const NOT_YET = 'not-in-record-yet';
const notInRecordYet = (promised: string | undefined): ProblemError =>
  problem(409, NOT_YET, {
    zh: '该行为尚未进入记录：保密行为按批入册',
    en: 'the act is not in the record yet: what is done in secret enters it in batches',
    accepted: {
      zh: promised === undefined ? '一分钟后重试' : `不迟于 ${promised} 入册，一分钟后重试`,
      en:
        promised === undefined ? 'try again in a minute' : `it enters by ${promised}: try again in a minute`,
    },
    headers: { 'Retry-After': '30' },
  });

/** The proof of an act: of its batch, once a checkpoint covers that. Throws as `provenEntry` does. */
async function provenAct(deps: Deps, { log, entryId }: Act): Promise<ProvenAct> {
  const act = await sealedAct(deps.store.em(), log, entryId);
  if (act === null) return { sealed: null, proof: (await provenEntry(deps, log, entryId)).proof };
  const { leaf, position, path, batchId } = act;
  return { sealed: { leaf, position, path }, proof: (await provenEntry(deps, log, batchId)).proof };
}

/** The proof, once there is one; throws as `awaitedProof` does. */
function awaited(deps: Deps, act: Act, waiting: Waiting): Promise<ProvenAct> {
  const { watch } = deps.logs[act.log];
  const { waitMs, signal } = waiting;
  let head = 0;
  return awaitedProof(watch, waiting, {
    look: async () => {
      // Before the look, so that a batch that comes in between is not slept through.
      if (waitMs > 0) head = await watch.head();
      return provenAct(deps, act);
    },
    early: (error) => earlyProblem(error, act),
    // Its batch moves the head of the log; the checkpoint over that does not.
    before: async ({ code }, leftMs) => {
      if (code === NOT_YET) await watch.headBeyond(head, leftMs, signal);
    },
  });
}

/** The problem of an act that is not proven yet, which waiting may help. Throws what it does not. */
function earlyProblem(error: unknown, { promised }: Act): ProblemError {
  const code = error instanceof ProblemError ? error.code : null;
  // Until its batch is numbered, the act is not there for anybody.
  if (code === 'not-in-log') return notInRecordYet(promised);
  if (error instanceof ProblemError && code === 'not-in-checkpoint') return error;
  throw error;
}

export const receiptProofRoutes: readonly Route[] = [receiptProof];
