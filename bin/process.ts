import { assertFitForProduction } from '../api/pki/verifier.ts';
import { ConfigError, type Config } from '../runtime/config.ts';
import { openStore } from '../store/index.ts';

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
  } finally {
    await store.close();
  }
}

/** Output that nobody takes, as on a full disk, is lost and ends nothing. */
export function outliveOutput(): void {
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
