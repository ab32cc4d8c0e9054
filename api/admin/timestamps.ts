import { z } from 'zod';
import { databaseNow, pendingTimestamps, timestampBacklog } from '../../store/index.ts';
import { TIMESTAMP_LANE } from '../../workflows/messages.ts';
import { route, type Route } from '../route.ts';
import { shown, shownInstantSchema } from '../schema.ts';

const ADMINISTRATOR = ['administrator'] as const;
const PAGE = 200;

const awaitedSchema = z.strictObject({
  kind: z.enum(['receipt', 'checkpoint', 'rehearsals-checkpoint']),
  subjectId: z.string().nullable(),
  queuedAt: shownInstantSchema,
  waitedSeconds: z.number(),
  attempts: z.number(),
  lastError: z.string().nullable(),
  firstFailedAt: shownInstantSchema.nullable(),
  lastTriedAt: shownInstantSchema.nullable(),
});

const pending = route({
  method: 'get',
  path: '/v1/admin/timestamps',
  operationId: 'pendingTimestamps',
  tags: ['admin'],
  summary: '待取的时间戳 · Time-stamps that are awaited, how long, and what went wrong',
  description:
    'Receipts are not named: before the deadline nobody may learn who bids. `waitedSeconds` is the wait of the oldest.',
  access: ADMINISTRATOR,
  responses: {
    200: {
      description: '待取的时间戳',
      schema: z.strictObject({
        pending: z.number(),
        waitedSeconds: z.number(),
        timestamps: z.array(awaitedSchema),
      }),
    },
  },
  handler: async ({ deps }) => {
    const em = deps.store.em();
    const { pending: count, oldestQueuedAt } = await timestampBacklog(em);
    const now = await databaseNow(em);
    const waitedSeconds = (from: number | null): number =>
      from === null ? 0 : Math.floor((now - from) / 1000);
    const timestamps = (await pendingTimestamps(em, PAGE)).map((one) => ({
      kind: one.kind,
      subjectId: one.kind === 'receipt' ? null : one.id,
      queuedAt: shown(one.queuedAt),
      waitedSeconds: waitedSeconds(one.queuedAt),
      attempts: one.attempts,
      lastError: one.lastError,
      firstFailedAt: shown(one.firstFailedAt),
      lastTriedAt: shown(one.lastTriedAt),
    }));
    return {
      status: 200,
      body: { pending: count, waitedSeconds: waitedSeconds(oldestQueuedAt), timestamps },
    };
  },
});

const retry = route({
  method: 'post',
  path: '/v1/admin/timestamps/retry',
  operationId: 'retryTimestamps',
  tags: ['admin'],
  summary: '立即重试 · Ask for the awaited time-stamps again now',
  access: ADMINISTRATOR,
  write: true,
  responses: { 202: { description: '已安排重试', schema: z.strictObject({ lane: z.string() }) } },
  handler: ({ deps, once }) =>
    once.repeatable(async () => {
      await deps.engine.wakeDelivery(TIMESTAMP_LANE);
      return { status: 202, body: { lane: TIMESTAMP_LANE } };
    }),
});

export const timestampAdminRoutes: readonly Route[] = [pending, retry];
