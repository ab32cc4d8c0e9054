import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkpointTimestamps, keepCheckpoint, publishCheckpoint } from '../../store/index.ts';
import { testStore, type TestStore } from '../support/store.ts';

const HOUR_MS = 3_600_000;
let database: TestStore;
beforeAll(async () => {
  database = await testStore();
  const { store } = database;
  // What a checkpoint covers: ten entries, the seventh of which closes bids.
  await store.plainTransaction((tx) =>
    tx.query(
      `insert into record_entry (index, id, event, canonical, leaf_hash)
       select n, gen_random_uuid(), case when n = 6 then 'bidsClosed' else 'somethingHappened' end, '{}', '00'
       from generate_series(0, 9) n`,
      [],
    ),
  );
});
afterAll(() => database.close());

const sizes = async () =>
  (await checkpointTimestamps(database.store.em(), 'record', { fromSize: 0, limit: 100 })).map(
    ({ size }) => size,
  );

async function sign(size: number): Promise<string> {
  const root = Buffer.alloc(32, size);
  const note = `log.test/record\n${size}\n${root.toString('base64')}\n\n— log.test/record AAAAAAAA\n`;
  await keepCheckpoint(database.store.em(), 'record', { size, root, note });
  return note;
}
const show = (size: number, note: string, everyMs: number | null) =>
  publishCheckpoint(database.store.em(), 'record', { size, note }, everyMs);

describe('which checkpoints are stamped', () => {
  it('the newest when its time has come, none twice, besides each that first covers a closing', async () => {
    const notes = new Map<number, string>();
    const publish = async (size: number, everyMs: number | null): Promise<void> => {
      notes.set(size, await sign(size));
      await show(size, notes.get(size)!, everyMs);
    };
    await publish(0, HOUR_MS);
    await publish(1, null);
    expect(await sizes()).toEqual([]);
    await publish(2, HOUR_MS);
    await publish(3, HOUR_MS);
    expect(await sizes()).toEqual([2]);
    // The record rests: the same checkpoint is shown again and again, and is stamped once its time has come.
    await show(3, notes.get(3)!, HOUR_MS);
    expect(await sizes()).toEqual([2]);
    await show(3, notes.get(3)!, 0);
    await show(3, notes.get(3)!, 0);
    expect(await sizes()).toEqual([2, 3]);
    await publish(6, HOUR_MS);
    expect(await sizes()).toEqual([2, 3]);
    await publish(8, HOUR_MS);
    await publish(9, HOUR_MS);
    expect(await sizes()).toEqual([2, 3, 8]);
  });

  it('is decided with the publication: neither is there when the transaction fails', async () => {
    const note = await sign(10);
    await expect(
      database.store.transaction(async (tx) => {
        await publishCheckpoint(tx, 'record', { size: 10, note }, 0);
        throw new Error('the process is killed');
      }),
    ).rejects.toThrow('killed');
    expect(await sizes()).not.toContain(10);
    await show(10, note, 0);
    // By number, not by letter: 10 comes after 8.
    expect(await sizes()).toEqual([2, 3, 8, 10]);
    const from9 = await checkpointTimestamps(database.store.em(), 'record', { fromSize: 9, limit: 1 });
    expect(from9.map(({ size }) => size)).toEqual([10]);
  });
});
