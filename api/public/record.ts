import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import type { Context } from 'koa';
import { z } from 'zod';
import type { RecordEntry } from '../../domain/record/entry.ts';
import { LOG_NAMES, logNameOf, type LogName } from '../../domain/record/log-name.ts';
import { isRehearsal, readRecord } from '../../store/index.ts';
import type { Deps } from '../deps.ts';
import { exampleCitation } from '../example-law.ts';
import { LAST_EVENT_ID } from '../request-headers.ts';
import { route, type Route } from '../route.ts';
import { idSchema } from '../schema.ts';
import { entrySchema, shownEntry } from '../shown/record.ts';

const MAX_WAIT_SECONDS = 30;
/** How often a quiet stream says that it is there, so that proxies keep the connection. */
export const HEARTBEAT_MS = 15_000;
const BATCH = 200;

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

/** What server-sent events go out with. */
export const SSE_HEADERS = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'X-Accel-Buffering': 'no',
};

interface Reading {
  readonly log: LogName;
  readonly from: number;
  readonly limit: number;
  readonly tenderId: string | undefined;
  /** Reads from an index on where not the whole record, or a tender's, is read. */
  readonly read?: (from: number) => Promise<RecordEntry[]>;
}

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

/** An answer of server-sent events. */
export interface EventStream {
  readonly status: 200;
  readonly body: PassThrough;
  readonly headers: typeof SSE_HEADERS;
}

/** Answers with server-sent events from an index on, or after the Last-Event-ID of a reader that comes back. */
export function streamEntries(
  { deps, koa, address }: { deps: Deps; koa: Context; address: string },
  from: number | undefined,
  what: Pick<Reading, 'log' | 'tenderId' | 'read'>,
): EventStream {
  const lastId = /^\d{1,15}$/.exec(koa.get('Last-Event-ID'))?.[0];
  const first = lastId === undefined ? (from ?? 0) : Number(lastId) + 1;
  const leave = deps.logs[what.log].watch.enter(address);
  const events = new PassThrough();
  void push(deps, events, { ...what, from: first, limit: BATCH }, goneSignal(koa)).finally(leave);
  return { status: 200, body: events, headers: SSE_HEADERS };
}

function nextAfter(entries: readonly RecordEntry[], from: number): number {
  const last = entries.at(-1);
  return last === undefined ? from : last.index + 1;
}

/** Aborted when the reader is gone. */
export function goneSignal(koa: Context): AbortSignal {
  const gone = new AbortController();
  if (koa.res.destroyed) gone.abort();
  koa.res.once('close', () => gone.abort());
  return gone.signal;
}

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

/** The next entries, or none when there were none until the time was up. */
async function nextEntries(
  deps: Deps,
  reading: Reading,
  waitMs: number,
  signal: AbortSignal,
): Promise<RecordEntry[]> {
  const endsAt = performance.now() + waitMs;
  let { from } = reading;
  for (;;) {
    const head = await deps.logs[reading.log].watch.headBeyond(
      from,
      Math.max(0, endsAt - performance.now()),
      signal,
    );
    if (head === null) return [];
    const entries = await (reading.read?.(from) ??
      readRecord(deps.store.em(), reading.log, { ...reading, from }));
    if (entries.length > 0) return entries;
    // Up to the head that was known before the reading, the record holds nothing of this tender.
    from = head;
  }
}

/** Writes entries as they come, and a comment now and then so that proxies keep the connection. */
async function push(deps: Deps, events: PassThrough, reading: Reading, signal: AbortSignal): Promise<void> {
  deps.metrics.feedReaders.inc();
  let { from } = reading;
  try {
    await writeEvent(events, 'retry: 2000\n\n', signal);
    while (!signal.aborted) {
      const entries = await nextEntries(deps, { ...reading, from }, HEARTBEAT_MS, signal);
      if (entries.length === 0) await writeEvent(events, ': still here\n\n', signal);
      for (const entry of entries) {
        await writeEvent(
          events,
          `id: ${entry.index}\nevent: ${entry.event}\ndata: ${JSON.stringify(entry)}\n\n`,
          signal,
        );
      }
      from = nextAfter(entries, from);
    }
  } catch (error) {
    // The reader comes back with Last-Event-ID; nothing is lost by ending the stream here.
    if (!signal.aborted) deps.logger.warn({ err: error }, 'a record stream ended');
  } finally {
    deps.metrics.feedReaders.dec();
    events.end();
  }
}

/** Writes, and waits while the reader is slower than the record: what waits for it must not pile up in memory. */
export async function writeEvent(events: PassThrough, text: string, signal: AbortSignal): Promise<void> {
  if (signal.aborted || events.write(text)) return;
  await once(events, 'drain', { signal });
}

export const recordRoutes: readonly Route[] = [feed, stream];
