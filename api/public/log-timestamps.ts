import { z } from 'zod';
import { grantingReply, REPLY_TYPE } from '../../runtime/timestamps/index.ts';
import { LOG_PATHS, type LogName } from '../../domain/record/log-name.ts';
import { CHECKPOINT_KINDS, checkpointTimestamps, timestampOf } from '../../store/index.ts';
import { problem } from '../problem.ts';
import { route, type Route } from '../route.ts';
import { openRoute, operationIdOf } from './log-route.ts';
import { shown, shownInstantSchema } from '../schema.ts';

/** The time-stamps (RFC 3161) of the log's checkpoints, as everybody may read them. */

const SIZE = z.coerce.number().int().min(0);
const MOST = 1_000;

const stamped = (log: LogName): Route =>
  route({
    ...openRoute(log),
    path: `${LOG_PATHS[log]}/timestamps`,
    operationId: operationIdOf(log, 'logTimestamps'),
    summary:
      '检查点时间戳目录 · Which checkpoints are stamped (RFC 3161), from a size on, the smallest first',
    description:
      'The newest checkpoint every some minutes, and each that is the first to cover a closing of bids. `genTime` is null while the token is awaited.',
    request: {
      query: z.strictObject({
        from: SIZE.default(0),
        limit: z.coerce.number().int().min(1).max(MOST).default(MOST),
      }),
    },
    refuses: [404, 409],
    responses: {
      200: {
        description: '时间戳目录',
        schema: z.strictObject({
          timestamps: z.array(
            z.strictObject({
              size: z.int(),
              queuedAt: shownInstantSchema,
              genTime: shownInstantSchema.nullable(),
            }),
          ),
          next: z.int().nullable(),
        }),
        example: { timestamps: [], next: null },
      },
    },
    handler: async ({ query: { from, limit }, deps }) => {
      const found = await checkpointTimestamps(deps.store.em(), log, { fromSize: from, limit });
      const timestamps = found.map(({ size, queuedAt, genTimeAt }) => ({
        size,
        queuedAt: shown(queuedAt),
        genTime: shown(genTimeAt),
      }));
      const next = found.length === limit ? (found.at(-1)?.size ?? 0) + 1 : null;
      return { status: 200, body: { timestamps, next } };
    },
  });

const token = (log: LogName): Route =>
  route({
    ...openRoute(log),
    path: `${LOG_PATHS[log]}/checkpoints/:size/timestamp`,
    operationId: operationIdOf(log, 'logCheckpointTimestamp'),
    summary: '检查点时间戳 · The time-stamp of a checkpoint (RFC 3161)',
    description:
      'A TimeStampResp over the SHA-256 of the text of the checkpoint: its lines before the empty one, each with its end. Check it with `openssl ts -verify -data checkpoint.txt -in checkpoint.tsr -CAfile roots.pem`; the roots are at `/v1/timestamp-roots`.',
    request: { params: z.strictObject({ size: SIZE }) },
    refuses: [409],
    responses: { 200: { description: '时间戳', mediaType: REPLY_TYPE } },
    handler: async ({ params: { size }, deps }) => {
      const stamp = await timestampOf(deps.store.em(), CHECKPOINT_KINDS[log], String(size));
      if (stamp === null)
        throw problem(404, 'not-stamped', {
          zh: '该检查点不加盖时间戳',
          en: 'this checkpoint is not one that is stamped',
          accepted: {
            zh: `${LOG_PATHS[log]}/timestamps 所列的检查点`,
            en: `those that ${LOG_PATHS[log]}/timestamps lists`,
          },
        });
      if (stamp.token === null)
        throw problem(409, 'timestamp-pending', {
          zh: '时间戳尚未取得',
          en: 'the time-stamp is not there yet',
          accepted: { zh: '稍后再取', en: 'ask again later' },
          headers: { 'Retry-After': '5' },
        });
      return {
        status: 200,
        body: grantingReply(stamp.token),
        headers: {
          'Content-Type': REPLY_TYPE,
          'Content-Disposition': `attachment; filename="checkpoint-${size}.tsr"`,
          'Cache-Control': 'public, max-age=31536000, immutable',
        },
      };
    },
  });

export const logTimestampRoutes = (log: LogName): readonly Route[] => [stamped(log), token(log)];
