import { spawn, type ChildProcess } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { examplePassword } from '../../rehearsal/examples.ts';
import { pickNotice, noticeFileSchema, type Notice } from '../../rehearsal/notice.ts';
import { installationSecret } from '../../runtime/files.ts';
import { postgresUrl } from '../../runtime/postgres.ts';
import { runningOn, type Running } from '../../runtime/lock.ts';
import { ended } from './services.ts';

const START = path.resolve(import.meta.dirname, '../../bin/start.ts');
const EXAMPLES = path.resolve(import.meta.dirname, '../../examples/notices.json');
const READY_WITHIN_MS = 180_000;
/** Temporal's services take eight ports in a row. */
const TEMPORAL_PORTS = 8;

export interface TestPlatform {
  readonly baseUrl: string;
  readonly receiverUrl: string;
  readonly password: string;
  readonly dataDir: string;
  readonly temporalPort: number;
  readonly postgresPort: number;
  databaseUrl(): Promise<string>;
  /** Port of the development CA. */
  readonly developmentPort: string;
  /** What runs now: the start and its children. */
  running(): Promise<Running>;
  /** Ends everything and leaves the data folder. */
  halt(): Promise<void>;
  /** Ends everything and removes the data folder. */
  stop(): Promise<void>;
}

/**
 * The whole platform as `npm start` runs it, on free ports and an empty data folder, without its rehearsal.
 * `env` configures it further, as an operator would; `folder` is a data folder that is there already.
 */
export async function startPlatform(
  env: Record<string, string> = {},
  folder?: string,
): Promise<TestPlatform> {
  const dataDir = folder ?? (await mkdtemp(path.join(os.tmpdir(), 'openseal-platform-')));
  // PostgreSQL runs as a user of its own, which must reach its folder.
  await chmod(dataDir, 0o755);
  const [port, postgresPort, receiverPort, tsaPort, developmentPort] = await freePorts(5, 1);
  const [temporalPort] = await freePorts(1, TEMPORAL_PORTS);
  const apiPort = env['OPENSEAL_PORT'] ?? String(port);
  const child = spawn(process.execPath, [START, '--no-rehearsal'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      OPENSEAL_DATA: dataDir,
      OPENSEAL_PORT: apiPort,
      OPENSEAL_POSTGRES_PORT: String(postgresPort),
      OPENSEAL_TEMPORAL_PORT: String(temporalPort),
      OPENSEAL_RECEIVER_PORT: String(receiverPort),
      OPENSEAL_TSA_PORT: String(tsaPort),
      OPENSEAL_DEVELOPMENT_CA_PORT: String(developmentPort),
      ...env,
    },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  await ready(child, dataDir, () => said);
  return {
    baseUrl: `http://127.0.0.1:${apiPort}`,
    receiverUrl: `http://127.0.0.1:${receiverPort}/`,
    password: await examplePassword(dataDir),
    dataDir,
    temporalPort: temporalPort!,
    postgresPort: postgresPort!,
    databaseUrl: async () => {
      const password = await installationSecret(path.join(dataDir, 'keys', 'postgres-password'));
      return postgresUrl({ dir: '', port: postgresPort!, password }, 'openseal');
    },
    developmentPort: String(developmentPort),
    running: async () => {
      const running = await runningOn(dataDir);
      if (running === null) throw new Error(`the platform ended: ${said}`);
      return running;
    },
    halt: () => ended(child, 'SIGTERM'),
    stop: async () => {
      await ended(child, 'SIGTERM');
      await rm(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    },
  };
}

async function ready(child: ChildProcess, dataDir: string, said: () => string): Promise<void> {
  const endsAt = Date.now() + READY_WITHIN_MS;
  while (!said().includes('everything is up')) {
    if (child.exitCode !== null || Date.now() > endsAt)
      throw new Error(`the platform in ${dataDir} is not up: ${said()}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Starts of `count` ranges of `width` free ports in a row. */
async function freePorts(count: number, width: number): Promise<number[]> {
  const found: number[] = [];
  while (found.length < count) {
    const first = 20_000 + Math.floor(Math.random() * 12_000);
    const range = Array.from({ length: width }, (_, offset) => first + offset);
    const free = await Promise.all(range.map(isFree));
    if (free.every(Boolean)) found.push(first);
  }
  return found;
}

async function isFree(port: number): Promise<boolean> {
  const server = net.createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** One of the example notices, with changes. */
export async function exampleNotice(id: string, changes: Partial<Notice> = {}): Promise<Notice> {
  const notices = noticeFileSchema.parse(JSON.parse(await readFile(EXAMPLES, 'utf8')));
  return { ...pickNotice(notices, id), ...changes };
}
