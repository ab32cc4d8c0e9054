import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { readIfThere, writeWhole } from '../files.ts';
import type { ChildCommand, PostgresOptions } from '../postgres.ts';

const run = promisify(execFile);

/** The number of history shards cannot change once there is data; the folder remembers it. Four serve one machine. */
const HISTORY_SHARDS = 4;
const DATABASES = {
  temporal: 'postgresql/v12/temporal',
  temporal_visibility: 'postgresql/v12/visibility',
} as const;
const USER = 'openseal';

export interface EmbeddedTemporal {
  readonly server: string;
  readonly sqlTool: string;
  /** Folder of its configuration. */
  readonly dir: string;
  /** Port of the frontend; the other services take the seven after it. */
  readonly port: number;
  readonly postgres: PostgresOptions;
}

/** The databases that embedded Temporal keeps its data in. */
export const TEMPORAL_DATABASES: readonly string[] = Object.keys(DATABASES);

/** Brings Temporal's schemas up to date; its own tool knows what is missing. */
export async function prepareSchemas({ sqlTool, postgres }: EmbeddedTemporal): Promise<void> {
  for (const [database, schema] of Object.entries(DATABASES)) {
    const tool = (args: string[]): Promise<unknown> =>
      run(
        sqlTool,
        [
          '--plugin',
          'postgres12_pgx',
          '--ep',
          '127.0.0.1',
          '-p',
          String(postgres.port),
          '-u',
          USER,
          '--db',
          database,
          ...args,
        ],
        {
          env: { ...process.env, SQL_PASSWORD: postgres.password },
        },
      );
    // Setting up twice says that the version table is there; updating afterwards tells whether all is well.
    await tool(['setup-schema', '-v', '0.0']).catch((error: { stderr?: string; message: string }) => {
      if (!/already exists/i.test(`${error.stderr} ${error.message}`)) throw error;
    });
    await tool(['update-schema', '--schema-name', schema]);
  }
}

/** Writes the configuration and gives the command that runs the server. Throws an Error when the folder has other shards. */
export async function temporalCommand(options: EmbeddedTemporal): Promise<ChildCommand> {
  const shardsFile = path.join(options.dir, 'shards');
  const shards = await readIfThere(shardsFile);
  if (shards !== null && Number(shards) !== HISTORY_SHARDS) {
    throw new Error(
      `the data folder was made with ${shards.trim()} history shards, this version uses ${HISTORY_SHARDS}; that cannot be changed`,
    );
  }
  if (shards === null) await writeWhole(shardsFile, `${HISTORY_SHARDS}\n`, 0o644);
  const file = path.join(options.dir, 'server.yaml');
  // JSON is YAML: nothing to quote by hand.
  await writeWhole(file, JSON.stringify(serverConfig(options), null, 2));
  return { command: options.server, args: ['--config-file', file, '--allow-no-auth', 'start'] };
}

function serverConfig({ port, postgres }: EmbeddedTemporal): object {
  const store = (databaseName: string): object => ({
    sql: {
      pluginName: 'postgres12_pgx',
      databaseName,
      connectAddr: `127.0.0.1:${postgres.port}`,
      connectProtocol: 'tcp',
      user: USER,
      password: postgres.password,
      maxConns: 20,
      maxIdleConns: 10,
      maxConnLifetime: '1h',
    },
  });
  const service = (offset: number): object => ({
    rpc: { grpcPort: port + offset, membershipPort: port + offset + 4, bindOnLocalHost: true },
  });
  const rpcAddress = `127.0.0.1:${port}`;
  return {
    log: { stdout: true, level: 'warn' },
    persistence: {
      defaultStore: 'default',
      visibilityStore: 'visibility',
      numHistoryShards: HISTORY_SHARDS,
      datastores: { default: store('temporal'), visibility: store('temporal_visibility') },
    },
    global: { membership: { maxJoinDuration: '30s', broadcastAddress: '127.0.0.1' }, pprof: { port: 0 } },
    services: { frontend: service(0), history: service(1), matching: service(2), worker: service(3) },
    clusterMetadata: {
      enableGlobalNamespace: false,
      failoverVersionIncrement: 10,
      masterClusterName: 'active',
      currentClusterName: 'active',
      clusterInformation: {
        active: { enabled: true, initialFailoverVersion: 1, rpcName: 'frontend', rpcAddress },
      },
    },
    dcRedirectionPolicy: { policy: 'noop' },
    publicClient: { hostPort: rpcAddress },
  };
}
