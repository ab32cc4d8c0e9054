import { z } from 'zod';
import type { RecordEntry } from '../../domain/record/entry.ts';
import { LOG_NAMES } from '../../domain/record/log-name.ts';
import { entriesInScope } from '../../store/index.ts';
import { scopeOf } from '../access/scope.ts';
import { isActing } from '../deps.ts';
import { streamEntries } from '../record/stream.ts';
import { LAST_EVENT_ID } from '../request-headers.ts';
import { route, type Route } from '../route.ts';

const AT_ONCE = 200;

const stream = route({
  method: 'get',
  path: '/v1/supervision/stream',
  operationId: 'streamSupervised',
  tags: ['supervision'],
  summary:
    '监督范围内的实时记录 · The record of the tenders in scope as server-sent events; resumes after Last-Event-ID',
  access: ['supervisor'],
  request: {
    query: z.strictObject({
      from: z.coerce.number().int().min(0).optional(),
      log: z.enum(LOG_NAMES).default('record'),
    }),
    headers: [LAST_EVENT_ID],
  },
  responses: { 200: { description: '事件流', mediaType: 'text/event-stream' } },
  handler: ({ query, deps, koa, address, identity }) => {
    const read = async (from: number): Promise<RecordEntry[]> => {
      // A stream outlives the token it was begun with: whoever signed out or lost the right gets nothing more.
      const still = await deps.authenticator.again(identity);
      if (!isActing(still) || still.role !== 'supervisor') throw new Error('the reader may not read on');
      const scope = await scopeOf(deps.store.em(), still);
      const found = await entriesInScope(deps.store.em(), query.log, { ...scope, from, limit: AT_ONCE });
      return found.map(({ canonical, leafHash }) => ({
        ...(JSON.parse(canonical) as Omit<RecordEntry, 'leafHash'>),
        leafHash,
      }));
    };
    return Promise.resolve(
      streamEntries({ deps, koa, address }, query.from, { log: query.log, tenderId: undefined, read }),
    );
  },
});

export const streamRoutes: readonly Route[] = [stream];
