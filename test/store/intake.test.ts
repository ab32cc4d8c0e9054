import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import pino from 'pino';
import { afterIntake, StillArriving } from '../../activities/decisions/intake.ts';
import type { Actor } from '../../domain/case/actor.ts';
import { platformRefusal } from '../../domain/refusal.ts';
import { parseInstant } from '../../domain/time/instant.ts';
import {
  acceptBid,
  closeFence,
  databaseNow,
  Intake,
  intakeHolding,
  lookAtClock,
  readFenceUnlocked,
  type Arrival,
  type FenceReading,
} from '../../store/index.ts';
import { bidderIn, claimOf, tenderWithFence, testStore, type TestStore } from '../support/store.ts';
import { untilTrue } from '../support/until.ts';

let database: TestStore;
let intake: Intake | null = null;
beforeAll(async () => {
  database = await testStore();
});
afterEach(async () => {
  await intake?.close();
  intake = null;
});
afterAll(async () => database.close());

const late = platformRefusal('late', '逾期', 'late');
const inTime = (at: number, fence: FenceReading) =>
  fence.closedAt === null && at < fence.bidDeadlineAt ? null : late;

function submit(tenderId: string, actor: Actor, arrival: Arrival | null) {
  return acceptBid(database.store, {
    tenderId,
    actor,
    address: '127.0.0.1',
    arrival,
    sha256: 'b'.repeat(64),
    sizeBytes: 1,
    claim: claimOf(actor),
    admit: inTime,
    sign: () => Promise.resolve('signature'),
    rule: null,
    isKept: () => Promise.resolve(true),
  });
}

/** An arrival at this moment, with the look that a process has of the database's clock. */
async function arriving(): Promise<Arrival> {
  const look = await lookAtClock(database.store.em());
  return { momentMs: performance.now(), look };
}

/** Waits until the database's clock has passed a tender's deadline. */
async function deadlinePassed(tenderId: string): Promise<number> {
  const { bidDeadlineAt } = (await readFenceUnlocked(database.store.em(), tenderId))!;
  await untilTrue(async () => (await databaseNow(database.store.em())) > bidDeadlineAt);
  return bidDeadlineAt;
}

describe('a bid that comes to the database after the deadline', () => {
  it('is taken when it arrived before, and says within which bounds', async () => {
    const { store } = database;
    const actor = await bidderIn(store, 'in time');
    const tenderId = await tenderWithFence(store, 2_000);
    const arrival = await arriving();
    const deadlineAt = await deadlinePassed(tenderId);
    const answer = await submit(tenderId, actor, arrival);
    if (!('receipt' in answer)) throw new Error('it was refused');
    const { receipt } = answer;
    expect(parseInstant(receipt.receivedAt)).toBeLessThan(deadlineAt);
    expect(receipt.arrival!.latest).toBe(receipt.receivedAt);
    expect(parseInstant(receipt.arrival!.earliest)).toBeLessThanOrEqual(parseInstant(receipt.receivedAt));
    expect(parseInstant(receipt.arrival!.takenAt)).toBeGreaterThan(deadlineAt);
  });

  it('is refused when it arrived then, or nobody knows when', async () => {
    const { store } = database;
    const actor = await bidderIn(store, 'late');
    const tenderId = await tenderWithFence(store, 100);
    await deadlinePassed(tenderId);
    expect(await submit(tenderId, actor, await arriving())).toHaveProperty('refusal');
    expect(await submit(tenderId, actor, null)).toHaveProperty('refusal');
  });

  it('is refused when the clocks do not agree: a machine slept, or a clock was set', async () => {
    const { store } = database;
    const actor = await bidderIn(store, 'asleep');
    const tenderId = await tenderWithFence(store, 100);
    await deadlinePassed(tenderId);
    const { momentMs, look } = await arriving();
    for (const aheadMs of [-300_000, -5_000, 5_000]) {
      const forged = { ...look!, instant: look!.instant + aheadMs };
      expect(await submit(tenderId, actor, { momentMs, look: forged })).toHaveProperty('refusal');
    }
  });

  it('is refused once the bids are closed, whenever it arrived', async () => {
    const { store } = database;
    const actor = await bidderIn(store, 'closed out');
    const tenderId = await tenderWithFence(store, 2_000);
    const arrival = await arriving();
    await deadlinePassed(tenderId);
    await store.transaction((tx) => closeFence(tx, tenderId));
    expect(await submit(tenderId, actor, arrival)).toHaveProperty('refusal');
  });
});

describe('the closing', () => {
  const opened = async (): Promise<Intake> => {
    const { databaseUrl } = database;
    const logger = pino({ level: 'silent' });
    intake = new Intake({ databaseUrl, address: `test:${randomUUID()}`, logger });
    await intake.start();
    return intake;
  };
  /** As the process of a tender closes it. */
  const closing = (tenderId: string, dueAt: number) =>
    afterIntake(database.store, () =>
      database.store.transaction(async (tx) => {
        if ((await intakeHolding(tx, tenderId, dueAt)) > 0) throw new StillArriving(tenderId, dueAt);
        return closeFence(tx, tenderId);
      }),
    );

  it('waits for what arrived in time, and for nothing that comes later', async () => {
    const { store } = database;
    const actor = await bidderIn(store, 'on its way');
    const tenderId = await tenderWithFence(store, 2_000);
    const watching = await opened();
    const inFlight = watching.enter();
    // Begun before the deadline, but never complete: nobody waits for it.
    watching.enter();
    inFlight.arrived();
    const deadlineAt = await deadlinePassed(tenderId);
    watching.enter().arrived();
    let closed = false;
    const work = closing(tenderId, deadlineAt).finally(() => (closed = true));
    await untilTrue(async () => (await intakeHolding(store.em(), tenderId, deadlineAt)) === 1);
    const answer = await submit(tenderId, actor, inFlight.arrival);
    expect(closed).toBe(false);
    expect(answer).toHaveProperty('receipt');
    inFlight.settle();
    expect(await work).toMatchObject({ bidCount: 1 });
  });

  it('waits for nobody that is gone, and not without an end for who is silent', async () => {
    const { store } = database;
    const tenderId = await tenderWithFence(store, 100);
    const deadlineAt = await deadlinePassed(tenderId);
    const insert = (address: string, beatAgoMs: number) =>
      store.transaction((tx) =>
        tx
          .getConnection()
          .execute(
            `insert into intake_watch (id, address, settled_until, beat_at) values (?, ?, 0, floor(extract(epoch from clock_timestamp()) * 1000)::bigint - ?)`,
            [randomUUID(), address, beatAgoMs],
            'run',
            tx.getTransactionContext(),
          ),
      );
    await insert('forgotten', 4_000_000);
    expect(await intakeHolding(store.em(), tenderId, deadlineAt)).toBe(0);
    await insert('silent', 60_000);
    expect(await intakeHolding(store.em(), tenderId, deadlineAt)).toBe(1);
    // Asked half a minute ago, and not heard of since.
    await store.transaction((tx) =>
      tx
        .getConnection()
        .execute(
          `update tender_fence set closing_asked_for = ?, closing_asked_at = floor(extract(epoch from clock_timestamp()) * 1000)::bigint - 31000 where tender_id = ?`,
          [deadlineAt, tenderId],
          'run',
          tx.getTransactionContext(),
        ),
    );
    expect(await intakeHolding(store.em(), tenderId, deadlineAt)).toBe(0);
    expect(await closing(tenderId, deadlineAt)).toMatchObject({ bidCount: 0 });
  });
});
