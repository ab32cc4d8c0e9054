import { readRecord, recordHead, sealActs } from '../../../store/index.ts';
import type { RecordEntry } from '../../../domain/record/entry.ts';
import { ACTS_SEALED } from '../../../domain/record/sealed/index.ts';
import { storedPrivateParts } from '../../support/entry.ts';
import type { TestPlatform } from './platform.ts';

export type OpenedEntry = RecordEntry & { readonly opened: Record<string, unknown> };

/** Commits to the sealed acts that wait, if any do: in these tests no round does it by itself. */
export async function sealNow({ deps: { store } }: Pick<TestPlatform, 'deps'>): Promise<void> {
  const waiting = await store
    .em()
    .getConnection()
    .execute<{ rehearsal: boolean }[]>('select distinct rehearsal from sealed_act');
  for (const { rehearsal } of waiting) await store.transaction((tx) => sealActs(tx, { rehearsal }));
}

/** The index after the last entry, once everything handed in so far is numbered, what is sealed in its batch. */
export async function settledHead(platform: TestPlatform): Promise<number> {
  const { store } = platform.deps;
  const { signal } = new AbortController();
  await sealNow(platform);
  const waiting = async (): Promise<boolean> =>
    (await store.em().getConnection().execute<unknown[]>('select 1 from record_intake limit 1')).length > 0;
  while (await waiting())
    await platform.deps.recordWatch.headBeyond(await recordHead(store.em()), 100, signal);
  return recordHead(store.em());
}

/** All entries from an index on, with their private parts opened; the acts of a batch stand in its place. */
export async function openedRecord(platform: TestPlatform, from = 0): Promise<OpenedEntry[]> {
  await settledHead(platform);
  const em = platform.deps.store.em();
  const entries = await readRecord(em, { from, limit: 10_000 });
  const found = await em
    .getConnection()
    .execute<{ batch_id: string; canonical: string }[]>(
      'select batch_id, canonical from sealed_leaf order by act_id',
    );
  const whole = entries.flatMap((entry) => {
    if (entry.event !== ACTS_SEALED) return [entry];
    const acts = found.filter((line) => line.batch_id === entry.id);
    const { index, leafHash } = entry;
    return acts.map((line) => ({ ...(JSON.parse(line.canonical) as RecordEntry), index, leafHash }));
  });
  const parts = await storedPrivateParts(
    em,
    whole.map((entry) => entry.id),
  );
  return whole.map((entry) => ({ ...entry, opened: parts.get(entry.id)?.private ?? {} }));
}
