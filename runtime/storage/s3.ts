import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { assertSha256, NoSuchBlobError, type BlobStore, type ByteSource } from './blob-store.ts';
import { HashingStream } from './hashing.ts';

/** Parts of one upload under way, 5 MiB of memory each. */
const PARTS_AT_ONCE = 2;

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
}

/**
 * A blob store in an S3 bucket: the hash of a stream is known at its end, so bytes go to `incoming/`
 * in parts and are copied to `sha256/<hash>` by the store itself. The bucket must exist; a lifecycle rule that
 * clears `incoming/` after some days removes what killed processes leave there.
 */
export function s3Store(options: S3Options): BlobStore {
  const { bucket: name, accessKeyId, secretAccessKey, ...rest } = options;
  const client = new S3Client({
    ...rest,
    ...(accessKeyId !== undefined && secretAccessKey !== undefined
      ? { credentials: { accessKeyId, secretAccessKey } }
      : {}),
    // The checksums that the SDK adds by itself are newer than many stores; ours is the SHA-256.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  const bucket = { client, name };
  return {
    put: (source, { maxBytes }) => put(bucket, source, maxBytes),
    get: async (sha256) => {
      try {
        const found = await client.send(new GetObjectCommand({ Bucket: name, Key: keyOf(sha256) }));
        return found.Body as Readable;
      } catch (error) {
        throw error instanceof S3ServiceException && error.name === 'NoSuchKey'
          ? new NoSuchBlobError(sha256)
          : error;
      }
    },
    has: async (sha256) => {
      try {
        await client.send(new HeadObjectCommand({ Bucket: name, Key: keyOf(sha256) }));
        return true;
      } catch (error) {
        // The answer to HEAD has no body that could name the reason; a missing bucket looks the same.
        if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404) return false;
        throw error;
      }
    },
  };
}

function keyOf(sha256: string): string {
  assertSha256(sha256);
  return `sha256/${sha256}`;
}

async function put(
  bucket: Bucket,
  source: ByteSource,
  maxBytes: number,
): Promise<{ sha256: string; sizeBytes: number }> {
  const { client, name } = bucket;
  const incoming = `incoming/${randomUUID()}`;
  const hashing = new HashingStream(maxBytes);
  await receive(bucket, source, hashing, incoming);
  try {
    const sha256 = hashing.digest();
    const from = `${name}/${incoming}`;
    await client.send(new CopyObjectCommand({ Bucket: name, Key: keyOf(sha256), CopySource: from }));
    return { sha256, sizeBytes: hashing.sizeBytes };
  } finally {
    await client.send(new DeleteObjectCommand({ Bucket: name, Key: incoming }));
  }
}

/** Uploads a stream in parts. When it fails, the upload is given up, which removes the parts. */
async function receive(
  { client, name }: Bucket,
  source: ByteSource,
  hashing: HashingStream,
  key: string,
): Promise<void> {
  const upload = new Upload({
    client,
    params: { Bucket: name, Key: key, Body: hashing },
    queueSize: PARTS_AT_ONCE,
  });
  const uploaded = upload.done().catch((error: unknown) => {
    // Without a reader the stream would wait for ever.
    hashing.destroy(error instanceof Error ? error : new Error(String(error)));
    throw error;
  });
  const [flowed, stored] = await Promise.allSettled([pipeline(source, hashing), uploaded]);
  // What broke the stream off is the reason; the upload only tells of the broken stream.
  if (flowed.status === 'rejected') throw flowed.reason;
  if (stored.status === 'rejected') throw stored.reason;
}
