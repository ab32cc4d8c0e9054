import { spawn } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { DevelopmentIssuer } from '../runtime/pki/dev/issuer.ts';
import { Client, Connection } from '@temporalio/client';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';

export interface BenchPlatform {
  readonly baseUrl: string;
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  readonly password: string;
  readonly authority: DevelopmentIssuer;
  readonly dataDir: string;
  /** Process id of a child of the platform by its name. */
  pidOf(name: string): Promise<number>;
  stop(): Promise<void>;
}

/** Starts the whole platform in a temporary folder, as `npm start` does, without its rehearsal. */
export async function startBenchPlatform(): Promise<BenchPlatform> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'openseal-bench-'));
  await chmod(dataDir, 0o755);
  const [port, postgresPort, temporalPort, receiverPort, tsaPort, developmentPort] = [
    await freePort(),
    await freePort(),
    30_200 + Math.floor(Math.random() * 1000),
    await freePort(),
    await freePort(),
    await freePort(),
  ];
  const child = spawn(
    process.execPath,
    [path.resolve(import.meta.dirname, '../bin/start.ts'), '--no-rehearsal'],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        ...process.env,
        OPENSEAL_DATA: dataDir,
        OPENSEAL_PORT: String(port),
        OPENSEAL_POSTGRES_PORT: String(postgresPort),
        OPENSEAL_TEMPORAL_PORT: String(temporalPort),
        OPENSEAL_RECEIVER_PORT: String(receiverPort),
        OPENSEAL_TSA_PORT: String(tsaPort),
        OPENSEAL_DEVELOPMENT_CA_PORT: String(developmentPort),
        OPENSEAL_LOG_LEVEL: 'warn',
        OPENSEAL_REQUESTS_PER_MINUTE: '10000000',
      },
    },
  );
  await new Promise<void>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the platform ended with ${code}`)));
    child.stdout.on('data', (chunk: Buffer) => {
      process.stderr.write(chunk);
      if (chunk.toString('utf8').includes('everything is up')) resolve();
    });
  });
  const secret = async (file: string): Promise<string> =>
    (await readFile(path.join(dataDir, file), 'utf8')).trim();
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    databaseUrl: `postgresql://openseal:${encodeURIComponent(await secret('keys/postgres-password'))}@127.0.0.1:${postgresPort}/openseal`,
    temporalAddress: `127.0.0.1:${temporalPort}`,
    password: await secret('examples-password'),
    authority: {
      folder: path.join(dataDir, 'keys', 'development-ca'),
      url: `http://127.0.0.1:${developmentPort}`,
    },
    dataDir,
    pidOf: async (name) =>
      (
        JSON.parse(await readFile(path.join(dataDir, 'running.json'), 'utf8')) as {
          children: Record<string, number>;
        }
      ).children[name]!,
    stop: async () => {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await gone;
      await rm(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    },
  };
}

export async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A worker with one workflow that counts updates: what acceptance through the engine would cost at least. */
export async function updatesToOneWorkflow({
  temporalAddress,
}: BenchPlatform): Promise<{ send: () => Promise<void>; stop: () => Promise<void> }> {
  // The bench prints one JSON object on stdout; what the engine's core says would go there too.
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: 'OFF', forward: {} } },
  });
  const connection = await NativeConnection.connect({ address: temporalAddress });
  const workflowBundle = await bundleWorkflowCode({
    workflowsPath: path.resolve(import.meta.dirname, 'counter.workflow.ts'),
    logger: new DefaultLogger('ERROR'),
  });
  const worker = await Worker.create({
    connection,
    namespace: 'openseal',
    taskQueue: 'bench',
    workflowBundle,
  });
  const running = worker.run();
  const clientConnection = await Connection.connect({ address: temporalAddress });
  const client = new Client({ connection: clientConnection, namespace: 'openseal' });
  const handle = await client.workflow.start('counter', { taskQueue: 'bench', workflowId: 'bench-counter' });
  return {
    send: async () => {
      await handle.executeUpdate('count');
    },
    stop: async () => {
      await handle.terminate();
      worker.shutdown();
      await running;
      await clientConnection.close();
      await connection.close();
    },
  };
}
