import { z } from 'zod';
import {
  deliveryById,
  endpointById,
  failuresOf,
  QUEUE_KINDS,
  queueCounts,
  queuePage,
  type QueueFilter,
  type QueueKind,
} from '../../store/index.ts';
import { formed } from '../forms.ts';
import { problem } from '../problem.ts';
import { route, type Route } from '../route.ts';
import { idSchema, shown, shownInstantSchema } from '../schema.ts';
import { itemSchema } from '../work/item-schema.ts';
import { presentItem } from '../work/items.ts';
import { itemContext, MS_PER_HOUR, nextCursor, placeOf, workQuerySchema } from '../work/page.ts';

const ADMINISTRATOR = ['administrator'] as const;

/** How many items of each kind there are. */
const countsSchema = z.strictObject(
  Object.fromEntries(QUEUE_KINDS.map((kind) => [kind, z.number()])) as Record<QueueKind, z.ZodNumber>,
);

const queue = route({
  method: 'get',
  path: '/v1/admin/queue',
  operationId: 'readQueue',
  tags: ['admin'],
  summary:
    '待办队列 · Everything that waits for somebody, longest waiting first: what, whose, how late, what follows, what can be done',
  description:
    'Duties due soon or passed, those of complaints too, instructions that nobody acknowledged, steps of the clock that are overdue, openings, tenders whose winner fell away, commands, those that could not be decided, deliveries and pushes that fail, time-stamps that are awaited, claims to parties.',
  access: ADMINISTRATOR,
  request: {
    query: workQuerySchema.extend({
      kind: z.enum(QUEUE_KINDS).optional(),
      tenderId: idSchema.optional(),
      region: formed(/^\d{2,6}$/, '2至6位行政区划代码', 'a code of places, 2 to 6 digits').optional(),
      rehearsal: z.enum(['true', 'false']).optional(),
    }),
  },
  responses: {
    200: {
      description: '待办',
      schema: z.strictObject({
        items: z.array(itemSchema),
        counts: countsSchema,
        /** What is free where this process keeps its files; the database's disk where it is the same. */
        space: z.array(
          z.strictObject({
            place: z.string(),
            freeBytes: z.number().nullable(),
            totalBytes: z.number().nullable(),
            standing: z.enum(['enough', 'low', 'reserved', 'full', 'unknown']),
          }),
        ),
        next: z.string().nullable(),
      }),
    },
  },
  handler: async ({ query, deps }) => {
    const em = deps.store.em();
    const withinHours = query.withinHours ?? deps.config.remindBeforeHours;
    const filter: QueueFilter = {
      kind: query.kind ?? null,
      tenderId: query.tenderId ?? null,
      region: query.region ?? null,
      rehearsal: query.rehearsal === undefined ? null : query.rehearsal === 'true',
      late: query.late === 'true',
      soonMs: Math.round(withinHours * MS_PER_HOUR),
    };
    const found = await queuePage(em, filter, { after: placeOf(query.cursor), limit: query.limit });
    const context = await itemContext(deps, found, { acted: true });
    return {
      status: 200,
      body: {
        items: found.map((item) => presentItem(item, context)),
        counts: await queueCounts(em, filter),
        space: await deps.reserve.spaces(),
        next: nextCursor(found, query.limit),
      },
    };
  },
});

const delivery = route({
  method: 'get',
  path: '/v1/admin/deliveries/:id',
  operationId: 'readDelivery',
  tags: ['admin'],
  summary: '交付的失败记录 · A delivery, or a supervisor’s endpoint, with its failed tries, newest first',
  access: ADMINISTRATOR,
  request: { params: z.strictObject({ id: idSchema }) },
  responses: {
    200: {
      description: '记录',
      schema: z.strictObject({
        id: idSchema,
        kind: z.enum(['publish', 'notify', 'notify-late', 'push']),
        tenderId: idSchema.nullable(),
        attempts: z.number(),
        lastError: z.string().nullable(),
        firstFailedAt: shownInstantSchema.nullable(),
        lastTriedAt: shownInstantSchema.nullable(),
        failures: z.array(z.strictObject({ at: shownInstantSchema, error: z.string() })),
      }),
    },
  },
  handler: async ({ params: { id }, deps }) => {
    const em = deps.store.em();
    const found = await deliveryById(em, id);
    const endpoint = found === null ? await endpointById(em, id) : null;
    if (found === null && endpoint === null)
      throw problem(404, 'unknown-delivery', { zh: '没有此交付', en: 'there is no such delivery' });
    const failures = await failuresOf(em, found === null ? `endpoint:${id}` : `delivery:${id}`);
    const { attempts, lastError, firstFailedAt, lastTriedAt } = (found ?? endpoint)!;
    return {
      status: 200,
      body: {
        id,
        kind: found?.kind ?? ('push' as const),
        tenderId: found?.tenderId ?? null,
        attempts,
        lastError,
        firstFailedAt: shown(firstFailedAt),
        lastTriedAt: shown(lastTriedAt),
        failures: failures.map(({ at, error }) => ({ at: shown(at), error })),
      },
    };
  },
});

export const queueRoutes: readonly Route[] = [queue, delivery];
