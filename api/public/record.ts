import type { Context } from 'koa';
import { z } from 'zod';
import type { RecordEntry } from '../../domain/record/entry.ts';
import { LOG_NAMES, logNameOf, type LogName } from '../../domain/record/log-name.ts';
import { isRehearsal, readRecord } from '../../store/index.ts';
import type { Deps } from '../deps.ts';
import { exampleCitation } from '../example-law.ts';
import { BATCH, goneSignal, nextAfter, nextEntries, streamEntries, type Reading } from '../record/stream.ts';
import { LAST_EVENT_ID } from '../request-headers.ts';
import { route, type Route } from '../route.ts';
import { idSchema } from '../schema.ts';
import { entrySchema, shownEntry } from '../shown/record.ts';

const MAX_WAIT_SECONDS = 30;

const HASH = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

const example = {
  index: 41,
  id: '01980c1e-7c2b-7d3a-9a53-2f1f3c0f7a11',
  tenderId: '01980c1e-7c2b-7d3a-9a53-2f1f3c0f7a12',
  event: 'bidsClosed',
  at: '2026-09-30T09:00:00.000+08:00',
  recordedAt: '2026-09-30T09:00:00.012+08:00',
  rehearsal: false,
  role: 'system',
  party: null,
  ...exampleCitation('ZTB-301'),
  documents: [],
  data: { bidCount: 3, bidderCount: 3 },
  commitment: HASH,
  leafHash: HASH,
};

const WHICH_LOG = {
  log: z.enum(LOG_NAMES).optional().meta({
    description:
      '默认：项目所在的记录，否则为正式记录 · The log to read; by default the tender’s, else the record',
  }),
  tenderId: idSchema.optional(),
};

/** The log that is asked for: by its name, or the one that the tender is in. */
async function askedLog(deps: Deps, query: { log?: LogName; tenderId?: string }): Promise<LogName> {
  if (query.log !== undefined || query.tenderId === undefined) return query.log ?? 'record';
  return logNameOf((await isRehearsal(deps.store.em(), query.tenderId)) ?? false);
}

const feed = route({
  method: 'get',
  path: '/v1/record',
  operationId: 'readRecord',
  tags: ['public'],
  summary: '业务记录 · The record by index: nothing is skipped, whenever it was committed',
  description: '`next` is the index to read from next. With `waitSeconds` the answer waits for an entry.',
  access: 'public',
  request: {
    query: z.strictObject({
      from: z.coerce.number().int().min(0).default(0),
      limit: z.coerce.number().int().min(1).max(BATCH).default(100),
      waitSeconds: z.coerce.number().int().min(0).max(MAX_WAIT_SECONDS).default(0),
      ...WHICH_LOG,
    }),
  },
  responses: {
    200: {
      description: '记录',
      schema: z.strictObject({ log: z.enum(LOG_NAMES), entries: z.array(entrySchema), next: z.int() }),
      example: { log: 'record', entries: [example], next: 42 },
    },
  },
  handler: async ({ query, deps, koa, address }) => {
    const { from, limit, tenderId, waitSeconds } = query;
    const log = await askedLog(deps, query);
    const reading = { log, from, limit, tenderId };
    const entries =
      waitSeconds === 0
        ? await readRecord(deps.store.em(), log, reading)
        : await awaitedEntries(deps, reading, waitSeconds * 1_000, { koa, address });
    return { status: 200, body: { log, entries: entries.map(shownEntry), next: nextAfter(entries, from) } };
  },
});

const stream = route({
  method: 'get',
  path: '/v1/record/stream',
  operationId: 'streamRecord',
  tags: ['public'],
  summary: '实时业务记录 · The record as server-sent events; resumes after Last-Event-ID',
  access: 'public',
  request: {
    query: z.strictObject({ from: z.coerce.number().int().min(0).optional(), ...WHICH_LOG }),
    headers: [LAST_EVENT_ID],
  },
  responses: { 200: { description: '事件流', mediaType: 'text/event-stream' } },
  handler: async ({ query, deps, koa, address }) => {
    const { from, tenderId } = query;
    return streamEntries({ deps, koa, address }, from, { log: await askedLog(deps, query), tenderId });
  },
});

async function awaitedEntries(
  deps: Deps,
  reading: Reading,
  waitMs: number,
  { koa, address }: { koa: Context; address: string },
): Promise<RecordEntry[]> {
  const leave = deps.logs[reading.log].watch.enter(address);
  deps.metrics.feedReaders.inc();
  try {
    return await nextEntries(deps, reading, waitMs, goneSignal(koa));
  } finally {
    deps.metrics.feedReaders.dec();
    leave();
  }
}

export const recordRoutes: readonly Route[] = [feed, stream];
