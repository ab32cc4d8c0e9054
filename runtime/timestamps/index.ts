import { readFile } from 'node:fs/promises';
import { ConfigError, type Config } from '../config.ts';
import { certificatesOf, isForDevelopment } from './certificates.ts';
import { timestampClient, type Timestamper } from './client.ts';

export type { Timestamp, Timestamper } from './client.ts';
export { grantingReply, REPLY_TYPE } from './messages.ts';
export { TimestampError } from './refusal.ts';

/**
 * The client of the configured authorities. With none it refuses every stamp and says so: what is queued
 * waits until there is one. Throws a ConfigError when the roots cannot be read, or when one of them is for
 * development only although OPENSEAL_PRODUCTION is true.
 */
export async function createTimestamper(
  config: Pick<Config, 'timestamps' | 'production'>,
): Promise<Timestamper> {
  const { urls, timeoutMs } = config.timestamps;
  const pem = await timestampRoots(config);
  const anchors = pem === null ? [] : certificatesOf(pem);
  return timestampClient({ urls, anchors, timeoutMs });
}

/** The roots that are trusted for time-stamps, as PEM; null when none are configured. Throws a ConfigError. */
export async function timestampRoots({
  timestamps: { rootsFile },
  production,
}: Pick<Config, 'timestamps' | 'production'>): Promise<string | null> {
  if (rootsFile === null) return null;
  const pem = await readFile(rootsFile, 'utf8').catch((error: unknown) => {
    throw new ConfigError(`OPENSEAL_TSA_ROOTS: ${error instanceof Error ? error.message : String(error)}`);
  });
  let forDevelopment: boolean;
  try {
    forDevelopment = certificatesOf(pem).some(isForDevelopment);
  } catch (error) {
    throw new ConfigError(
      `OPENSEAL_TSA_ROOTS: ${rootsFile} holds no certificates: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  if (production && forDevelopment)
    throw new ConfigError(
      `OPENSEAL_TSA_ROOTS: OPENSEAL_PRODUCTION=true refuses ${rootsFile}, which is for development only`,
    );
  return pem;
}
