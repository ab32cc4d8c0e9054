import { z } from 'zod';
import {
  databaseNow,
  deliveryById,
  dutyActions,
  endpointById,
  failuresOf,
  QUEUE_KINDS,
  queueCounts,
  queuePage,
  type QueueFilter,
  type QueueItem,
  type QueueKind,
  type QueuePlace,
} from '../../store/index.ts';
import type { LawContext } from '../../domain/law/context.ts';
import type { Deps } from '../deps.ts';
import { formed } from '../forms.ts';
import { problem } from '../problem.ts';
import { route, type Route } from '../route.ts';
import { idSchema, shown, shownInstantSchema } from '../schema.ts';
import { presentItem } from './queue-items.ts';
import { itemSchema } from './queue-schema.ts';

const ADMINISTRATOR = ['administrator'] as const;
const MS_PER_HOUR = 3_600_000;
const HOUR_RANGE = { least: 0, most: 24 * 366 } as const;

const cursorSchema = z.strictObject({
  waitsSinceAt: z.int(),
  kind: z.enum(QUEUE_KINDS),
  key: z.string().min(1).max(200),
});

const flagSchema = z.enum(['true', 'false']).optional();

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
    query: z.strictObject({
      kind: z.enum(QUEUE_KINDS).optional(),
      tenderId: idSchema.optional(),
      region: formed(/^\d{2,6}$/, '2至6位行政区划代码', 'a code of places, 2 to 6 digits').optional(),
      rehearsal: flagSchema,
      late: flagSchema,
      /** How long before its due a duty is shown; the hours of the reminder unless said. */
      withinHours: z.coerce.number().min(HOUR_RANGE.least).max(HOUR_RANGE.most).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
      cursor: z.string().max(600).optional(),
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
    const after = query.cursor === undefined ? null : placeOf(query.cursor);
    const found = await queuePage(em, filter, { after, limit: query.limit });
    const context = {
      lawOf: await lawsOf(deps, found),
      acted: await dutyActions(em, [...new Set(found.flatMap(({ tender }) => tender?.id ?? []))]),
      at: await databaseNow(em),
    };
    return {
      status: 200,
      body: {
        items: found.map((item) => presentItem(item, context)),
        counts: await queueCounts(em, filter),
        space: await deps.reserve.spaces(),
        next: found.length === query.limit ? cursorOf(found.at(-1)!) : null,
      },
    };
  },
});

/** The law of each ruleset on a page. */
async function lawsOf(deps: Deps, items: readonly QueueItem[]): Promise<(ruleset: string) => LawContext> {
  const laws = new Map<string, LawContext>();
  for (const { tender } of items) {
    const ruleset = tender?.ruleset ?? null;
    if (ruleset !== null && !laws.has(ruleset)) laws.set(ruleset, await deps.lawOf(ruleset));
  }
  return (ruleset) => {
    const law = laws.get(ruleset);
    if (law === undefined) throw new Error(`no law ${ruleset} on this page`);
    return law;
  };
}

const cursorOf = ({ waitsSinceAt, kind, key }: QueuePlace): string =>
  Buffer.from(JSON.stringify({ waitsSinceAt, kind, key })).toString('base64url');

/** The place that a cursor names. Throws the problem 400 for what is none. */
function placeOf(cursor: string): QueuePlace {
  try {
    return cursorSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    throw problem(400, 'invalid-cursor', {
      zh: 'cursor 不是上一页给出的 next',
      en: 'the cursor is not the `next` of a page before',
    });
  }
}

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
