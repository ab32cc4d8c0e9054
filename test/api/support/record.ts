import { sealActs, readRecord, recordHead } from '../../../store/index.ts';
import { schemaOf } from '../../../store/log-schema.ts';
import type { LogName } from '../../../domain/record/log-name.ts';
import type { RecordEntry } from '../../../domain/record/entry.ts';
import { ACTS_SEALED } from '../../../domain/record/sealed/index.ts';
import { storedPrivateParts } from '../../support/entry.ts';
import type { TestPlatform } from './platform.ts';

export type OpenedEntry = RecordEntry & { readonly opened: Record<string, unknown> };

/** Commits to the sealed acts of a log that wait, if any do: in these tests no round does it by itself. */
export async function sealNow(
  { deps: { store } }: Pick<TestPlatform, 'deps'>,
  log: LogName = 'record',
): Promise<void> {
  const waiting = await store
    .em()
    .getConnection()
    .execute<unknown[]>(`select 1 from ${schemaOf(log)}sealed_act limit 1`);
  if (waiting.length > 0) await store.transaction((tx) => sealActs(tx, log));
}

/** The index after the last entry of a log, once everything handed in so far is numbered, what is sealed in its batch. */
export async function settledHead(platform: TestPlatform, log: LogName = 'record'): Promise<number> {
  const { store } = platform.deps;
  const { signal } = new AbortController();
  await sealNow(platform, log);
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

/** All entries of a log from an index on, with their private parts opened; the acts of a batch stand in its place. */
export async function openedRecord(
  platform: TestPlatform,
  from = 0,
  log: LogName = 'record',
): Promise<OpenedEntry[]> {
  await settledHead(platform, log);
  const em = platform.deps.store.em();
  const entries = await readRecord(em, log, { from, limit: 10_000 });
  const found = await em
    .getConnection()
    .execute<{ batch_id: string; canonical: string }[]>(
      `select batch_id, canonical from ${schemaOf(log)}sealed_leaf order by act_id`,
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
