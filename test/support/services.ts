import { spawn, type ChildProcess } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {
  initialiseCluster,
  postgresCommand,
  postgresReady,
  postgresUrl,
  type PostgresOptions,
} from '../../runtime/postgres.ts';
import { freePort } from './ports.ts';

export interface TestPostgres {
  readonly url: string;
  readonly options: PostgresOptions;
  stop(): Promise<void>;
}

/** A real PostgreSQL of this run alone, in a temporary folder. */
export async function startTestPostgres(): Promise<TestPostgres> {
  const root = await mkdtemp(path.join(os.tmpdir(), 'openseal-test-'));
  // The server runs as a user of its own, which must reach its folder.
  await chmod(root, 0o755);
  const options = { dir: path.join(root, 'postgres'), port: await freePort(), password: 'test' };
  await initialiseCluster(options, () => undefined);
  const { command, args, uid, gid } = await postgresCommand(options);
  const child = spawn(command, [...args, '-c', 'fsync=off', '-c', 'full_page_writes=off'], {
    stdio: 'ignore',
    ...(uid === undefined ? {} : { uid }),
    ...(gid === undefined ? {} : { gid }),
  });
  // Where the run ends before its teardown, the server ends with it.
  process.once('exit', () => child.kill('SIGINT'));
  await postgresReady(options);
  return {
    url: postgresUrl(options, 'postgres'),
    options,
    stop: async () => {
      await ended(child, 'SIGINT');
      await rm(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    },
  };
}

/** Ends a child and waits until it is gone. */
export async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await gone;
}
