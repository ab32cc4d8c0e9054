import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { ACTS_SEALED } from '../../domain/record/sealed/index.ts';
import type { LogName } from '../../domain/record/log-name.ts';
import { parseInstant } from '../../domain/time/instant.ts';
import {
  enterRecord,
  sealActs,
  sealDueRound,
  sealedAct,
  sealedActsOf,
  secretId,
  type Tx,
} from '../../store/index.ts';
import { SEALED_EVENTS_SQL } from '../../store/migrations/sealed-events.sql.ts';
import { entryOf } from '../support/entry.ts';
import { tenderWithFence, testStore, type TestStore } from '../support/store.ts';
import { until } from '../support/until.ts';

let database: TestStore;
beforeEach(async () => {
  database = await testStore();
});
afterEach(() => database.close());

const SECOND = 1_000;
/** An interval whose last instant lies decades back, so that no round of it is ever due. */
const NEVER = 1e12;

type Intake = { body: { event: string; data: Record<string, unknown>; recordedAtMs: number } };
const sql = <T extends object>(text: string): Promise<T[]> =>
  database.store.em().getConnection().execute<T[]>(text);
const batchesIn = async (schema = ''): Promise<Intake['body'][]> =>
  (await sql<Intake>(`select body from ${schema}record_intake order by seq`))
    .map(({ body }) => body)
    .filter(({ event }) => event === ACTS_SEALED);
const count = async (table: string): Promise<number> =>
  Number((await sql<{ count: string }>(`select count(*) as count from ${table}`))[0]?.count);

const act = (rehearsal = false) =>
  entryOf({ id: secretId(), event: 'bidReceived', role: 'bidder', rehearsal });
const enter = async (tx: Tx, rehearsal = false): Promise<string> => {
  const entry = act(rehearsal);
  await enterRecord(tx, entry);
  return entry.id;
};
const roundOf = (log: LogName, everyMs: number, idleEveryMs: number) =>
  database.store.transaction((tx) => sealDueRound(tx, log, everyMs, idleEveryMs));

/** A tender of which the public knows that it is before its opening. */
async function openTender(): Promise<string> {
  const id = await tenderWithFence(database.store);
  await sql(`update tender set status = 'launched', phase = 'bidding' where id = '${id}'`);
  return id;
}

describe('rounds of sealed acts', () => {
  it('are taken at whole intervals while a tender is before its opening, also where nothing was done', async () => {
    const tenderId = await openTender();
    await until(async () => ((await roundOf('record', SECOND, NEVER)) ? true : null));
    await until(async () => ((await roundOf('record', SECOND, NEVER)) ? true : null));
    const found = await batchesIn();
    expect(found).toHaveLength(2);
    const ends = found.map(({ data }) => parseInstant(String(data['untilAt'])));
    expect(ends.map((end) => end % SECOND)).toEqual([0, 0]);
    expect(found.map(({ recordedAtMs }) => Number(recordedAtMs))).toEqual(ends);
    expect(found[1]!.data['fromAt']).toBe(found[0]!.data['untilAt']);
    expect(await count('sealed_leaf')).toBe(0);
    // The other log has tenders of its own, and after the end the long interval holds.
    expect(await roundOf('rehearsals', SECOND, NEVER)).toBe(false);
    await sql(`update tender set outcome = 'terminated' where id = '${tenderId}'`);
    expect(await roundOf('record', SECOND, NEVER)).toBe(false);
  });

  it('hold nothing up while another makes a batch, and leave what is not committed to the next', async () => {
    await openTender();
    const late = Promise.withResolvers<void>();
    const began = Promise.withResolvers<string>();
    const slow = database.store.transaction(async (tx) => {
      began.resolve(await enter(tx));
      await late.promise;
    });
    const id = await began.promise;
    const em = () => database.store.em();
    await database.store.transaction(async (tx) => {
      await sealActs(tx, 'record');
      expect(await roundOf('record', SECOND, NEVER)).toBe(false);
    });
    expect(await sealedAct(em(), 'record', id)).toBeNull();
    late.resolve();
    await slow;
    await database.store.transaction((tx) => sealActs(tx, 'record'));
    const sealed = await sealedAct(em(), 'record', id);
    const [, second] = await sql<{ id: string }>(`select id from sealed_batch order by until_at`);
    expect(sealed).toMatchObject({ id, batchId: second!.id });
    expect(await count('sealed_act')).toBe(0);
  });
});

describe('what is sealed', () => {
  it('is kept apart by log, and undone with its transaction', async () => {
    const { store } = database;
    const [real, rehearsed] = await store.transaction(async (tx) => [await enter(tx), await enter(tx, true)]);
    const undone = store.transaction(async (tx) => {
      await sealActs(tx, 'record');
      throw new Error('killed');
    });
    await expect(undone).rejects.toThrow('killed');
    expect([await count('sealed_act'), await count('sealed_batch'), (await batchesIn()).length]).toEqual([
      1, 0, 0,
    ]);
    await store.transaction((tx) => sealActs(tx, 'record'));
    expect(await sealedAct(store.em(), 'record', real!)).toMatchObject({ id: real });
    expect(await sealedAct(store.em(), 'rehearsals', rehearsed!)).toBeNull();
    await store.transaction((tx) => sealActs(tx, 'rehearsals'));
    expect(await sealedAct(store.em(), 'rehearsals', rehearsed!)).toMatchObject({ id: rehearsed });
    expect(await sealedAct(store.em(), 'record', rehearsed!)).toBeNull();
    expect(await batchesIn('rehearsals.')).toHaveLength(1);
  });

  it('of very many acts has the time to be made: it is not ended, and begun again with still more of them', async () => {
    const { store } = database;
    const held = (tx: Tx) =>
      tx
        .getConnection()
        .execute<{ ms: string }[]>(
          `select extract(epoch from current_setting('idle_in_transaction_session_timeout')::interval) * 1000 as ms`,
          [],
          'all',
          tx.getTransactionContext(),
        );
    const none = await store.transaction(async (tx) => {
      await sealActs(tx, 'record');
      return Number((await held(tx))[0]!.ms);
    });
    const acts = 1_000;
    await store.transaction(async (tx) => {
      for (let entered = 0; entered < acts; entered++) await enter(tx);
    });
    const many = await store.transaction(async (tx) => {
      await sealActs(tx, 'record');
      return Number((await held(tx))[0]!.ms);
    });
    // A thousand take under two seconds; thousands of seconds would let a process that stands still hold up all closings.
    expect(many - none).toBeGreaterThanOrEqual(2 * acts);
    expect(many).toBeLessThan(60_000);
    expect(await count('sealed_leaf')).toBe(acts);
  });

  it('is found by its event, without a look at what else there is: that would count it', async () => {
    const { store } = database;
    const tenderId = await tenderWithFence(store);
    const ids = await store.transaction(async (tx) => {
      for (let bid = 0; bid < 400; bid++)
        await enterRecord(tx, entryOf({ id: secretId(), tenderId, event: 'bidReceived', role: 'bidder' }));
      const refused = (): Promise<string> => {
        const id = secretId();
        return enterRecord(tx, entryOf({ id, tenderId, event: 'grievanceRefused', role: 'bidder' })).then(
          () => id,
        );
      };
      const both = [await refused(), await refused()];
      await sealActs(tx, 'record');
      return both;
    });
    await sql('analyze sealed_leaf');
    await store.transaction(async (tx) => {
      // Counts what this connection has read so far.
      const rowsRead = async (): Promise<number> => {
        const [read] = await tx
          .getConnection()
          .execute<{ count: string }[]>(
            `select seq_tup_read + idx_tup_fetch as count from pg_stat_xact_user_tables where relname = 'sealed_leaf' and schemaname = 'public'`,
            [],
            'all',
            tx.getTransactionContext(),
          );
        return Number(read?.count ?? 0);
      };
      const page = { tenderId, events: ['grievanceRefused'], after: null, limit: 200 } as const;
      const before = await rowsRead();
      const found = await sealedActsOf(tx, 'record', page);
      expect(found.map(({ id }) => id)).toEqual(ids.toSorted());
      expect((await rowsRead()) - before).toBe(2);
      const none = { ...page, events: ['unfoundedComplaintsCounted'] } as const;
      expect(await sealedActsOf(tx, 'record', none)).toEqual([]);
      const after = { ...page, after: ids.toSorted()[0]! };
      expect(await sealedActsOf(tx, 'record', after)).toHaveLength(1);
    });
  });

  it('of before events stood beside it is given its own', async () => {
    const { store } = database;
    const ids = await store.transaction(async (tx) => {
      const bid = await enter(tx);
      const refused = (command: string): Promise<string> => {
        const id = secretId();
        const entry = entryOf({ id, event: 'commandRefused', role: 'bidder', data: { command } });
        return enterRecord(tx, entry).then(() => id);
      };
      const acts = [bid, await refused('submitBid'), await refused('fileComplaint')];
      await sealActs(tx, 'record');
      return acts;
    });
    for (const schema of ['public', 'rehearsals']) {
      await sql(`alter table ${schema}.sealed_leaf drop column event`);
      await sql(`create index sealed_leaf_tender on ${schema}.sealed_leaf (tender_id, act_id)`);
    }
    for (const statement of SEALED_EVENTS_SQL) await sql(statement);
    const found = await sql<{ act_id: string; event: string }>('select act_id, event from sealed_leaf');
    expect(Object.fromEntries(found.map(({ act_id, event }) => [act_id, event]))).toEqual({
      [ids[0]!]: 'bidReceived',
      [ids[1]!]: 'commandRefused',
      [ids[2]!]: 'grievanceRefused',
    });
    await expect(sql(`update sealed_leaf set event = 'bidReceived'`)).rejects.toMatchObject({
      code: '23001',
    });
  });

  it('stays: nothing of it is changed or taken away', async () => {
    await database.store.transaction(async (tx) => {
      await enter(tx, true);
      await enter(tx);
      await sealActs(tx, 'record');
      await enter(tx);
    });
    for (const text of [
      'update sealed_act set body = body',
      'delete from sealed_act',
      'truncate sealed_act',
      'delete from rehearsals.sealed_act',
      'update sealed_leaf set position = 1',
      'delete from sealed_leaf',
      'update sealed_batch set until_at = 1',
      'truncate rehearsals.sealed_leaf',
    ])
      await expect(sql(text)).rejects.toMatchObject({ code: '23001' });
    expect([await count('sealed_leaf'), await count('sealed_act')]).toEqual([1, 1]);
  });
});

describe('ids of what is done in secret', () => {
  it('advance no counter that other ids of the same millisecond show', async () => {
    const counterOf = (id: string): bigint => {
      const bits = BigInt(`0x${id.replaceAll('-', '')}`);
      return (((bits >> 64n) & 0xfffn) << 20n) | ((bits >> 42n) & 0xfffffn);
    };
    const pair = await until(() => {
      const first = uuidv7();
      for (let other = 0; other < 5; other++) secretId();
      const second = uuidv7();
      return Promise.resolve(first.slice(0, 13) === second.slice(0, 13) ? { first, second } : null);
    });
    expect(counterOf(pair.second) - counterOf(pair.first)).toBe(1n);
  });
});
