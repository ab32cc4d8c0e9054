import { spawn, type ChildProcess } from 'node:child_process';
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
  /** The same as an operator configures it. */
  readonly env: Record<string, string>;
  readonly client: S3Client;
  /** Kills the server; what it keeps stays. */
  readonly kill: () => Promise<void>;
  /** Starts the killed server again, at the same address. */
  readonly restart: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Builds the server where there is none, or gives a sentence that says why it cannot be had. */
export async function findTestS3(): Promise<{ binary: string } | { reason: string }> {
  const folder = path.join(loadConfig(process.env).cacheDir, 'bin');
  const binary = process.env['OPENSEAL_TEST_S3_SERVER'] ?? path.join(folder, 'versitygw');
  if (await isExecutable(binary)) return { binary };
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
  if (code === 0) return { binary: path.join(folder, 'versitygw') };
  return { reason: `no S3 server: go install ${PACKAGE} ended with ${code}: ${said.join('').slice(-300)}` };
}

const isExecutable = (file: string): Promise<boolean> =>
  access(file, constants.X_OK).then(
    () => true,
    () => false,
  );

/**
 * A real S3 server with one empty bucket, or a sentence that says why there is none here. The binary is the
 * one that `OPENSEAL_TEST_S3_SERVER` names, or is built once with Go into the cache folder.
 */
export async function startTestS3(): Promise<TestS3 | string> {
  const found = await findTestS3();
  if ('reason' in found) return found.reason;
  const root = await mkdtemp(path.join(os.tmpdir(), 'openseal-s3-'));
  const [objects, metadata] = [path.join(root, 'objects'), path.join(root, 'metadata')];
  await Promise.all([mkdir(objects), mkdir(metadata)]);
  const port = await freePort();
  const [accessKeyId, secretAccessKey] = ['test-access', 'test-secret'];
  const endpoint = `http://127.0.0.1:${port}`;
  const start = async (): Promise<ChildProcess> => {
    const args = ['--port', `127.0.0.1:${port}`, '--quiet', 'posix', '--sidecar', metadata, objects];
    const env = { ...process.env, ROOT_ACCESS_KEY: accessKeyId, ROOT_SECRET_KEY: secretAccessKey };
    const started = spawn(found.binary, args, { stdio: 'ignore', env });
    await untilTrue(() =>
      fetch(endpoint).then(
        () => true,
        () => false,
      ),
    );
    return started;
  };
  let child = await start();
  const place = { endpoint, region: 'us-east-1', forcePathStyle: true };
  const client = new S3Client({ ...place, credentials: { accessKeyId, secretAccessKey } });
  await client.send(new CreateBucketCommand({ Bucket: 'openseal' }));
  return {
    options: { ...place, bucket: 'openseal', accessKeyId, secretAccessKey },
    env: {
      OPENSEAL_STORAGE: 's3',
      OPENSEAL_S3_ENDPOINT: endpoint,
      OPENSEAL_S3_ACCESS_KEY_ID: accessKeyId,
      OPENSEAL_S3_SECRET_ACCESS_KEY: secretAccessKey,
      OPENSEAL_S3_FORCE_PATH_STYLE: 'true',
    },
    client,
    kill: () => ended(child, 'SIGKILL'),
    restart: async () => {
      child = await start();
    },
    stop: async () => {
      client.destroy();
      await ended(child, 'SIGTERM');
      await rm(root, { recursive: true, force: true });
    },
  };
}
