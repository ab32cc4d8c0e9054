import { spawn } from 'node:child_process';
import { access, constants, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { loadConfig } from '../../runtime/config.ts';
import type { S3Options } from '../../runtime/storage/s3.ts';
import { freePort } from './ports.ts';
import { ended } from './services.ts';
import { untilTrue } from './until.ts';

/** A gateway with the S3 protocol over a folder, Apache-2.0: https://github.com/versity/versitygw. */
const PACKAGE = 'github.com/versity/versitygw/cmd/versitygw@v1.8.0';

export interface TestS3 {
  readonly options: S3Options;
  readonly client: S3Client;
  stop(): Promise<void>;
}

/**
 * A real S3 server with one empty bucket, or a sentence that says why there is none here. The binary is the
 * one that `OPENSEAL_TEST_S3_SERVER` names, or is built once with Go into the cache folder.
 */
export async function startTestS3(): Promise<TestS3 | string> {
  const binary = await findBinary();
  if (typeof binary !== 'string') return binary.reason;
  const root = await mkdtemp(path.join(os.tmpdir(), 'openseal-s3-'));
  const [objects, metadata] = [path.join(root, 'objects'), path.join(root, 'metadata')];
  await Promise.all([mkdir(objects), mkdir(metadata)]);
  const port = await freePort();
  const [accessKeyId, secretAccessKey] = ['test-access', 'test-secret'];
  const args = ['--port', `127.0.0.1:${port}`, '--quiet', 'posix', '--sidecar', metadata, objects];
  const env = { ...process.env, ROOT_ACCESS_KEY: accessKeyId, ROOT_SECRET_KEY: secretAccessKey };
  const child = spawn(binary, args, { stdio: 'ignore', env });
  const endpoint = `http://127.0.0.1:${port}`;
  await untilTrue(() =>
    fetch(endpoint).then(
      () => true,
      () => false,
    ),
  );
  const options = {
    endpoint,
    region: 'us-east-1',
    bucket: 'openseal',
    accessKeyId,
    secretAccessKey,
    forcePathStyle: true,
  };
  const credentials = { accessKeyId, secretAccessKey };
  const client = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials });
  await client.send(new CreateBucketCommand({ Bucket: 'openseal' }));
  return {
    options,
    client,
    stop: async () => {
      client.destroy();
      await ended(child, 'SIGTERM');
      await rm(root, { recursive: true, force: true });
    },
  };
}

async function findBinary(): Promise<string | { reason: string }> {
  const folder = path.join(loadConfig(process.env).cacheDir, 'bin');
  const binary = process.env['OPENSEAL_TEST_S3_SERVER'] ?? path.join(folder, 'versitygw');
  const there = await access(binary, constants.X_OK).then(
    () => true,
    () => false,
  );
  if (there) return binary;
  const said: string[] = [];
  await mkdir(folder, { recursive: true });
  const building = await mkdtemp(path.join(folder, 'building-'));
  const code = await new Promise<number | null>((resolve) => {
    const go = spawn('go', ['install', '-ldflags', '-s -w', PACKAGE], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, GOBIN: building, GOFLAGS: '' },
    });
    go.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString('utf8')));
    go.once('error', (error) => {
      said.push(error.message);
      resolve(null);
    });
    go.once('close', resolve);
  });
  // Another run may build it at the same time: it appears whole.
  if (code === 0) await rename(path.join(building, 'versitygw'), path.join(folder, 'versitygw'));
  await rm(building, { recursive: true, force: true });
  if (code === 0) return path.join(folder, 'versitygw');
  return { reason: `no S3 server: go install ${PACKAGE} ended with ${code}: ${said.join('').slice(-300)}` };
}
