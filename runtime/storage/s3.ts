import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  AbortMultipartUploadCommand,
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  paginateListObjectsV2,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import {
  ABANDONED_AFTER_MS,
  assertSha256,
  NoSuchBlobError,
  StorageError,
  type BlobStore,
  type ByteSource,
  type Expected,
} from './blob-store.ts';
import { HashingStream } from './hashing.ts';

/** Parts of one upload under way, 5 MiB of memory each. */
const PARTS_AT_ONCE = 2;
const CONNECTED_WITHIN_MS = 5_000;
/** Until an answer begins, counted from the beginning of a request of one part at most. The client asks three times. */
const ANSWERS_WITHIN_MS = 30_000;
/** A store may copy every byte before it answers. */
const COPIES_WITHIN_MS = 300_000;
const INCOMING = 'incoming/';

export interface S3Options {
  readonly endpoint: string | undefined;
  readonly region: string;
  readonly bucket: string;
  readonly accessKeyId: string | undefined;
  readonly secretAccessKey: string | undefined;
  readonly forcePathStyle: boolean;
}

interface Bucket {
  readonly client: S3Client;
  readonly name: string;
  readonly now: () => number;
}

/**
 * A blob store in an S3 bucket, which must exist: the hash of a stream is known at its end, so bytes go to
 * `incoming/` in parts and are copied to `sha256/<hash>` by the store itself. What killed processes leave
 * under `incoming/` is cleared away a day later, after the first bytes that a process keeps.
 */
export function s3Store(options: S3Options, now: () => number = Date.now): BlobStore {
  const bucket = { client: clientOf(options), name: options.bucket, now };
  const { client, name } = bucket;
  let cleared: Promise<void> | null = null;
  return {
    put: async (source, expected) => {
      const stored = await put(bucket, source, expected);
      // The right to list or to give up uploads may be missing; then a lifecycle rule of the bucket does it.
      await (cleared ??= clearAbandoned(bucket).catch(() => undefined));
      return stored;
    },
    get: async (sha256, range) => {
      const Key = keyOf(sha256);
      const part = range === undefined ? {} : { Range: `bytes=${range.from}-${range.to}` };
      try {
        const found = await client.send(new GetObjectCommand({ Bucket: name, Key, ...part }));
        return found.Body as Readable;
      } catch (error) {
        throw error instanceof S3ServiceException && error.name === 'NoSuchKey'
          ? new NoSuchBlobError(sha256)
          : failureOf(bucket, error);
      }
    },
    has: async (sha256) => {
      const Key = keyOf(sha256);
      try {
        await client.send(new HeadObjectCommand({ Bucket: name, Key }));
        return true;
      } catch (error) {
        // The answer to HEAD has no body that could name the reason; a missing bucket looks the same.
        if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404) return false;
        throw failureOf(bucket, error);
      }
    },
    remove: async (sha256) => {
      const Key = keyOf(sha256);
      try {
        await client.send(new DeleteObjectCommand({ Bucket: name, Key }));
      } catch (error) {
        throw failureOf(bucket, error);
      }
    },
  };
}

function clientOf(options: S3Options): S3Client {
  const { endpoint, region, forcePathStyle, accessKeyId, secretAccessKey } = options;
  // Whoever reads a document slowly holds a connection meanwhile: bids must not queue for one of the usual fifty.
  const agent = { maxSockets: Infinity };
  return new S3Client({
    region,
    forcePathStyle,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(accessKeyId !== undefined && secretAccessKey !== undefined
      ? { credentials: { accessKeyId, secretAccessKey } }
      : {}),
    // The checksums that the SDK adds by itself are newer than many stores; ours is the SHA-256.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: CONNECTED_WITHIN_MS,
      requestTimeout: ANSWERS_WITHIN_MS,
      throwOnRequestTimeout: true,
      httpAgent: agent,
      httpsAgent: agent,
    },
  });
}

/** The store's failure in our words. Answers of the classes 3xx and 4xx say that it does not serve as configured. */
function failureOf({ name }: Bucket, error: unknown): StorageError {
  const status = error instanceof S3ServiceException ? (error.$metadata.httpStatusCode ?? 500) : 500;
  const refuses =
    (status >= 300 && status < 500 && status !== 408 && status !== 429) ||
    (error instanceof Error && error.name === 'CredentialsProviderError');
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const did = refuses ? 'refuses' : 'does not serve';
  return new StorageError(`the S3 store ${did} (bucket ${name}): ${reason}`, { cause: error, refuses });
}

function keyOf(sha256: string): string {
  assertSha256(sha256);
  return `sha256/${sha256}`;
}

async function put(
  bucket: Bucket,
  source: ByteSource,
  expected: Expected,
): Promise<{ sha256: string; sizeBytes: number }> {
  const { client, name } = bucket;
  const incoming = `${INCOMING}${randomUUID()}`;
  const hashing = new HashingStream(expected);
  await receive(bucket, source, hashing, incoming);
  const { sha256 } = hashing;
  try {
    await expected.note?.(sha256);
    await settle(bucket, incoming, sha256);
  } finally {
    // Once copied the bytes are kept, whether or not this comes to pass; what stays is cleared away later.
    await client.send(new DeleteObjectCommand({ Bucket: name, Key: incoming })).catch(() => undefined);
  }
  return { sha256, sizeBytes: hashing.sizeBytes };
}

/** Gives what was received its name for good. */
async function settle(bucket: Bucket, incoming: string, sha256: string): Promise<void> {
  const { client, name } = bucket;
  const given = { Bucket: name, Key: keyOf(sha256), CopySource: `${name}/${incoming}` };
  try {
    await client.send(new CopyObjectCommand(given), { requestTimeout: COPIES_WITHIN_MS });
  } catch (error) {
    throw failureOf(bucket, error);
  }
}

/** Uploads a stream in parts. When it fails, the upload is given up, which removes the parts. */
async function receive(
  bucket: Bucket,
  source: ByteSource,
  hashing: HashingStream,
  key: string,
): Promise<void> {
  const upload = new Upload({
    client: bucket.client,
    params: { Bucket: bucket.name, Key: key, Body: hashing },
    queueSize: PARTS_AT_ONCE,
  });
  const uploaded = upload.done().catch((error: unknown) => {
    // Without a reader the stream would wait for ever.
    hashing.destroy(new Error('the upload has ended'));
    throw error;
  });
  const [flowed, stored] = await Promise.allSettled([pipeline(source, hashing), uploaded]);
  if (stored.status === 'rejected') {
    // A source that breaks off, or brings too much, ends the upload by that very error; any other is the store's.
    const broken = flowed.status === 'rejected' && flowed.reason === stored.reason;
    throw broken ? stored.reason : failureOf(bucket, stored.reason);
  }
  if (flowed.status === 'rejected') throw flowed.reason;
}

/** Removes what killed processes left on its way in: whole objects, and uploads that nobody completed. */
async function clearAbandoned({ client, name, now }: Bucket): Promise<void> {
  const before = now() - ABANDONED_AFTER_MS;
  const isOld = (at: Date | undefined): boolean => at !== undefined && at.getTime() < before;
  const whose = { Bucket: name, Prefix: INCOMING };
  for await (const { Contents = [] } of paginateListObjectsV2({ client }, whose)) {
    for (const { Key, LastModified } of Contents) {
      if (isOld(LastModified)) await client.send(new DeleteObjectCommand({ Bucket: name, Key }));
    }
  }
  const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand(whose));
  for (const { Key, UploadId, Initiated } of Uploads) {
    if (isOld(Initiated)) await client.send(new AbortMultipartUploadCommand({ Bucket: name, Key, UploadId }));
  }
}
