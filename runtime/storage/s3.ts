import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { assertSha256, NoSuchBlobError, type BlobStore } from './blob-store.ts';
import { HashingStream } from './hashing.ts';

export interface S3Options {
  readonly endpoint: string | undefined;
  readonly region: string;
  readonly bucket: string;
  readonly accessKeyId: string | undefined;
  readonly secretAccessKey: string | undefined;
  readonly forcePathStyle: boolean;
}

/**
 * A blob store in an S3 bucket: the hash of a stream is known at its end, so bytes go to `incoming/`
 * in parts and are copied to `sha256/<hash>` by the store itself.
 */
export function s3Store(options: S3Options): BlobStore {
  const { bucket, accessKeyId, secretAccessKey, ...rest } = options;
  const credentials =
    accessKeyId !== undefined && secretAccessKey !== undefined ? { accessKeyId, secretAccessKey } : undefined;
  const client = new S3Client({ ...rest, ...(credentials === undefined ? {} : { credentials }) });
  const keyOf = (sha256: string): string => {
    assertSha256(sha256);
    return `sha256/${sha256}`;
  };
  return {
    put: (stream, { maxBytes }) => put(client, bucket, keyOf, stream, maxBytes),
    get: async (sha256) => {
      try {
        const found = await client.send(new GetObjectCommand({ Bucket: bucket, Key: keyOf(sha256) }));
        return found.Body as Readable;
      } catch (error) {
        throw missing(error) ? new NoSuchBlobError(sha256) : error;
      }
    },
    has: async (sha256) => {
      try {
        await client.send(new HeadObjectCommand({ Bucket: bucket, Key: keyOf(sha256) }));
        return true;
      } catch (error) {
        if (missing(error)) return false;
        throw error;
      }
    },
  };
}

async function put(
  client: S3Client,
  bucket: string,
  keyOf: (sha256: string) => string,
  stream: Readable,
  maxBytes: number,
): Promise<{ sha256: string; sizeBytes: number }> {
  const incoming = `incoming/${randomUUID()}`;
  const hashing = new HashingStream(maxBytes);
  stream.once('error', (error) => hashing.destroy(error));
  stream.pipe(hashing);
  const upload = new Upload({ client, params: { Bucket: bucket, Key: incoming, Body: hashing } });
  await upload.done();
  const sha256 = hashing.digest();
  await client.send(
    new CopyObjectCommand({ Bucket: bucket, Key: keyOf(sha256), CopySource: `${bucket}/${incoming}` }),
  );
  await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: incoming }));
  return { sha256, sizeBytes: hashing.sizeBytes };
}

const missing = (error: unknown): boolean =>
  error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404;
