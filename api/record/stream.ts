import type { Context } from 'koa';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import type { RecordEntry } from '../../domain/record/entry.ts';
import type { LogName } from '../../domain/record/log-name.ts';
import { readRecord } from '../../store/index.ts';
import type { Deps } from '../deps.ts';

/** How often a quiet stream says that it is there, so that proxies keep the connection. */
export const HEARTBEAT_MS = 15_000;

/** What server-sent events go out with. */
export const SSE_HEADERS = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'X-Accel-Buffering': 'no',
};

/** How many entries are read at a time. */
export const BATCH = 200;

export interface Reading {
  readonly log: LogName;
  readonly from: number;
  readonly limit: number;
  readonly tenderId: string | undefined;
  /** Reads from an index on where not the whole record, or a tender's, is read. */
  readonly read?: (from: number) => Promise<RecordEntry[]>;
}

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

export function nextAfter(entries: readonly RecordEntry[], from: number): number {
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

/** The next entries, or none when there were none until the time was up. */
export async function nextEntries(
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
