import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { createApp } from '../../../api/app.ts';
import type { Deps } from '../../../api/deps.ts';
import { openDoor } from '../../../api/door/server.ts';
import { openDeps } from '../../../api/open-deps.ts';
import { LOG_NAMES, type LogName } from '../../../domain/record/log-name.ts';
import { loadConfig } from '../../../runtime/config.ts';
import { createLogSigner } from '../../../runtime/signing.ts';
import { openWitnessClient } from '../../../runtime/witness/policy.ts';
import { migrate, runCheckpointer, runSequencer } from '../../../store/index.ts';
import { testDatabase } from '../../support/database.ts';

/** An API over real HTTP, a real PostgreSQL and a folder of its own; its engine is down throughout. */
export interface TestPlatform {
  readonly baseUrl: string;
  readonly deps: Deps;
  readonly dataDir: string;
  readonly databaseUrl: string;
  close(): Promise<void>;
}

/** Starts an API. `env` overrides the configuration as an operator would. */
export async function startPlatform(env: Record<string, string> = {}): Promise<TestPlatform> {
  const database = await testDatabase();
  await migrate(database.url);
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'openseal-api-'));
  const config = loadConfig({
    OPENSEAL_DATA: dataDir,
    OPENSEAL_PUBLIC_URL: 'http://platform.test',
    OPENSEAL_REQUESTS_PER_MINUTE: '100000',
    OPENSEAL_SIGN_INS_PER_MINUTE: '100000',
    ...env,
  });
  const logger = pino({ level: 'silent' });
  // Nothing listens on port 1: commands are received and kept, as while the engine is down.
  const { deps, close } = await openDeps(config, database.url, '127.0.0.1:1', logger);
  const sequencer = new AbortController();
  const { signal } = sequencer;
  const run = async (log: LogName): Promise<void> => {
    const signer = await createLogSigner(config.keysDir, config.log.origin, log);
    const witnessesFile = log === 'record' ? config.log.witnessesFile : null;
    const witnesses = await openWitnessClient(witnessesFile, signer.vkeys, logger);
    await Promise.all([
      runSequencer({ log, databaseUrl: database.url, signal, logger }),
      runCheckpointer({
        log,
        databaseUrl: database.url,
        signal,
        logger,
        signer,
        intervalMs: 50,
        // Checkpoints are stamped where a test asks for it: nobody fetches tokens here by itself.
        ...(env['OPENSEAL_CHECKPOINT_STAMP_MINUTES'] === undefined
          ? {}
          : { stampEveryMs: config.timestamps.checkpointEveryMs }),
        cosign: (checkpoint, witnessed) => witnesses.cosign(checkpoint, witnessed),
      }),
    ]);
  };
  const sequencing = Promise.all(LOG_NAMES.map(run));
  const server = openDoor(createApp(deps).callback(), config.bodies);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    deps,
    dataDir,
    databaseUrl: database.url,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      sequencer.abort();
      await sequencing;
      await close();
      await database.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
