import { z } from 'zod';
import { logNameOf, type LogName } from '../../domain/record/log-name.ts';
import { CONFIDENTIAL, courseOf } from '../../domain/visibility/index.ts';
import { privateParts, receiptOf, sealedAct } from '../../store/index.ts';
import type { SealedPlace } from '../../domain/record/audit/index.ts';
import type { Deps } from '../deps.ts';
import { problem, ProblemError } from '../problem.ts';
import { provenEntry } from '../public/log.ts';
import { route, type Route } from '../route.ts';
import { idSchema } from '../schema.ts';
import { launchedTender } from './tender-of.ts';

/** As the entry of a bid stands in the record. */
const VEILED = { event: CONFIDENTIAL, role: 'confidential', data: {} };
const LOOK_EVERY_MS = 200;
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
      schema: z.object({
        receipt: z.looseObject({}),
        signature: z.string(),
        opening: z.object({ salt: z.string(), private: z.looseObject({}) }),
        sealed: z.object({ leaf: z.string(), position: z.int(), path: z.array(z.string()) }).optional(),
        proof: z.string(),
      }),
    },
  },
  handler: async ({ params, query, deps, identity }) => {
    const { state } = await launchedTender(deps.store.em(), params.id);
    const { id: tenderId, receiptId } = params;
    const found = await receiptOf(deps.store.em(), { tenderId, partyId: identity.partyId, receiptId });
    if (found === null)
      throw problem(404, 'unknown-receipt', { zh: '本单位没有此回执', en: 'your party has no such receipt' });
    const { entryId, inRecordBy: promised } = found.receipt;
    const log = logNameOf(state.rehearsal);
    const { sealed, proof } = await awaited(deps, { log, entryId, promised }, query.waitSeconds * 1_000);
    const parts = await privateParts(deps.store.em(), [{ id: entryId, ...VEILED }], {
      course: courseOf(state),
      readerOf: () => 'concerned',
    });
    return {
      status: 200,
      body: {
        receipt: found.receipt,
        signature: found.signature,
        opening: parts.get(entryId),
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

const notInRecordYet = (promised: string | undefined): ProblemError =>
  problem(409, 'not-in-record-yet', {
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

/** The proof, once there is one; the problem when the time is up. */
async function awaited(deps: Deps, act: Act, waitMs: number): Promise<ProvenAct> {
  const endsAt = performance.now() + waitMs;
  for (;;) {
    try {
      return await provenAct(deps, act);
    } catch (error) {
      // Until its batch is numbered, the act is not there for anybody.
      const code = error instanceof ProblemError ? error.code : null;
      const early = code === 'not-in-log' || code === 'not-in-checkpoint';
      if (!early || performance.now() >= endsAt)
        throw code === 'not-in-log' ? notInRecordYet(act.promised) : error;
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

export const receiptProofRoutes: readonly Route[] = [receiptProof];
