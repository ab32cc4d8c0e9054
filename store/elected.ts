import pg from 'pg';

const CANDIDATE_WAIT_MS = 200;
const RETRY_WAIT_MS = 500;

export interface ElectedLogger {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
}

export interface Election {
  readonly databaseUrl: string;
  /** The advisory lock that one of its kind holds at a time. */
  readonly lock: number;
  /** What it is called in the log. */
  readonly name: string;
  readonly signal: AbortSignal;
  readonly logger: ElectedLogger;
}

/**
 * Runs `lead` in one process at a time until the signal says stop. A session lock elects it, on a
 * connection of its own that `lead` works on, so a killed leader gives the lock up with its connection
 * and another takes over. When `lead` throws, it starts over with a new connection.
 */
export async function runElected(
  election: Election,
  lead: (client: pg.Client) => Promise<void>,
): Promise<void> {
  const { signal, logger, name } = election;
  while (!signal.aborted) {
    const client = new pg.Client({ connectionString: election.databaseUrl });
    // A lost connection is also told to the query under way; this handler only keeps the process alive.
    client.on('error', (error) => logger.warn({ reason: error.message }, `${name} lost its connection`));
    try {
      await client.connect();
      if (!(await won(client, election))) continue;
      logger.info({}, `${name} leads`);
      await lead(client);
    } catch (error) {
      logger.warn({ reason: error instanceof Error ? error.message : String(error) }, `${name} starts over`);
      await pause(RETRY_WAIT_MS, signal);
    } finally {
      await client
        .end()
        .catch((error: unknown) => logger.warn({ reason: String(error) }, 'connection already gone'));
    }
  }
}

/** Does rounds of work in one process at a time until the signal says stop. `round` gives how long to wait for the next (ms). */
export function runElectedRounds(election: Election, round: () => Promise<number>): Promise<void> {
  const { signal } = election;
  return runElected(election, async (client) => {
    while (!signal.aborted) {
      // A lost connection has lost the lock with it: another may lead now.
      await client.query('select 1');
      await pause(await round(), signal);
    }
  });
}

/** Waits for the lock; false when the signal came first. */
async function won(client: pg.Client, { lock, signal }: Election): Promise<boolean> {
  for (;;) {
    const result = await client.query<{ won: boolean }>('select pg_try_advisory_lock($1) as won', [lock]);
    if (result.rows[0]?.won === true) return true;
    await pause(CANDIDATE_WAIT_MS, signal);
    if (signal.aborted) return false;
  }
}

/** Waits, or until the signal says stop. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}
