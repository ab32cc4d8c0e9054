import { PassThrough } from 'node:stream';
import { z } from 'zod';
import { readRecord, waitForEntries } from '../../store/index.ts';
import type { Deps } from '../deps.ts';
import { route, type Route } from '../route.ts';
import { idSchema } from '../schema.ts';

const MAX_WAIT_SECONDS = 30;
const HEARTBEAT_MS = 15_000;
const BATCH = 200;

const entrySchema = z.looseObject({ index: z.number(), id: idSchema, tenderId: idSchema.nullable(), event: z.string(), at: z.string(), leafHash: z.string() });

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
      tenderId: idSchema.optional(),
    }),
  },
  responses: { 200: { description: '记录', schema: z.object({ entries: z.array(entrySchema), next: z.number() }) } },
  handler: async ({ query, deps, koa }) => {
    const { from, limit, tenderId } = query;
    if (query.waitSeconds > 0) {
      const gone = new AbortController();
      koa.res.once('close', () => gone.abort());
      deps.metrics.feedReaders.inc();
      try {
        await waitForEntries(() => deps.store.em(), { from, tenderId }, query.waitSeconds * 1000, gone.signal);
      } finally {
        deps.metrics.feedReaders.dec();
      }
    }
    const entries = await readRecord(deps.store.em(), { from, limit, tenderId });
    const last = entries.at(-1);
    return { status: 200, body: { entries, next: last === undefined ? from : last.index + 1 } };
  },
});

const stream = route({
  method: 'get',
  path: '/v1/record/stream',
  operationId: 'streamRecord',
  tags: ['public'],
  summary: '实时业务记录 · The record as server-sent events; resumes after Last-Event-ID',
  access: 'public',
  request: { query: z.strictObject({ from: z.coerce.number().int().min(0).optional(), tenderId: idSchema.optional() }) },
  responses: { 200: { description: '事件流', mediaType: 'text/event-stream' } },
  handler: ({ query, deps, koa }) => {
    const lastId = /^\d{1,15}$/.exec(koa.get('Last-Event-ID'))?.[0];
    const from = lastId === undefined ? (query.from ?? 0) : Number(lastId) + 1;
    const events = new PassThrough();
    const gone = new AbortController();
    koa.res.once('close', () => gone.abort());
    void push(deps, events, { from, tenderId: query.tenderId }, gone.signal);
    return Promise.resolve({ status: 200, body: events, headers: { 'Content-Type': 'text/event-stream', 'X-Accel-Buffering': 'no' } });
  },
});

/** Writes entries as they come, and a comment now and then so that proxies keep the connection. */
async function push(
  deps: Deps,
  events: PassThrough,
  query: { from: number; tenderId: string | undefined },
  signal: AbortSignal,
): Promise<void> {
  deps.metrics.feedReaders.inc();
  let { from } = query;
  try {
    events.write('retry: 2000\n\n');
    while (!signal.aborted) {
      const found = await waitForEntries(() => deps.store.em(), { from, tenderId: query.tenderId }, HEARTBEAT_MS, signal);
      if (signal.aborted) break;
      if (!found) events.write(': still here\n\n');
      for (const entry of await readRecord(deps.store.em(), { from, limit: BATCH, tenderId: query.tenderId })) {
        events.write(`id: ${entry.index}\nevent: ${entry.event}\ndata: ${JSON.stringify(entry)}\n\n`);
        from = entry.index + 1;
      }
    }
  } catch (error) {
    // The reader comes back with Last-Event-ID; nothing is lost by ending the stream here.
    deps.logger.warn({ reason: error instanceof Error ? error.message : String(error) }, 'a record stream ended');
  } finally {
    deps.metrics.feedReaders.dec();
    events.end();
  }
}

export const recordRoutes: readonly Route[] = [feed, stream];
