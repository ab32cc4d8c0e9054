import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { z } from 'zod';
import { LOG_NAMES, LOG_PATHS, type LogName } from '../../domain/record/log-name.ts';
import { parseTilePath } from '../../domain/record/log/index.ts';
import { publishedNote } from '../../store/index.ts';
import type { TextOf } from '../answer.ts';
import { problem, type ProblemError } from '../problem.ts';
import { notThere, provenEntry } from '../record/proven-entry.ts';
import { route, type Route } from '../route.ts';
import { idSchema, sha256Schema, shown, shownInstantSchema } from '../schema.ts';
import { detachedSchema } from '../shown/record.ts';
import { openRoute, operationIdOf } from './log-route.ts';
import { logTimestampRoutes } from './log-timestamps.ts';

/** The record as a C2SP tiled log, and what was rehearsed as another: the prefixes are `LOG_PATHS`. */

const compressed = promisify(gzip);

const SIZE = z.coerce.number().int().min(0);

const CHECKPOINTS = 1_000;

const TEXT = 'text/plain; charset=utf-8';

const BYTES = 'application/octet-stream';

/** What can never change is kept by whoever reads it; the checkpoint grows old in seconds. */
const FOR_EVER = 'public, max-age=31536000, immutable';

const FOR_SECONDS = 'public, max-age=1';

const text = (body: string, cache: string) => ({
  status: 200 as const,
  body,
  headers: { 'Content-Type': TEXT, 'Cache-Control': cache },
});

const noCheckpoint = (): ProblemError =>
  problem(503, 'no-checkpoint', {
    zh: '尚无已发布的检查点',
    en: 'no checkpoint is published yet',
    accepted: { zh: '数秒后重试', en: 'try again in some seconds' },
    headers: { 'Retry-After': '2' },
  });

const checkpoint = (log: LogName): Route =>
  route({
    ...openRoute(log),
    path: `${LOG_PATHS[log]}/checkpoint`,
    operationId: operationIdOf(log, 'logCheckpoint'),
    summary:
      '检查点 · The newest signed checkpoint with the cosignatures of witnesses (C2SP tlog-checkpoint)',
    refuses: [404, 409],
    responses: { 200: { description: '检查点', mediaType: 'text/plain' } },
    handler: async ({ deps }) => {
      const newest = await deps.logs[log].provable.checkpoint();
      if (newest === null) throw noCheckpoint();
      return text(publishedNote(newest), FOR_SECONDS);
    },
  });

const tile = (log: LogName): Route =>
  route({
    ...openRoute(log),
    path: `${LOG_PATHS[log]}/tile/*tile`,
    operationId: operationIdOf(log, 'logTile'),
    summary: '散列与条目分块 · Tiles of hashes and bundles of entries (C2SP tlog-tiles)',
    description: '`<level>/<index>` or `entries/<index>`, with `.p/<width>` for partial ones.',
    request: { params: z.strictObject({ tile: z.string().max(60) }) },
    refuses: [409],
    responses: { 200: { description: '分块', mediaType: BYTES } },
    handler: async ({ params, deps, koa }) => {
      const asked = parseTilePath(`tile/${params.tile}`);
      const { tiles } = deps.logs[log].provable;
      const bytes =
        asked === null
          ? null
          : asked.level === 'entries'
            ? await tiles.bundle({ ...asked, level: 'entries' })
            : await tiles.tile({ ...asked, level: asked.level });
      if (asked === null || bytes === null) throw notThere('记录中没有此分块', 'the log has no such tile');
      const zipped = asked.level === 'entries' && koa.acceptsEncodings('gzip', 'identity') === 'gzip';
      return {
        status: 200,
        body: zipped ? await compressed(bytes) : Buffer.from(bytes),
        headers: {
          'Content-Type': BYTES,
          'Cache-Control': FOR_EVER,
          Vary: 'Accept-Encoding',
          ...(zipped ? { 'Content-Encoding': 'gzip' } : {}),
        },
      };
    },
  });

const data = (log: LogName): Route =>
  route({
    ...openRoute(log),
    path: `${LOG_PATHS[log]}/data/:sha256`,
    operationId: operationIdOf(log, 'logData'),
    summary: '条目所附数据 · Data and documents of an entry too large for a bundle, by their SHA-256',
    request: { params: z.strictObject({ sha256: sha256Schema }) },
    responses: { 200: { description: '数据', schema: detachedSchema, written: true } },
    handler: async ({ params, deps }) => {
      const found = await deps.logs[log].provable.tiles.detached(params.sha256);
      if (found === null) throw notThere('记录中没有此数据', 'the log has no such data');
      return {
        status: 200,
        body: found as TextOf<typeof detachedSchema>,
        headers: { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': FOR_EVER },
      };
    },
  });

const keySchema = z.strictObject({
  vkey: z.string(),
  fromSize: z.int(),
  untilSize: z.int().nullable(),
  registeredAt: shownInstantSchema,
});

const keys = (log: LogName): Route =>
  route({
    ...openRoute(log),
    path: `${LOG_PATHS[log]}/keys`,
    operationId: operationIdOf(log, 'logKeys'),
    summary:
      '检查点公钥 · All verifier keys the log ever had (C2SP signed-note), with the checkpoints they signed',
    refuses: [404],
    responses: {
      200: {
        description: '公钥',
        schema: z.strictObject({ keys: z.array(keySchema) }),
        example: {
          keys: [
            {
              vkey: 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k',
              fromSize: 0,
              untilSize: null,
              registeredAt: '2026-09-10T09:00:00.000+08:00',
            },
          ],
        },
      },
    },
    handler: async ({ deps }) => {
      const found = (await deps.logs[log].provable.keys()).map(
        ({ vkey, fromSize, untilSize, registeredAt }) => ({
          vkey,
          fromSize,
          untilSize,
          registeredAt: shown(registeredAt),
        }),
      );
      return { status: 200, body: { keys: found }, headers: { 'Cache-Control': 'public, max-age=60' } };
    },
  });

const policy = (log: LogName): Route =>
  route({
    ...openRoute(log),
    path: `${LOG_PATHS[log]}/policy`,
    operationId: operationIdOf(log, 'logPolicy'),
    summary: '信任策略 · Keys in use, witnesses and their quorum (C2SP tlog-policy)',
    refuses: [404, 409],
    responses: { 200: { description: '策略', mediaType: 'text/plain' } },
    handler: async ({ deps }) => text(await deps.logs[log].provable.policy(), 'public, max-age=60'),
  });

const checkpoints = (log: LogName): Route =>
  route({
    ...openRoute(log),
    path: `${LOG_PATHS[log]}/checkpoints`,
    operationId: operationIdOf(log, 'logCheckpoints'),
    summary: '历史检查点 · Published checkpoints from a size on, the smallest first',
    request: {
      query: z.strictObject({
        from: SIZE.default(0),
        limit: z.coerce.number().int().min(1).max(CHECKPOINTS).default(CHECKPOINTS),
      }),
    },
    refuses: [404, 409],
    responses: {
      200: {
        description: '检查点',
        schema: z.strictObject({ checkpoints: z.array(z.string()), next: z.int().nullable() }),
        example: { checkpoints: [], next: null },
      },
    },
    handler: async ({ query: { from, limit }, deps }) => {
      const found = await deps.logs[log].provable.checkpoints(from, limit);
      const next = found.length === limit ? (found.at(-1)?.size ?? 0) + 1 : null;
      return { status: 200, body: { checkpoints: found.map(publishedNote), next } };
    },
  });

const proof = (log: LogName): Route =>
  route({
    ...openRoute(log),
    path: `${LOG_PATHS[log]}/proof/:id`,
    operationId: operationIdOf(log, 'logProof'),
    summary: '条目证明 · Proof that an entry is in the log, verifiable offline (C2SP tlog-proof)',
    request: { params: z.strictObject({ id: idSchema }) },
    refuses: [409],
    responses: { 200: { description: '证明', mediaType: 'text/plain' } },
    handler: async ({ params, deps }) => text((await provenEntry(deps, log, params.id)).proof, FOR_SECONDS),
  });

const consistency = (log: LogName): Route =>
  route({
    ...openRoute(log),
    path: `${LOG_PATHS[log]}/consistency/:from`,
    operationId: operationIdOf(log, 'logConsistency'),
    summary: '一致性证明 · Consistency of an earlier size with the newest checkpoint (RFC 6962 2.1.2)',
    description: 'In the form in which a witness is asked (C2SP tlog-witness, add-checkpoint).',
    request: { params: z.strictObject({ from: SIZE }) },
    refuses: [409],
    responses: { 200: { description: '证明', mediaType: 'text/plain' } },
    handler: async ({ params, deps }) => {
      const found = await deps.logs[log].provable.consistency(params.from);
      if (found === null) throw notThere('记录没有这么多条目', 'the log is not that long');
      return text(found, FOR_SECONDS);
    },
  });

const routesOfLog = (log: LogName): readonly Route[] => [
  checkpoint(log),
  tile(log),
  data(log),
  keys(log),
  policy(log),
  checkpoints(log),
  proof(log),
  consistency(log),
  ...logTimestampRoutes(log),
];

export const logRoutes: readonly Route[] = LOG_NAMES.flatMap(routesOfLog);
