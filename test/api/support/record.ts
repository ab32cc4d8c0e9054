import { readRecord, recordHead } from '../../../store/index.ts';
import { storedPrivateParts } from '../../support/entry.ts';
import type { RecordEntry } from '../../../domain/record/entry.ts';
import type { TestPlatform } from './platform.ts';

export type OpenedEntry = RecordEntry & { readonly opened: Record<string, unknown> };

/** The index after the last entry, once everything handed in so far is numbered. */
export async function settledHead(platform: TestPlatform): Promise<number> {
  const { store } = platform.deps;
  const { signal } = new AbortController();
  const waiting = async (): Promise<boolean> =>
    (await store.em().getConnection().execute<unknown[]>('select 1 from record_intake limit 1')).length > 0;
  while (await waiting())
    await platform.deps.recordWatch.headBeyond(await recordHead(store.em()), 100, signal);
  return recordHead(store.em());
}

/** All entries from an index on, with their private parts opened. */
export async function openedRecord(platform: TestPlatform, from = 0): Promise<OpenedEntry[]> {
  await settledHead(platform);
  const entries = await readRecord(platform.deps.store.em(), { from, limit: 10_000 });
  const parts = await storedPrivateParts(
    platform.deps.store.em(),
    entries.map((entry) => entry.id),
  );
  return entries.map((entry) => ({ ...entry, opened: parts.get(entry.id)?.private ?? {} }));
}
