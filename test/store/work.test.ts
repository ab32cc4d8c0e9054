import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import type { TenderState } from '../../domain/tender/index.ts';
import {
  bringWorkUpToDate,
  liveProcesses,
  openWork,
  overdueCases,
  readFence,
  saveComplaint,
  saveState,
  updateFence,
  type QueuePlace,
} from '../../store/index.ts';
import { complainant, Complaint, filing, objectedTender } from '../support/complaints.ts';
import { bidder, exampleCommands as example, moment, processAt } from '../support/process.ts';
import { putTender } from '../support/launched.ts';
import { testStore, type TestStore } from '../support/store.ts';

let database: TestStore;
beforeAll(async () => {
  database = await testStore();
});
afterAll(() => database.close());

const sql = (text: string, values: unknown[] = []) =>
  database.store.plainTransaction((tx) => tx.query(text, values));

const workOf = async (tenderId: string) =>
  (await sql(
    `select kind, key, waits_since, falls, role, uscc from work where tender_id = $1 order by kind, key`,
    [tenderId],
  )) as { kind: string; key: string; waits_since: string; falls: boolean }[];

/** A tender with an objection of 14 September, whose reply is due by the end of the 17th, its clock at an instant. */
async function objected(at: string): Promise<TenderState> {
  const process = processAt('documents');
  process.give(example.object(), bidder, '2026-09-14 10:00');
  return putTender(database.store, process.state, { at: moment(at) });
}

describe('the work of a case', () => {
  it('is saved with its state, and what is done is gone', async () => {
    const state = await objected('2026-09-16 12:00');
    expect((await workOf(state.id)).map(({ kind, key }) => [kind, key])).toEqual([
      ['duty', `${state.id}/reply:objection-1`],
      ['step', `${state.id}/closeDocuments`],
    ]);
    const met = {
      ...state,
      duties: state.duties.map((one) => ({ ...one, metAt: moment('2026-09-16 13:00') })),
    };
    await database.store.transaction((tx) => saveState(tx, met));
    expect((await workOf(state.id)).map(({ kind }) => kind)).toEqual(['step']);
  });

  it('is not written again where it stands as it stood', async () => {
    const state = await objected('2026-09-16 12:00');
    const versions = () => sql(`select xmin::text from work where tender_id = $1 order by key`, [state.id]);
    const before = await versions();
    await database.store.transaction((tx) => saveState(tx, { ...state, version: state.version + 1 }));
    expect(await versions()).toEqual(before);
  });

  it('moves with the clock of its rehearsal, that of its complaints too', async () => {
    const state = await putTender(database.store, objectedTender(), { at: moment('2026-09-17 11:00') });
    const complaint = new Complaint(state);
    complaint.give(filing({ id: uuidv7() }), complainant, '2026-09-17 10:00');
    const filed = complaint.now;
    const ids = { complainant: uuidv7(), authority: uuidv7() };
    for (const partyId of Object.values(ids))
      await sql(
        `insert into party (id, uscc, name, address, kinds, registered_at) values ($1, $2, 'x', '-', '{}', 0)`,
        [partyId, `USCC-${partyId}`],
      );
    await database.store.transaction((tx) =>
      saveComplaint(tx, {
        ...filed,
        complainant: { ...filed.complainant, partyId: ids.complainant },
        authority: { ...filed.authority, partyId: ids.authority },
      }),
    );
    const before = await workOf(state.id);
    expect(before.map(({ kind }) => kind)).toContain('complaint-duty');
    await database.store.transaction(async (tx) => {
      const { shiftMs } = (await readFence(tx, state.id, 'exclusive'))!;
      await updateFence(tx, state.id, { shiftMs: shiftMs + 3_600_000 });
    });
    const after = await workOf(state.id);
    expect(after.map(({ waits_since: at }) => Number(at))).toEqual(
      before.map(({ waits_since: at }) => Number(at) - 3_600_000),
    );
  });

  it('waits for whoever moves the clock meanwhile, and falls due by the clock as it stands then', async () => {
    const state = await objected('2026-09-16 12:00');
    const [was] = await workOf(state.id);
    let saving: Promise<void> = Promise.resolve();
    await database.store.transaction(async (tx) => {
      const { shiftMs } = (await readFence(tx, state.id, 'exclusive'))!;
      const duties = state.duties.map((one) => ({ ...one, dueAt: one.dueAt + 1_000 }));
      saving = database.store.transaction((other) => saveState(other, { ...state, duties }));
      await updateFence(tx, state.id, { shiftMs: shiftMs + 60_000 });
    });
    await saving;
    const [is] = await workOf(state.id);
    expect(Number(is!.waits_since)).toBe(Number(was!.waits_since) - 60_000 + 1_000);
  });

  it('is derived for what an earlier version saved, once, and what cannot be read stops nothing', async () => {
    const [old, broken] = [await objected('2026-09-16 12:00'), await objected('2026-09-16 12:00')];
    for (const { id } of [old, broken]) {
      await sql(`delete from work where tender_id = $1`, [id]);
      // As a worker that knows no list of work saves a state: the version goes on, that of the work does not.
      await sql(`update tender set state = jsonb_set(state, '{version}', '99') where id = $1`, [id]);
    }
    await sql(`update tender set state = state - 'draft' where id = $1`, [broken.id]);
    const failed = [{ id: broken.id, reason: expect.stringContaining('undefined') }];
    expect(await bringWorkUpToDate(database.store)).toEqual({ saved: 1, failed });
    expect(await workOf(old.id)).toHaveLength(2);
    expect(await bringWorkUpToDate(database.store)).toEqual({ saved: 0, failed });
    await sql(`update tender set work_version = 99 where id = $1`, [broken.id]);
  });

  it('tells what is overdue and has to run, that of a tender which ended too', async () => {
    const { store } = database;
    // The documents are no longer issued, and the closing rests with the process: the reply is all that falls due.
    const state: TenderState = { ...(await objected('2026-09-17 23:59')), phase: 'bidding' };
    await store.transaction((tx) => saveState(tx, state));
    const overdue = async () => (await overdueCases(store.em(), 60_000, 1_000)).map(({ id }) => id);
    const live = async () => (await liveProcesses(store.em())).filter(({ id }) => id === state.id);
    expect(await overdue()).not.toContain(state.id);
    await store.transaction(async (tx) => {
      const { shiftMs } = (await readFence(tx, state.id, 'exclusive'))!;
      await updateFence(tx, state.id, { shiftMs: shiftMs + 180_000 });
    });
    expect(await overdue()).toContain(state.id);
    const ended: TenderState = { ...state, outcome: 'terminated' };
    await store.transaction((tx) => saveState(tx, ended));
    expect(await live()).toEqual([{ kind: 'tender', id: state.id }]);
    const timedOut = ended.duties.map((one) => ({ ...one, timedOutAt: one.dueAt }));
    await store.transaction((tx) => saveState(tx, { ...ended, duties: timedOut }));
    expect([await live(), (await overdue()).includes(state.id)]).toEqual([[], false]);
  });

  it('is listed a page at a time, each item once, soonest due first', async () => {
    const uscc = '91130200MA00000099';
    for (const at of [
      '2026-09-16 12:00',
      '2026-09-15 12:00',
      '2026-09-17 12:00',
      '2026-09-16 12:00',
      '2026-09-14 12:00',
    ]) {
      const state = await objected(at);
      const draft = { ...state.draft, tenderee: { ...state.draft.tenderee, uscc } };
      await database.store.transaction((tx) =>
        saveState(tx, { ...state, draft, version: state.version + 1 }),
      );
    }
    const reader = { role: 'tenderee', partyId: uuidv7(), uscc, mandates: [] } as const;
    const seen: [number, string][] = [];
    for (let after: QueuePlace | null = null; ;) {
      const page: readonly QueuePlace[] = await openWork(
        database.store.em(),
        reader,
        { late: false, soonMs: null },
        { after, limit: 2 },
      );
      seen.push(...page.map(({ waitsSinceAt, key }): [number, string] => [waitsSinceAt, key]));
      if (page.length < 2) break;
      after = page.at(-1)!;
    }
    expect(new Set(seen.map(([, key]) => key)).size).toBe(5);
    expect(seen.map(([at]) => at)).toEqual(seen.map(([at]) => at).toSorted((a, b) => a - b));
  });
});
