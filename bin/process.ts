import { assertFitForProduction } from '../api/pki/verifier.ts';
import { OPERATOR } from '../rehearsal/examples.ts';
import { ConfigError, type Config } from '../runtime/config.ts';
import { openStore, partyByUscc, type Store } from '../store/index.ts';

/** The addresses a single process needs. `npm start` gives them to its children; elsewhere they are configured. */
export function addresses(config: Config): { databaseUrl: string; temporalAddress: string } {
  if (config.databaseUrl === null) throw new ConfigError('DATABASE_URL is needed to run this process alone');
  if (config.temporal.address === null)
    throw new ConfigError('TEMPORAL_ADDRESS is needed to run this process alone');
  return { databaseUrl: config.databaseUrl, temporalAddress: config.temporal.address };
}

/** Refuses to run a production on a database that knows the development authority. Throws a ConfigError. */
export async function refuseUnfit(config: Config, databaseUrl: string): Promise<void> {
  if (!config.production) return;
  const store = await openStore({ databaseUrl, poolSize: 1 });
  try {
    await assertFitForProduction(store, config);
    await refuseExamples(store, config);
  } finally {
    await store.close();
  }
}

/** Refuses to run a production where the examples' administrator is: its password lies in a file. Throws a ConfigError. */
export async function refuseExamples(store: Store, config: Pick<Config, 'production'>): Promise<void> {
  if (!config.production || (await partyByUscc(store.em(), OPERATOR.uscc)) === null) return;
  throw new ConfigError(
    `OPENSEAL_PRODUCTION: the example operator ${OPERATOR.name} is registered; this is not a production database`,
  );
}

/** Output that nobody takes, as on a full disk, is lost and ends nothing. */
function outliveOutput(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}

/**
 * Aborted when the process is asked to stop. Asking again changes nothing: Ctrl-C under npm arrives twice,
 * and the second must not cut the orderly end short.
 */
export function stopSignal(): AbortSignal {
  outliveOutput();
  const controller = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => controller.abort());
  return controller.signal;
}
