import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Supervisor } from '../runtime/children.ts';
import type { Config } from '../runtime/config.ts';
import { installationSecret } from '../runtime/files.ts';
import { assertPortFree } from '../runtime/ports.ts';
import {
  ensureDatabase,
  initialiseCluster,
  postgresCommand,
  postgresReady,
  postgresUrl,
  type PostgresOptions,
} from '../runtime/postgres.ts';
import { findTemporal, type TemporalChoice } from '../runtime/temporal/find.ts';
import { engineReady } from '../runtime/temporal/namespace.ts';
import { prepareSchemas, TEMPORAL_DATABASES, temporalCommand } from '../runtime/temporal/server.ts';

type Say = (line: string) => void;

/** Starts PostgreSQL and Temporal as the configuration says, and waits until both serve. */
export async function startEngines(
  config: Config,
  supervisor: Supervisor,
  say: Say,
): Promise<{ databaseUrl: string; temporalAddress: string }> {
  await mkdir(config.dataDir, { recursive: true });
  const choice = await findTemporal(config, say);
  // A Temporal server of ours keeps its data in the embedded PostgreSQL, also when openseal's own data is elsewhere.
  const needsPostgres = config.databaseUrl === null || choice.kind === 'server';
  const postgres = needsPostgres ? await startPostgres(config, supervisor, say) : null;
  if (postgres !== null && config.databaseUrl === null) await ensureDatabase(postgres, 'openseal');
  const databaseUrl = config.databaseUrl ?? postgresUrl(postgres!, 'openseal');
  const temporalAddress = await startTemporal(choice, config, postgres, supervisor, say);
  return { databaseUrl, temporalAddress };
}

async function startPostgres(config: Config, supervisor: Supervisor, say: Say): Promise<PostgresOptions> {
  const options = {
    dir: path.join(config.dataDir, 'postgres'),
    port: config.postgresPort,
    password: await installationSecret(path.join(config.keysDir, 'postgres-password')),
  };
  say(`PostgreSQL: starting in ${options.dir}`);
  if (await initialiseCluster(options, () => undefined)) say('PostgreSQL: new cluster made');
  await assertPortFree('127.0.0.1', options.port, 'PostgreSQL', 'OPENSEAL_POSTGRES_PORT');
  await supervisor.run('postgres', await postgresCommand(options));
  await postgresReady(options);
  say(`PostgreSQL serves on port ${options.port}`);
  return options;
}

async function startTemporal(
  choice: TemporalChoice,
  config: Config,
  postgres: PostgresOptions | null,
  supervisor: Supervisor,
  say: Say,
): Promise<string> {
  if (choice.kind === 'address') {
    say(`Temporal: using ${choice.address} (TEMPORAL_ADDRESS)`);
    await engineReady(choice.address, config);
    return choice.address;
  }
  const { port, namespace } = config.temporal;
  const address = `127.0.0.1:${port}`;
  await assertPortFree('127.0.0.1', port, 'Temporal', 'OPENSEAL_TEMPORAL_PORT');
  if (choice.kind === 'server') {
    say(`Temporal: using the server ${choice.server}`);
    for (const database of TEMPORAL_DATABASES) await ensureDatabase(postgres!, database);
    const options = { ...choice, dir: path.join(config.dataDir, 'temporal'), port, postgres: postgres! };
    await prepareSchemas(options);
    await supervisor.run('temporal', await temporalCommand(options));
  } else if (choice.kind === 'cli') {
    say(`Temporal: using the CLI ${choice.binary}`);
    const args = [
      'server',
      'start-dev',
      '--headless',
      '--port',
      String(port),
      '--namespace',
      namespace,
      '--db-filename',
      path.join(config.dataDir, 'temporal.db'),
    ];
    await supervisor.run('temporal', { command: choice.binary, args });
  } else {
    say('Temporal: using the CLI as the SDK downloads it');
    await supervisor.run('temporal', {
      command: process.execPath,
      args: [path.join(import.meta.dirname, 'temporal-dev.ts')],
    });
  }
  await engineReady(address, config);
  say(`Temporal serves on port ${port}`);
  return address;
}
