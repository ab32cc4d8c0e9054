import { FileStore } from '@tus/file-store';
import { EVENTS, Server, type Upload } from '@tus/server';
import type { Context } from 'koa';
import { AsyncLocalStorage } from 'node:async_hooks';
import { createReadStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import path from 'node:path';
import type { Readable } from 'node:stream';
import type { Logger } from 'pino';
import { StorageError } from '../../runtime/storage/index.ts';
import {
  forgetUpload,
  forgetUploads,
  isUnavailable,
  noteUpload,
  secretId,
  type Store,
} from '../../store/index.ts';
import type { BidReserve } from '../../runtime/space.ts';
import type { Identity } from '../caller.ts';
import type { ApiConfig } from '../config.ts';
import { bodyOf } from '../door/request-body.ts';
import { mediaTypeOf, wrongMediaType } from '../middleware/json-body.ts';
import { problem, ProblemError } from '../problem.ts';
import { collectExpired } from './collect.ts';
import { assertRoom, type Written } from './room.ts';
import { expiredUpload, KEPT_MS, TUS_VERSION, tusProblem, unknownUpload, wrongVersion } from './refusals.ts';

const CLEAN_EVERY_MS = 3_600_000;
/** How many a party may keep at a time. */
const KEPT = { count: 64, keptMs: KEPT_MS } as const;
const UPLOAD_ID = /^[0-9a-f-]{36}$/;
const CHUNK = 'application/offset+octet-stream';
/** What a POST may stand for where a proxy lets no other methods through. */
const OVERRIDES: readonly string[] = ['HEAD', 'PATCH', 'DELETE'];

/** What a party finished uploading. */
export interface FinishedUpload {
  readonly sizeBytes: number;
  /** Opens its bytes for one use; the file is closed again when that is over, however much was read and whatever it threw. */
  readonly read: <T>(use: (bytes: Readable) => Promise<T>) => Promise<T>;
}

/** Resumable uploads (https://tus.io, 1.0) for what is too large to send twice. */
export interface Uploads {
  /**
   * Serves one request of the protocol, for an upload or (null) for a new one, on behalf of a signed-in party; writes to
   * the socket itself. Throws problems.
   */
  serve(koa: Context, identity: Identity, uploadId: string | null): Promise<void>;
  /** What a client asks first: the headers that tell version, extensions and the largest upload. */
  readonly abilities: Readonly<Record<string, string>>;
  /** A finished upload of this party. Throws problems: 404 unknown, 409 `upload-incomplete`, 410 `upload-expired`. */
  take(identity: Identity, uploadId: string): Promise<FinishedUpload>;
  /** Removes what expired; gives how many files went. */
  collect(): Promise<number>;
  close(): void;
}

/** What uploads need beside their folder. */
export interface UploadDeps {
  readonly store: Store;
  readonly reserve: BidReserve;
  readonly logger: Logger;
}

/** The protocol's server, whose refusals are problems like all others. */
class TusServer extends Server {
  override write(
    _context: unknown,
    _headers: Headers,
    status: number,
    said = '',
  ): ReturnType<Server['write']> {
    // Only refusals are written here: each method's own answer is made by its handler.
    throw tusProblem({ status, said }, Number(this.options.maxSize));
  }
}

/** Opens the uploads in the data folder; what expired is removed at once, and then once an hour. */
export async function openUploads(
  config: ApiConfig,
  { store: kept, reserve, logger }: UploadDeps,
): Promise<Uploads> {
  const directory = path.join(config.dataDir, 'uploads');
  await mkdir(directory, { recursive: true });
  const store = new FileStore({ directory, expirationPeriodInMilliseconds: KEPT_MS });
  // The protocol's server knows requests, not persons or routes: whose request it is, and for what, goes beside it.
  const callers = new AsyncLocalStorage<Caller>();
  const { bidMaxBytes, documentMaxBytes, uploadBytes } = config.limits;
  const maxSize = Math.max(bidMaxBytes, documentMaxBytes);
  const server = protocolServer(store, callers, {
    maxSize,
    mayBegin: (id, partyId, sizeBytes) =>
      kept.transaction((tx) => noteUpload(tx, { id, partyId, sizeBytes }, { ...KEPT, bytes: uploadBytes })),
    givenUp: (id) => {
      forgetUpload(kept.em(), id).catch((error: unknown) => {
        logger.warn(
          { reason: String(error) },
          'an upload that was given up counts until it would have expired',
        );
      });
    },
  });
  const collect = async (): Promise<number> => {
    await forgetUploads(kept.em(), KEPT_MS);
    return collectExpired(directory, { expiresAfterMs: KEPT_MS, now: Date.now() });
  };
  const clean = (): void => {
    collect().catch((error: unknown) => {
      logger.warn({ reason: String(error) }, 'expired uploads were not removed: the next round tries again');
    });
  };
  clean();
  const cleaning = setInterval(clean, CLEAN_EVERY_MS);
  cleaning.unref();
  return {
    abilities: {
      'Tus-Resumable': TUS_VERSION,
      'Tus-Version': TUS_VERSION,
      'Tus-Extension': store.extensions.join(','),
      'Tus-Max-Size': String(server.options.maxSize),
    },
    collect,
    serve: async (koa, identity, uploadId) => {
      const { method } = koa;
      const { partyId } = identity;
      readHead(koa);
      await assertRoom({ store: kept, reserve, config }, identity, writtenBy(koa, maxSize));
      koa.req.method = methodOf(koa);
      koa.respond = false;
      koa.res.statusCode = 200;
      // The library reads the body as its own, and may give it up: it is not given the connection.
      const body = bodyOf(koa.req, koa.res);
      const request = body as unknown as IncomingMessage;
      try {
        await callers.run({ partyId, uploadId }, () => server.handle(request, koa.res));
      } catch (error) {
        // The answer to a POST has a body, whatever it stood for: its caller waits for one.
        koa.req.method = method;
        // Why the body ended is told before what the library makes of it.
        throw body.errored instanceof ProblemError ? body.errored : error;
      }
    },
    take: (identity, uploadId) => finishedUpload(store, directory, { identity, uploadId }),
    close: () => clearInterval(cleaning),
  };
}

/** What a request writes: the bytes that it brings, and those that it announces for later. */
function writtenBy(koa: Context, maxSize: number): Written {
  switch (methodOf(koa)) {
    case 'POST':
      return {
        nowBytes: Number(koa.get('Content-Length') || 0),
        newBytes: Number(koa.get('Upload-Length') || maxSize),
      };
    case 'PATCH':
      return { nowBytes: Number(koa.get('Content-Length') || maxSize), newBytes: 0 };
    default:
      return { nowBytes: 0, newBytes: 0 };
  }
}

/** Throws what `Uploads.take` does. */
async function finishedUpload(
  store: FileStore,
  directory: string,
  { identity, uploadId }: { readonly identity: Identity; readonly uploadId: string },
): Promise<FinishedUpload> {
  const upload = await knownUpload(store, uploadId);
  if (upload === null || upload.metadata?.['owner'] !== identity.partyId) {
    throw unknownUpload();
  }
  if (hasExpired(upload)) throw expiredUpload();
  if (upload.size === undefined || upload.offset !== upload.size) {
    throw problem(409, 'upload-incomplete', {
      zh: `上传未完成：已收到${upload.offset}字节，共${upload.size ?? '未知'}字节`,
      en: `the upload is not complete: ${upload.offset} of ${upload.size ?? 'unknown'} bytes`,
    });
  }
  return {
    sizeBytes: upload.size,
    read: async (use) => {
      const bytes = createReadStream(path.join(directory, uploadId));
      try {
        return await use(bytes);
      } finally {
        bytes.destroy();
      }
    },
  };
}

/** Whose request is served, and for which upload; null: a new one. */
interface Caller {
  readonly partyId: string;
  readonly uploadId: string | null;
}

interface Bounds {
  /** Bytes of one upload at the most; what tells no length is counted as that. */
  readonly maxSize: number;
  /** Whether a party may keep one more upload of so many bytes; it is noted then. */
  readonly mayBegin: (id: string, partyId: string, sizeBytes: number) => Promise<boolean>;
  readonly givenUp: (id: string) => void;
}

function protocolServer(store: FileStore, callers: AsyncLocalStorage<Caller>, bounds: Bounds): TusServer {
  const { maxSize, mayBegin, givenUp } = bounds;
  const server = new TusServer({
    path: '/v1/uploads',
    datastore: store,
    maxSize,
    relativeLocation: true,
    // Pages of other origins have nothing to do here.
    allowedOrigins: [],
    namingFunction: () => secretId(),
    // As the route read it: the library takes the end of the whole address, the query with it.
    getFileIdFromRequest: () => callerIn(callers).uploadId ?? undefined,
    onUploadCreate: async (_request, upload) => {
      const owner = callerIn(callers).partyId;
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- this is how the library takes a refusal
      if (!(await mayBegin(upload.id, owner, upload.size ?? maxSize))) throw { status_code: 429, body: '' };
      return { metadata: { ...upload.metadata, owner } };
    },
    onResponseError: (_request, error) => {
      // A refusal says its status, of too many bytes amid a stream as an Error, too; any other is a fault, of the disk where the system says so.
      if (!(error instanceof Error) || 'status_code' in error) return undefined;
      // The database says of itself what it is.
      if (isUnavailable(error)) throw error;
      const { message } = error;
      throw 'syscall' in error
        ? new StorageError(`the folder of uploads fails: ${message}`, { cause: error, refuses: false })
        : error;
    },
    onIncomingRequest: async (request, uploadId) => {
      if (request.method === 'POST' || request.method === 'OPTIONS') return;
      const upload = await store.getUpload(uploadId);
      // Somebody else's upload is as unknown as one that never was.
      if (upload.metadata?.['owner'] !== callerIn(callers).partyId) {
        // eslint-disable-next-line @typescript-eslint/only-throw-error -- this is how the library takes a refusal
        throw { status_code: 404, body: 'no such upload\n' };
      }
    },
  });
  server.on(EVENTS.POST_TERMINATE, (_request, _response, id) => givenUp(id));
  return server;
}

/** What the protocol asks of a head, and its library does not: throws the problems 405, 412 and 415. */
function readHead(koa: Context): void {
  const override = koa.get('X-HTTP-Method-Override').toUpperCase();
  if (override !== '' || (koa.method === 'POST' && koa.path !== '/v1/uploads')) {
    if (koa.method !== 'POST' || !OVERRIDES.includes(override)) throw wrongMethod();
  }
  if (koa.get('Tus-Resumable') !== TUS_VERSION) throw wrongVersion();
  if (methodOf(koa) === 'PATCH' && mediaTypeOf(koa) !== CHUNK) throw wrongMediaType([CHUNK]);
}

/** The method that a request stands for. */
const methodOf = (koa: Context): string => koa.get('X-HTTP-Method-Override').toUpperCase() || koa.method;

function wrongMethod(): ProblemError {
  const accepted = `POST, X-HTTP-Method-Override: ${OVERRIDES.join(' | ')}`;
  return problem(405, 'method-not-allowed', {
    zh: '此地址不接受该方法',
    en: 'this address does not take that method',
    accepted: { zh: accepted, en: accepted },
    headers: { Allow: 'HEAD, PATCH, DELETE, POST, OPTIONS' },
  });
}

/** Whose request is being served. Throws an Error outside of one: nobody may own an upload. */
function callerIn(callers: AsyncLocalStorage<Caller>): Caller {
  const caller = callers.getStore();
  if (caller === undefined) throw new Error('an upload request lost its caller');
  return caller;
}

/** Whether an upload is over, whether or not it has been collected; one that does not say when it began is. */
function hasExpired({ creation_date: begun = '' }: Upload): boolean {
  return !(Date.now() < Date.parse(begun) + KEPT_MS);
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
