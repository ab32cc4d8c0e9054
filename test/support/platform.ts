import { spawn } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { examplePassword } from '../../rehearsal/examples.ts';
import { pickNotice, readNotices, type Notice } from '../../rehearsal/notice.ts';
import type { DevelopmentIssuer } from '../../runtime/pki/dev/issuer.ts';
import { installationSecret } from '../../runtime/files.ts';
import { postgresUrl } from '../../runtime/postgres.ts';
import { runningOn, type Running } from '../../runtime/lock.ts';
import { freePorts } from './ports.ts';
import { ended } from './services.ts';
import { until } from './until.ts';

const START = path.resolve(import.meta.dirname, '../../bin/start.ts');
const EXAMPLES = path.resolve(import.meta.dirname, '../../examples/notices.json');
/** Temporal's services take eight ports in a row. */
const TEMPORAL_PORTS = 8;

export interface TestPlatform {
  readonly baseUrl: string;
  readonly receiverUrl: string;
  readonly password: string;
  /** Issues certificates that the platform's trust list recognises. */
  readonly authority: DevelopmentIssuer;
  readonly dataDir: string;
  readonly temporalPort: number;
  readonly postgresPort: number;
  databaseUrl(): Promise<string>;
  /** Port of the development CA. */
  readonly developmentPort: string;
  /** What runs now: the start and its children. */
  running(): Promise<Running>;
  /** Kills a child as it runs, without notice; it is started again. Where it is just being started again, the new one is killed. */
  kill(name: string): Promise<void>;
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
  const [port, postgresPort, receiverPort, tsaPort, developmentPort, metricsPort] = await freePorts(6);
  const [temporalPort] = await freePorts(1, TEMPORAL_PORTS);
  const apiPort = env['OPENSEAL_PORT'] ?? String(port);
  const child = spawn(process.execPath, [START, '--no-rehearsal', '--while-stdin-is-open'], {
    // The platform ends with this process, however that ends: it holds the other end of the pipe.
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {
      ...process.env,
      OPENSEAL_DATA: dataDir,
      OPENSEAL_PORT: apiPort,
      OPENSEAL_POSTGRES_PORT: String(postgresPort),
      OPENSEAL_TEMPORAL_PORT: String(temporalPort),
      OPENSEAL_RECEIVER_PORT: String(receiverPort),
      OPENSEAL_TSA_PORT: String(tsaPort),
      OPENSEAL_DEVELOPMENT_CA_PORT: String(developmentPort),
      OPENSEAL_METRICS_PORT: String(metricsPort),
      OPENSEAL_BATCH_SECONDS: '2',
      ...env,
    },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  try {
    await until(() => {
      if (child.exitCode !== null || child.signalCode !== null) throw new Error('it ended');
      return Promise.resolve(said.includes('everything is up') ? true : null);
    });
  } catch (error) {
    await ended(child, 'SIGTERM');
    throw new Error(`the platform in ${dataDir} is not up: ${String(error)}: ${said}`);
  }
  const running = async (): Promise<Running> => {
    const found = await runningOn(dataDir);
    if (found === null) throw new Error(`the platform ended: ${said}`);
    return found;
  };
  return {
    baseUrl: `http://127.0.0.1:${apiPort}`,
    receiverUrl: `http://127.0.0.1:${receiverPort}/`,
    password: await examplePassword(dataDir),
    authority: {
      folder: path.join(dataDir, 'keys', 'development-ca'),
      url: `http://127.0.0.1:${developmentPort}`,
    },
    dataDir,
    temporalPort: temporalPort!,
    postgresPort: postgresPort!,
    databaseUrl: async () => {
      const password = await installationSecret(path.join(dataDir, 'keys', 'postgres-password'));
      return postgresUrl({ dir: '', port: postgresPort!, password }, 'openseal');
    },
    developmentPort: String(developmentPort),
    running,
    kill: (name) =>
      until(async () => (killed((await running()).children[name]) ? true : null), name).then(() => undefined),
    halt: () => ended(child, 'SIGTERM'),
    stop: async () => {
      await ended(child, 'SIGTERM');
      await rm(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    },
  };
}

/** Kills a process; false when there is none of that id. */
function killed(pid: number | undefined): boolean {
  if (pid === undefined) return false;
  try {
    return process.kill(pid, 'SIGKILL');
  } catch {
    return false;
  }
}

/** One of the example notices, with changes. */
export async function exampleNotice(id: string, changes: Partial<Notice> = {}): Promise<Notice> {
  const notices = readNotices(await readFile(EXAMPLES, 'utf8'));
  return { ...pickNotice(notices, id), ...changes };
}
