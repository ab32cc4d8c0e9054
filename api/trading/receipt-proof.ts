import { z } from 'zod';
import { logNameOf, type LogName } from '../../domain/record/log-name.ts';
import { CONFIDENTIAL, courseOf } from '../../domain/visibility/index.ts';
import { privateParts, receiptOf } from '../../store/index.ts';
import type { Deps } from '../deps.ts';
import { problem, ProblemError } from '../problem.ts';
import { provenEntry } from '../public/log.ts';
import { route, type Route } from '../route.ts';
import { idSchema } from '../schema.ts';
import { launchedTender } from './tender-of.ts';

/** As the entry of a bid stands in the record. */
const VEILED = { event: CONFIDENTIAL, role: 'confidential', data: {} };
const LOOK_EVERY_MS = 200;
const MAX_WAIT_SECONDS = 30;

const receiptProof = route({
  method: 'get',
  path: '/v1/tenders/:id/bids/mine/:receiptId/proof',
  operationId: 'receiptProof',
  tags: ['bids'],
  summary:
    "回执的记录证明 · Proof that the act of one's own receipt is in the record, with what opens its entry",
  description:
    'The entry of the record is confidential: salt and private part show that it is the one of this receipt. Keep the file; `npx openseal verify receipt` checks it without the platform.',
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
    const { entryId } = found.receipt;
    const { proof } = await awaited(
      deps,
      { log: logNameOf(state.rehearsal), entryId },
      query.waitSeconds * 1_000,
    );
    const parts = await privateParts(deps.store.em(), [{ id: entryId, ...VEILED }], {
      course: courseOf(state),
      readerOf: () => 'concerned',
    });
    const opening = parts.get(entryId);
    return {
      status: 200,
      body: { receipt: found.receipt, signature: found.signature, opening, proof },
      headers: { 'Content-Disposition': `attachment; filename="receipt-${receiptId}.json"` },
    };
  },
});

/** The proof, once a checkpoint covers the entry; the problem when the time is up. */
async function awaited(
  deps: Deps,
  { log, entryId }: { log: LogName; entryId: string },
  waitMs: number,
): ReturnType<typeof provenEntry> {
  const endsAt = performance.now() + waitMs;
  for (;;) {
    try {
      return await provenEntry(deps, log, entryId);
    } catch (error) {
      // Until the sequencer has numbered it, the entry is not there for anybody.
      const early = error instanceof ProblemError && ['not-in-log', 'not-in-checkpoint'].includes(error.code);
      if (!early || performance.now() >= endsAt) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

export const receiptProofRoutes: readonly Route[] = [receiptProof];
