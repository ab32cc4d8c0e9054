import { z } from 'zod';
import { logNameOf } from '../../domain/record/log-name.ts';
import { courseOf, sealedEventsFor, VEILED_ACT } from '../../domain/visibility/index.ts';
import { privateParts, sealedActsOf, type ReadPart, type SealedAct } from '../../store/index.ts';
import { route, type Route } from '../route.ts';
import { idSchema } from '../schema.ts';
import { openedAct, openedActSchema, sealedPlaceFields } from '../shown/record.ts';
import { askedIn, readerAmong } from './asked.ts';
import { inScope } from '../access/scope.ts';

const MAX = 200;

const list = route({
  method: 'get',
  path: '/v1/supervision/tenders/:id/sealed-acts',
  operationId: 'superviseSealedActs',
  tags: ['supervision'],
  summary:
    '保密行为 · What was done in secret (bids, withdrawals, documents taken, keys), once the law opens it, with its proof',
  description:
    'Nothing is listed that the law keeps closed now, so that no count tells of it. `position` and `path` lead from the leaf to the root in the record’s entry `batch`.',
  access: ['supervisor'],
  request: {
    params: z.strictObject({ id: idSchema }),
    query: z.strictObject({
      cursor: idSchema.optional(),
      limit: z.coerce.number().int().min(1).max(MAX).default(100),
    }),
  },
  responses: {
    200: {
      description: '保密行为',
      schema: z.strictObject({
        acts: z.array(
          z.strictObject({
            id: idSchema,
            ...sealedPlaceFields,
            batch: idSchema,
            opened: openedActSchema,
          }),
        ),
        next: z.string().nullable(),
      }),
    },
  },
  handler: async ({ params: { id }, query, deps, identity }) => {
    const em = deps.store.em();
    const { state } = await inScope(em, id, identity);
    const log = logNameOf(state.rehearsal);
    const asked = await askedIn(em, id, identity);
    const reading = { course: courseOf(state), readerOf: readerAmong(asked) };
    const readers = asked.size > 0 ? (['asked', 'observing'] as const) : (['observing'] as const);
    const events = sealedEventsFor(readers, reading.course);
    if (events.length === 0) return { status: 200, body: { acts: [], next: null } };
    const acts: (SealedAct & { opened: ReadPart })[] = [];
    // What is closed is passed over, and no cursor points at it: it would tell that there is something.
    for (let after = query.cursor ?? null; acts.length < query.limit;) {
      const page = await sealedActsOf(em, log, { tenderId: id, events, after, limit: MAX });
      const parts = await privateParts(
        em,
        page.map((act) => ({ id: act.id, ...VEILED_ACT })),
        reading,
      );
      for (const act of page) {
        const opened = parts.get(act.id);
        if (opened !== undefined) acts.push({ ...act, opened });
      }
      after = page.at(-1)?.id ?? null;
      if (page.length < MAX) break;
    }
    const shown = acts.slice(0, query.limit);
    const next = acts.length >= query.limit ? (shown.at(-1)?.id ?? null) : null;
    const body = shown.map(({ batchId, opened, ...act }) => ({
      ...act,
      opened: openedAct(opened),
      batch: batchId,
    }));
    return { status: 200, body: { acts: body, next } };
  },
});

export const sealedActRoutes: readonly Route[] = [list];
