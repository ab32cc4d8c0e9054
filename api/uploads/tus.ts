import type { IncomingMessage } from 'node:http';
import { AsyncLocalStorage } from 'node:async_hooks';
import { createReadStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { FileStore } from '@tus/file-store';
import { Server, type Upload } from '@tus/server';
import type { Context } from 'koa';
import type { Logger } from 'pino';
import { secretId } from '../../store/index.ts';
import type { ApiConfig, Identity } from '../deps.ts';
import { bodyOf } from '../door/request-body.ts';
import { problem } from '../problem.ts';

/** Unfinished uploads are kept so long (ms). */
const EXPIRES_AFTER_MS = 7 * 24 * 3_600_000;
const CLEAN_EVERY_MS = 3_600_000;
const UPLOAD_ID = /^[0-9a-f-]{36}$/;

/** Resumable uploads (https://tus.io, 1.0) for what is too large to send twice. */
export interface Uploads {
  /** Serves one request of the protocol on behalf of a signed-in party; writes to the socket itself. */
  serve(koa: Context, identity: Identity): Promise<void>;
  /** The bytes of a finished upload of this party. Throws problems: 404 unknown, 409 `upload-incomplete`. */
  take(identity: Identity, uploadId: string): Promise<{ stream: Readable; sizeBytes: number }>;
  close(): void;
}

/** Opens the uploads in the data folder; what expired is removed once an hour. */
export async function openUploads(config: ApiConfig, logger: Logger): Promise<Uploads> {
  const directory = path.join(config.dataDir, 'uploads');
  await mkdir(directory, { recursive: true });
  const store = new FileStore({ directory, expirationPeriodInMilliseconds: EXPIRES_AFTER_MS });
  // The protocol's server knows requests, not persons: whose request it is goes beside it.
  const callers = new AsyncLocalStorage<string>();
  const server = new Server({
    path: '/v1/uploads',
    datastore: store,
    maxSize: Math.max(config.limits.bidMaxBytes, config.limits.documentMaxBytes),
    relativeLocation: true,
    namingFunction: () => secretId(),
    onUploadCreate: (_request, upload) =>
      Promise.resolve({ metadata: { ...upload.metadata, owner: partyIn(callers) } }),
    onIncomingRequest: async (request, uploadId) => {
      if (request.method === 'POST' || request.method === 'OPTIONS') return;
      const upload = await store.getUpload(uploadId);
      // Somebody else's upload is as unknown as one that never was.
      if (upload.metadata?.['owner'] !== partyIn(callers)) {
        // eslint-disable-next-line @typescript-eslint/only-throw-error -- this is how the library takes a refusal
        throw { status_code: 404, body: 'no such upload\n' };
      }
    },
  });
  const cleaning = setInterval(() => {
    server.cleanUpExpiredUploads().catch((error: unknown) => {
      logger.warn({ reason: String(error) }, 'expired uploads were not removed: the next round tries again');
    });
  }, CLEAN_EVERY_MS);
  cleaning.unref();
  return {
    serve: async (koa, identity) => {
      koa.respond = false;
      koa.res.statusCode = 200;
      // The library reads the body as its own, and may give it up: it is not given the connection.
      const request = bodyOf(koa.req, koa.res) as unknown as IncomingMessage;
      await callers.run(identity.partyId, () => server.handle(request, koa.res));
    },
    take: async (identity, uploadId) => {
      const upload = await knownUpload(store, uploadId);
      if (upload === null || upload.metadata?.['owner'] !== identity.partyId) {
        throw problem(404, 'unknown-upload', { zh: '没有此上传', en: 'there is no such upload' });
      }
      if (upload.size === undefined || upload.offset !== upload.size) {
        throw problem(409, 'upload-incomplete', {
          zh: `上传未完成：已收到${upload.offset}字节，共${upload.size ?? '未知'}字节`,
          en: `the upload is not complete: ${upload.offset} of ${upload.size ?? 'unknown'} bytes`,
        });
      }
      return { stream: createReadStream(path.join(directory, uploadId)), sizeBytes: upload.size };
    },
    close: () => clearInterval(cleaning),
  };
}

/** The party whose request is being served. Throws an Error outside of one: nobody may own an upload. */
function partyIn(callers: AsyncLocalStorage<string>): string {
  const partyId = callers.getStore();
  if (partyId === undefined) throw new Error('an upload request lost its caller');
  return partyId;
}

/** The upload as it stands, or null when there is none (any more). */
async function knownUpload(store: FileStore, uploadId: string): Promise<Upload | null> {
  if (!UPLOAD_ID.test(uploadId)) return null;
  try {
    return await store.getUpload(uploadId);
  } catch (error) {
    // The protocol's own errors are plain objects with a status; anything else is a fault of the disk.
    if (typeof error === 'object' && error !== null && 'status_code' in error) return null;
    throw error;
  }
}
