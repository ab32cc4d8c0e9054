import { spawn, type ChildProcess } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {
  ensureDatabase,
  initialiseCluster,
  postgresCommand,
  postgresReady,
  postgresUrl,
} from '../runtime/postgres.ts';
import { migrate } from '../store/index.ts';
import { freePort } from './platform.ts';

export interface RunningSequencer {
  readonly databaseUrl: string;
  readonly keysDir: string;
  stop(): Promise<void>;
}

/**
 * PostgreSQL as `npm start` runs it, with fsync, and the sequencer's process as it is, without the rest of
 * the platform: both contestants then have the machine for themselves.
 */
export async function startSequencer(): Promise<RunningSequencer> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'openseal-bench-'));
  // The database runs as a user of its own, which must reach its folder.
  await chmod(dataDir, 0o755);
  const options = { dir: path.join(dataDir, 'postgres'), port: await freePort(), password: 'bench' };
  await initialiseCluster(options, () => undefined);
  const { command, args, uid, gid } = await postgresCommand(options);
  const postgres = spawn(command, [...args], {
    stdio: 'ignore',
    ...(uid === undefined ? {} : { uid }),
    ...(gid === undefined ? {} : { gid }),
  });
  await postgresReady(options);
  await ensureDatabase(options, 'openseal');
  const databaseUrl = postgresUrl(options, 'openseal');
  await migrate(databaseUrl);
  const sequencer = spawn(process.execPath, [path.resolve(import.meta.dirname, '../bin/sequencer.ts')], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      OPENSEAL_DATA: dataDir,
      DATABASE_URL: databaseUrl,
      // Nothing listens there: the engine is not asked for anything.
      TEMPORAL_ADDRESS: '127.0.0.1:1',
      OPENSEAL_LOG_LEVEL: 'error',
    },
  });
  return {
    databaseUrl,
    keysDir: path.join(dataDir, 'keys'),
    stop: async () => {
      await ended(sequencer, 'SIGTERM');
      await ended(postgres, 'SIGINT');
      await rm(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    },
  };
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await gone;
}
