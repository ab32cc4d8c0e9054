import type { Logger } from 'pino';
import type { BlobStore } from '../runtime/storage/index.ts';
import { removeUnnamed, runElectedRounds, type RemovedBytes, type Store } from '../store/index.ts';
import { reasonOf } from './delivery/turn.ts';

/** The advisory lock that one collector holds at a time. Any fixed number serves; this one spells "coll". */
const LEADER_LOCK = 0x636f6c6c;
/** How many stored files one round removes at most, so that it never takes the storage for itself. */
const AT_ONCE = 100;

export interface CollectorDeps {
  readonly store: Pick<Store, 'plainTransaction'>;
  readonly blobs: Pick<BlobStore, 'remove'>;
  readonly logger: Logger;
}

/**
 * Removes stored bytes that nothing names, in rounds, until the signal says stop. It is apart from the keeper, which may
 * not wait for a storage that does not answer. One acts at a time; two at once do no harm, for each file is removed
 * while its note is held.
 */
export async function runCollector(
  deps: CollectorDeps,
  given: { readonly databaseUrl: string; readonly everyMs: number; readonly signal: AbortSignal },
): Promise<void> {
  const { databaseUrl, everyMs, signal } = given;
  const { logger } = deps;
  await runElectedRounds({ databaseUrl, lock: LEADER_LOCK, name: 'collector', signal, logger }, async () => {
    await collectUnnamed(deps, signal).catch((error: unknown) => {
      logger.warn(
        { reason: reasonOf(error) },
        'stored bytes that nothing names were not removed: tried again',
      );
    });
    return everyMs;
  });
}

/** One round. Throws what the storage or the database throws; what was removed before stays so. */
export async function collectUnnamed(
  { store, blobs, logger }: CollectorDeps,
  signal?: AbortSignal,
): Promise<RemovedBytes> {
  const remove = (sha256: string): Promise<void> => blobs.remove(sha256);
  const found = await removeUnnamed(store, remove, { atMost: AT_ONCE, ...(signal && { signal }) });
  // Which they were is nobody's to read: a bid may be among them.
  if (found.removed > 0)
    logger.info({ removed: found.removed }, 'stored bytes that nothing names were removed');
  return found;
}
