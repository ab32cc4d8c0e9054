import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Connection } from '@temporalio/client';
import { parse } from 'yaml';
import { loadConfig } from '../../runtime/config.ts';
import { findTemporal, type TemporalChoice } from '../../runtime/temporal/find.ts';
import { freePort } from '../support/ports.ts';
import { findTestS3 } from '../support/s3-server.ts';
import { ended, startTestPostgres, type TestPostgres } from '../support/services.ts';
import { until, untilTrue } from '../support/until.ts';

interface Service {
  readonly entrypoint?: string[];
  readonly command?: string[];
  readonly environment: Record<string, string | number>;
}

const root = path.resolve(import.meta.dirname, '../..');
const run = promisify(execFile);
let dir: string;
let services: Record<string, Service>;
let configs: Record<string, { content?: string }>;
let temporal: Extract<TemporalChoice, { kind: 'server' }>;
let postgres: TestPostgres;
const children: ChildProcess[] = [];

/** What a service of docker-compose.yml is told, with other values for what only its network has. */
function environmentOf(service: string, instead: Record<string, string>): NodeJS.ProcessEnv {
  const told = Object.entries(services[service]!.environment).map(([name, value]) => [name, String(value)]);
  return { PATH: `${dir}:/usr/bin:/bin`, ...(Object.fromEntries(told) as object), ...instead };
}

/** Runs a service that is a script as its container would, with the programs of its image on its path. */
async function job(service: string, instead: Record<string, string>): Promise<void> {
  const [command, ...args] = services[service]!.entrypoint!.map((part) => part.replaceAll('$$', '$'));
  await run(command!, args, { env: environmentOf(service, instead) });
}

function start(command: string, args: string[], env: NodeJS.ProcessEnv): ChildProcess {
  const child = spawn(command, args, { env, stdio: 'ignore' });
  children.push(child);
  return child;
}

beforeAll(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'openseal-compose-'));
  const file = parse(await readFile(path.join(root, 'docker-compose.yml'), 'utf8'), { merge: true }) as {
    services: Record<string, Service>;
    configs: Record<string, { content?: string }>;
  };
  ({ services, configs } = file);
  const found = await findTemporal(loadConfig(process.env), () => undefined);
  if (found.kind !== 'server') throw new Error('these tests need a server binary of Temporal');
  temporal = found;
  const s3 = await findTestS3();
  if ('reason' in s3) throw new Error(s3.reason);
  await symlink(temporal.sqlTool, path.join(dir, 'temporal-sql-tool'));
  await symlink(s3.binary, path.join(dir, 'versitygw'));
  postgres = await startTestPostgres();
});
afterAll(async () => {
  await Promise.all(children.map((child) => ended(child, 'SIGKILL')));
  await postgres.stop();
  await rm(dir, { recursive: true, force: true });
});

describe('the jobs of docker-compose.yml, run with the programs of their images', () => {
  it('prepare the databases of Temporal, again without harm, and the server starts on them by its environment alone', async () => {
    const { password, port } = postgres.options;
    const place = {
      SQL_HOST: '127.0.0.1',
      SQL_PORT: String(port),
      SQL_USER: 'openseal',
      SQL_PASSWORD: password,
    };
    await job('temporal-schema', place);
    await job('temporal-schema', place);
    const dynamic = path.join(dir, 'dynamic.yaml');
    await writeFile(dynamic, configs['temporal-dynamic']!.content!);
    const ports = await Promise.all(
      ['FRONTEND', 'HISTORY', 'MATCHING', 'WORKER'].flatMap((name) =>
        [`${name}_GRPC_PORT`, `${name}_MEMBERSHIP_PORT`].map(async (one) => [one, String(await freePort())]),
      ),
    );
    const env = environmentOf('temporal', {
      ...(Object.fromEntries(ports) as object),
      FRONTEND_HTTP_PORT: String(await freePort()),
      BIND_ON_IP: '127.0.0.1',
      NUM_HISTORY_SHARDS: '4',
      POSTGRES_SEEDS: '127.0.0.1',
      DB_PORT: String(port),
      POSTGRES_USER: 'openseal',
      POSTGRES_PWD: password,
      DYNAMIC_CONFIG_FILE_PATH: dynamic,
    });
    const server = start(temporal.server, ['start'], env);
    const connection = await until(async () => {
      if (server.exitCode !== null) throw new Error(`the server ended with ${server.exitCode}`);
      return Connection.connect({ address: `127.0.0.1:${env['FRONTEND_GRPC_PORT']}` }).catch(() => null);
    }, 'the frontend');
    const { capabilities } = await connection.workflowService.getSystemInfo({});
    expect(capabilities?.supportsSchedules).toBe(true);
    await connection.close();
  });

  it('give the platform a user of the store that owns its bucket and makes no other, with the password of the day', async () => {
    const [users, buckets] = [path.join(dir, 'users'), path.join(dir, 'buckets')];
    await Promise.all([mkdir(users), mkdir(buckets)]);
    const port = await freePort();
    const args = services['objects']!.command!.map(
      (part) =>
        ({ ':9000': `127.0.0.1:${port}`, '/objects/users': users, '/objects/buckets': buckets })[part] ??
        part,
    );
    start(path.join(dir, 'versitygw'), args, environmentOf('objects', { ROOT_SECRET_KEY: 'theOperators1' }));
    const endpoint = `http://127.0.0.1:${port}`;
    await untilTrue(() =>
      fetch(`${endpoint}/health`).then(
        ({ ok }) => ok,
        () => false,
      ),
    );
    for (const password of ['theFirst1', 'theSecond2']) {
      await job('bucket', {
        ADMIN_ENDPOINT_URL: endpoint,
        ADMIN_SECRET_KEY: 'theOperators1',
        OPENSEAL_S3_PASSWORD: password,
      });
    }
    const client = new S3Client({
      endpoint,
      region: 'us-east-1',
      forcePathStyle: true,
      credentials: { accessKeyId: 'openseal', secretAccessKey: 'theSecond2' },
    });
    await client.send(new PutObjectCommand({ Bucket: 'openseal', Key: 'a/b', Body: 'bytes' }));
    const { Body } = await client.send(new GetObjectCommand({ Bucket: 'openseal', Key: 'a/b' }));
    expect(await Body?.transformToString()).toBe('bytes');
    await expect(client.send(new CreateBucketCommand({ Bucket: 'another' }))).rejects.toMatchObject({
      name: 'AccessDenied',
    });
    client.destroy();
  });
});
