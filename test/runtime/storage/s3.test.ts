import { randomBytes } from 'node:crypto';
import { ListMultipartUploadsCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { afterAll, describe, expect, it } from '@jest/globals';
import { createBlobStore } from '../../../runtime/storage/index.ts';
import { startTestS3, type TestS3 } from '../../support/s3-server.ts';
import { blobStoreCases, source } from './cases.ts';

const server = await startTestS3();
afterAll(() => (typeof server === 'string' ? undefined : server.stop()));

if (typeof server === 'string') {
  process.stderr.write(`The tests of S3 storage are skipped: ${server}\n`);
  it.skip('a bucket of blobs', () => undefined);
} else {
  describe('a bucket of blobs', () => bucketCases(server));
}

function bucketCases({ client, options }: TestS3): void {
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
    const missing = { name: 'NoSuchBucket' };
    await expect(noBucket.get('a'.repeat(64))).rejects.toMatchObject(missing);
    await expect(noBucket.put(source(randomBytes(5)), { maxBytes: 5 })).rejects.toMatchObject(missing);
    const noAccess = createBlobStore({ kind: 's3', ...options, secretAccessKey: 'wrong' });
    await expect(noAccess.has('a'.repeat(64))).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
  });
}
