import { randomBytes } from 'node:crypto';
import {
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { afterAll, describe, expect, it } from '@jest/globals';
import { ConfigError } from '../../../runtime/config.ts';
import { createBlobStore, tryStorage } from '../../../runtime/storage/index.ts';
import { s3Store } from '../../../runtime/storage/s3.ts';
import { startTestS3, type TestS3 } from '../../support/s3-server.ts';
import { until } from '../../support/until.ts';
import { blobStoreCases, bytesOf, KIB, sha256Of, source } from './cases.ts';

const server = await startTestS3();
afterAll(() => (typeof server === 'string' ? undefined : server.stop()));

if (typeof server === 'string') {
  process.stderr.write(`The tests of S3 storage are skipped: ${server}\n`);
  it.skip('a bucket of blobs', () => undefined);
} else {
  describe('a bucket of blobs', () => bucketCases(server));
}

function bucketCases({ client, options, kill, restart }: TestS3): void {
  const store = createBlobStore({ kind: 's3', ...options });

  /** Objects on their way in, and uploads that nobody gave up. */
  const leftovers = async (): Promise<string[]> => {
    const Bucket = options.bucket;
    const { Contents } = await client.send(new ListObjectsV2Command({ Bucket, Prefix: 'incoming/' }));
    const { Uploads } = await client.send(new ListMultipartUploadsCommand({ Bucket }));
    return [...(Contents ?? []), ...(Uploads ?? [])].map((one) => String(one.Key));
  };

  blobStoreCases(() => store, leftovers);

  it('throws when the bucket is missing or the key is wrong, rather than calling a blob unknown', async () => {
    const noBucket = createBlobStore({ kind: 's3', ...options, bucket: 'another' });
    const missing = { name: 'StorageError', refuses: true, cause: { name: 'NoSuchBucket' } };
    await expect(noBucket.get('a'.repeat(64))).rejects.toMatchObject(missing);
    await expect(noBucket.put(source(randomBytes(5)), { maxBytes: 5 })).rejects.toMatchObject(missing);
    const noAccess = createBlobStore({ kind: 's3', ...options, secretAccessKey: 'wrong' });
    await expect(noAccess.has('a'.repeat(64))).rejects.toMatchObject({
      refuses: true,
      cause: { $metadata: { httpStatusCode: 403 } },
    });
  });

  it.each([
    ['a missing bucket', { bucket: 'another' }, /bucket another\): NoSuchBucket: /],
    ['a wrong secret', { secretAccessKey: 'wrong' }, /SignatureDoesNotMatch: /],
    ['an unknown key', { accessKeyId: 'nobody' }, /refuses .*access key/i],
  ])('is not started with: %s', async (_name, wrong, expected) => {
    const warned: string[] = [];
    const tried = tryStorage(createBlobStore({ kind: 's3', ...options, ...wrong }), (line) =>
      warned.push(line),
    );
    await expect(tried).rejects.toThrow(ConfigError);
    await expect(tried).rejects.toThrow(expected);
    expect(warned).toEqual([]);
  });

  it('lets whoever reads slowly wait, and nobody else', async () => {
    const bytes = randomBytes(KIB * KIB);
    const { sha256 } = await store.put(source(bytes), { maxBytes: bytes.length });
    // More than the connections that the SDK allows by itself, each held by an answer that nobody reads on.
    const slow = await Promise.all(Array.from({ length: 55 }, () => store.get(sha256)));
    expect((await bytesOf(await store.get(sha256))).equals(bytes)).toBe(true);
    expect((await bytesOf(slow[0]!)).equals(bytes)).toBe(true);
    for (const stream of slow) stream.destroy();
  });

  it('clears away what killed processes left a day ago, and only that', async () => {
    const Bucket = options.bucket;
    await client.send(new PutObjectCommand({ Bucket, Key: 'incoming/left', Body: 'x' }));
    await client.send(new CreateMultipartUploadCommand({ Bucket, Key: 'incoming/begun' }));
    await s3Store(options).put(source(randomBytes(5)), { maxBytes: 5 });
    expect((await leftovers()).toSorted()).toEqual(['incoming/begun', 'incoming/left']);
    const twoDaysOn = (): number => Date.now() + 2 * 86_400_000;
    const { sha256 } = await s3Store(options, twoDaysOn).put(source(randomBytes(5)), { maxBytes: 5 });
    expect(await leftovers()).toEqual([]);
    expect(await store.has(sha256)).toBe(true);
  });

  it('says that the store is away, whatever of an upload it took before, and serves when it is back', async () => {
    const bytes = randomBytes(20 * KIB * KIB);
    async function* killing(): AsyncGenerator<Uint8Array> {
      yield bytes.subarray(0, 12 * KIB * KIB);
      await until(async () => (await leftovers())[0] ?? null, 'the first parts are on their way');
      await kill();
      yield bytes.subarray(12 * KIB * KIB);
    }
    const away = { name: 'StorageError', refuses: false };
    await expect(store.put(killing(), { maxBytes: bytes.length })).rejects.toMatchObject(away);
    await expect(store.get(sha256Of(bytes))).rejects.toMatchObject(away);
    await expect(store.has(sha256Of(bytes))).rejects.toMatchObject(away);
    const warned: string[] = [];
    await tryStorage(store, (line) => warned.push(line));
    expect(warned).toEqual([expect.stringMatching(/until the storage serves: .*ECONNREFUSED/)]);
    await restart();
    expect(await store.has(sha256Of(bytes))).toBe(false);
    expect(await store.put(source(bytes), { maxBytes: bytes.length })).toMatchObject({
      sha256: sha256Of(bytes),
    });
  });
}
