import { readRecord, recordHead } from '../../../store/index.ts';
import { storedPrivateParts } from '../../support/entry.ts';
import { schemaOf } from '../../../store/log-schema.ts';
import type { LogName } from '../../../domain/record/log-name.ts';
import type { RecordEntry } from '../../../domain/record/entry.ts';
import type { TestPlatform } from './platform.ts';

export type OpenedEntry = RecordEntry & { readonly opened: Record<string, unknown> };

/** The index after the last entry of a log, once everything handed in so far is numbered. */
export async function settledHead(platform: TestPlatform, log: LogName = 'record'): Promise<number> {
  const { store } = platform.deps;
  const { signal } = new AbortController();
  const waiting = async (): Promise<boolean> =>
    (
      await store
        .em()
        .getConnection()
        .execute<unknown[]>(`select 1 from ${schemaOf(log)}record_intake limit 1`)
    ).length > 0;
  while (await waiting())
    await platform.deps.logs[log].watch.headBeyond(await recordHead(store.em(), log), 100, signal);
  return recordHead(store.em(), log);
}

/** All entries of a log from an index on, with their private parts opened. */
export async function openedRecord(
  platform: TestPlatform,
  from = 0,
  log: LogName = 'record',
): Promise<OpenedEntry[]> {
  await settledHead(platform, log);
  const entries = await readRecord(platform.deps.store.em(), log, { from, limit: 10_000 });
  const parts = await storedPrivateParts(
    platform.deps.store.em(),
    entries.map((entry) => entry.id),
  );
  return entries.map((entry) => ({ ...entry, opened: parts.get(entry.id)?.private ?? {} }));
}
