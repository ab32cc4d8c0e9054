import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { platformRefusal } from '../../domain/refusal.ts';
import type { Actor } from '../../domain/tender/commands.ts';
import {
  acceptBid,
  closeFence,
  currentBids,
  loadState,
  readFence,
  withdrawBid,
  type FenceReading,
} from '../../store/index.ts';
import { bidderIn, tenderWithFence, testStore, type TestStore } from '../support/store.ts';

let database: TestStore;
beforeAll(async () => {
  database = await testStore();
});
afterAll(async () => database.close());

const late = platformRefusal('late', '逾期', 'late');
const inTime = (at: number, fence: FenceReading) =>
  fence.closedAt === null && at < fence.bidDeadlineAt ? null : late;

function submit(tenderId: string, actor: Actor, idempotencyKey: string = randomUUID()) {
  return acceptBid(database.store, {
    tenderId,
    actor,
    address: '127.0.0.1',
    sha256: 'b'.repeat(64),
    sizeBytes: 1,
    idempotencyKey,
    admit: inTime,
    sign: () => Promise.resolve('signature'),
    rule: null,
  });
}

describe('the deadline fence', () => {
  it('lets nothing in after the closing, whenever the submissions started', async () => {
    const { store } = database;
    const actors = await Promise.all(
      Array.from({ length: 60 }, (_, index) => bidderIn(store, `bidder ${index}`)),
    );
    // The deadline runs from here: however slow the machine, nothing is left to arrange before it.
    const tenderId = await tenderWithFence(store, 400);
    const submissions = actors.map(async (actor, index) => {
      await new Promise((resolve) => setTimeout(resolve, index * 12));
      return submit(tenderId, actor);
    });
    await new Promise((resolve) => setTimeout(resolve, 400));
    const closing = await store.transaction((tx) => closeFence(tx, tenderId));
    const answers = await Promise.all(submissions);
    const accepted = answers.filter((answer) => 'receipt' in answer);
    expect(accepted.length).toBeGreaterThan(0);
    expect(accepted.length).toBeLessThan(actors.length);
    expect(closing).toMatchObject({ bidCount: accepted.length, bidderCount: accepted.length });
    const listed = (await currentBids(store.em(), tenderId)).map((bid) => bid.id).toSorted();
    expect(listed).toEqual(accepted.map((answer) => answer.bid.id).toSorted());
    expect(await store.transaction((tx) => closeFence(tx, tenderId))).toEqual(closing);
  });

  it('reads the clock after the lock: a reading never lies before one that held the lock earlier', async () => {
    const { store } = database;
    const tenderId = await tenderWithFence(store, 60_000);
    let released = 0;
    const holding = store.transaction(async (tx) => {
      await readFence(tx, tenderId, 'exclusive');
      await new Promise((resolve) => setTimeout(resolve, 300));
      released = (await readFence(tx, tenderId, 'exclusive'))!.realAt;
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    const waited = await store.transaction((tx) => readFence(tx, tenderId, 'share'));
    await holding;
    expect(waited!.realAt).toBeGreaterThanOrEqual(released);
  });
});

describe('a decision under way', () => {
  it('holds the tender without keeping a submission from it: neither waits for the other', async () => {
    const { store } = database;
    const tenderId = await tenderWithFence(store, 60_000);
    const actor = await bidderIn(store, 'bidder');
    const answer = await store.transaction(async (tx) => {
      await loadState(tx, tenderId, true);
      const waited = new Promise((resolve) => setTimeout(() => resolve('waited'), 3_000).unref());
      return Promise.race([submit(tenderId, actor), waited]);
    });
    expect(answer).toHaveProperty('receipt');
  });
});

describe('bids', () => {
  it('of one bidder follow one another, however they arrive, and the last counts', async () => {
    const tenderId = await tenderWithFence(database.store, 60_000);
    const actor = await bidderIn(database.store, 'eager');
    const answers = await Promise.all(Array.from({ length: 10 }, () => submit(tenderId, actor)));
    const versions = answers.map((answer) => ('bid' in answer ? answer.bid.version : 0));
    expect(versions.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    const current = await currentBids(database.store.em(), tenderId);
    expect(current.map((bid) => bid.version)).toEqual([10]);
  });

  it('sent twice with one key give one receipt', async () => {
    const tenderId = await tenderWithFence(database.store, 60_000);
    const actor = await bidderIn(database.store, 'twice');
    const key = randomUUID();
    const [first, second] = await Promise.all([submit(tenderId, actor, key), submit(tenderId, actor, key)]);
    expect(first).toEqual(second);
  });

  it('that are withdrawn do not count', async () => {
    const tenderId = await tenderWithFence(database.store, 60_000);
    const actor = await bidderIn(database.store, 'withdrawing');
    await submit(tenderId, actor);
    const withdrawn = await withdrawBid(database.store, {
      tenderId,
      actor,
      address: '127.0.0.1',
      idempotencyKey: randomUUID(),
      admit: inTime,
      sign: () => Promise.resolve('signature'),
      rule: null,
    });
    expect(withdrawn).toMatchObject({ bid: { status: 'withdrawn' } });
    expect(await currentBids(database.store.em(), tenderId)).toEqual([]);
  });
});
