import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DecisionDeps } from '../../../activities/decisions/deps.ts';
import { createDecisions } from '../../../activities/decisions/index.ts';
import type { TenderState } from '../../../domain/tender/ground/state.ts';
import { isoShanghai } from '../../../domain/time/instant.ts';
import {
  databaseNow,
  enterRecord,
  loadState,
  readFence,
  readFenceUnlocked,
  sealedAct,
  secretId,
  simulateOutage,
  type Store,
} from '../../../store/index.ts';
import { entryOf } from '../../support/entry.ts';
import { putTender } from '../../support/launched.ts';
import { calendarToday, moment, processAt } from '../../support/process.ts';
import { testStore, type TestStore } from '../../support/store.ts';
import { until } from '../../support/until.ts';

const DEADLINE_AT = moment('2026-09-30 09:00');
const NEXT_AT = moment('2026-10-08 09:00');

let given: TestStore;
let store: Store;
beforeAll(async () => {
  given = await testStore();
  ({ store } = given);
});
afterAll(() => given.close());
beforeEach(() => sql('delete from availability_span'));

const sql = (text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> =>
  store.plainTransaction((tx) => tx.query(text, values));

const decisions = (downtimeRule: boolean) =>
  createDecisions({
    store,
    downtimeRule,
    remindBeforeMs: 0,
    platform: { publicUrl: 'http://platform.test', platformName: '平台', ocidPrefix: 'ocds-test' },
    calendar: () => Promise.resolve(calendarToday()),
    wake: () => Promise.resolve(),
  } as DecisionDeps);

/** A rehearsal whose deadline has just come, with outages of so many minutes before it. */
async function rehearsal(...outages: readonly [before: number, minutes: number][]): Promise<TenderState> {
  const state = await putTender(store, processAt('bidding').state, { at: DEADLINE_AT + 1_000 });
  for (const [before, minutes] of outages) {
    const fromAt = DEADLINE_AT - before * 60_000;
    await store.transaction((tx) =>
      simulateOutage(tx, { tenderId: state.id, fromAt, untilAt: fromAt + minutes * 60_000, reason: '演练' }),
    );
  }
  return state;
}

async function found(id: string) {
  const [state, fence] = [await loadState(store.em(), id, false), await readFenceUnlocked(store.em(), id)];
  const entries = await sql(
    `select body->>'event' as event, body->'data' as data, body->>'rule' as rule from rehearsals.record_intake
     where body->>'tenderId' = $1 order by seq`,
    [id],
  );
  return { state: state!, fence: fence!, entries };
}

describe('the closing after an outage', () => {
  it('moves deadline and fence instead of closing, with the outages on the record, and once', async () => {
    const { id } = await rehearsal([50, 20], [20, 10]);
    const close = { tenderId: id, dueAt: DEADLINE_AT };
    const { facts } = await decisions(true).closeBids(close);
    expect(facts).toMatchObject({ phase: 'bidding', bidDeadlineAt: NEXT_AT });
    await decisions(true).closeBids(close);
    const { state, fence, entries } = await found(id);
    expect(state.milestones.bidsClosed).toBeUndefined();
    expect([fence.bidDeadlineAt, fence.closedAt]).toEqual([NEXT_AT, null]);
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({ event: 'bidDeadlineMoved', rule: 'INT-07' });
    expect(entries[0]?.['data']).toMatchObject({
      because: 'downtime',
      toAt: isoShanghai(NEXT_AT),
      outages: [
        { fromAt: isoShanghai(DEADLINE_AT - 50 * 60_000), untilAt: isoShanghai(DEADLINE_AT - 30 * 60_000) },
        { fromAt: isoShanghai(DEADLINE_AT - 20 * 60_000), untilAt: isoShanghai(DEADLINE_AT - 10 * 60_000) },
      ],
    });
  });

  it('closes where the outages are too short', async () => {
    const { id } = await rehearsal([50, 20], [20, 9]);
    await decisions(true).closeBids({ tenderId: id, dueAt: DEADLINE_AT });
    const { state, fence } = await found(id);
    expect(state.milestones.bidsClosed).toBe(DEADLINE_AT);
    expect(fence.closedAt).not.toBeNull();
  });

  it('closes where the rule is off', async () => {
    const { id } = await rehearsal([60, 60]);
    await decisions(false).closeBids({ tenderId: id, dueAt: DEADLINE_AT });
    expect((await found(id)).state.milestones.bidsClosed).toBe(DEADLINE_AT);
  });

  it('takes no measured outage for a rehearsal, and no other for a real tender', async () => {
    const now = await databaseNow(store.em());
    // Measured: nothing but a look two hours ago, and one now.
    for (const at of [now - 7_200_000, now]) {
      await sql(
        `insert into availability_span (source, kind, up, from_at, until_at) values ('api-1', 'api', true, $1, $1)`,
        [at],
      );
    }
    const { id } = await rehearsal();
    await decisions(true).closeBids({ tenderId: id, dueAt: DEADLINE_AT });
    expect((await found(id)).state.milestones.bidsClosed).toBe(DEADLINE_AT);

    const dueAt = now - 1_000;
    const { state } = processAt('bidding');
    const late: TenderState = { ...state, bidDeadlineAt: dueAt };
    const real = await putTender(store, late, { at: now, rehearsal: false });
    await decisions(true).closeBids({ tenderId: real.id, dueAt });
    const after = await found(real.id);
    expect(after.state.milestones.bidsClosed).toBeUndefined();
    expect(after.state.bidDeadlineAt).toBeGreaterThan(now);
    expect(after.fence.bidDeadlineAt).toBe(after.state.bidDeadlineAt);
  });
});

describe('a tender that ends before its deadline', () => {
  const at = moment('2026-09-20 10:00');

  /** Receives its termination; gives the decision of it, to be begun. */
  async function terminating(): Promise<{ id: string; decide: () => Promise<{ status: string }> }> {
    const { id, draft } = await putTender(store, processAt('bidding').state, { at });
    const actor = {
      role: 'agency',
      personId: null,
      partyId: null,
      uscc: draft.agency!.uscc,
      partyName: draft.agency!.name,
    } as const;
    await sql(
      `insert into command (id, tender_id, name, payload, actor, address, payload_hash, received_at, at, status)
       values ($1, $1, 'terminateTender', $2, $3, '-', '-', $4, $4, 'received')`,
      [id, JSON.stringify({ name: 'terminateTender', reason: '规划调整' }), JSON.stringify(actor), at],
    );
    return { id, decide: () => decisions(false).handleCommand({ tenderId: id, commandId: id }) };
  }

  it('closes its fence with it: no bid comes in afterwards', async () => {
    const { id, decide } = await terminating();
    expect((await decide()).status).toBe('accepted');
    const { fence, state: after } = await found(id);
    expect([after.outcome, fence.closedAt]).toEqual(['terminated', at]);
  });

  it('has a bid that is under way meanwhile in the batch before its end: no batch follows soon that would keep its promise', async () => {
    const { id, decide } = await terminating();
    const [received, done] = [Promise.withResolvers<string>(), Promise.withResolvers<void>()];
    const bid = store.transaction(async (tx) => {
      await readFence(tx, id, 'share');
      const entry = entryOf({
        id: secretId(),
        tenderId: id,
        event: 'bidReceived',
        role: 'bidder',
        rehearsal: true,
      });
      await enterRecord(tx, entry);
      received.resolve(entry.id);
      await done.promise;
    });
    const actId = await received.promise;
    const decided = decide();
    await until(async () => {
      const waiting = await sql(
        `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return waiting.length > 0 || null;
    });
    done.resolve();
    await bid;
    expect((await decided).status).toBe('accepted');
    expect(await sealedAct(store.em(), 'rehearsals', actId)).toMatchObject({ id: actId });
    expect((await found(id)).entries.map(({ event }) => event)).toEqual(['tenderTerminated']);
  });
});
