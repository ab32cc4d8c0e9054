import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Actor } from '../../domain/case/actor.ts';
import { platformRefusal } from '../../domain/refusal.ts';
import {
  acceptBid,
  closeFence,
  currentBids,
  loadState,
  readFence,
  withdrawBid,
  type FenceReading,
  type Queries,
} from '../../store/index.ts';
import { bidderIn, claimOf, tenderWithFence, testStore, type TestStore } from '../support/store.ts';
import { untilTrue } from '../support/until.ts';

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
    claim: claimOf(actor, idempotencyKey),
    admit: inTime,
    sign: () => Promise.resolve('signature'),
    rule: null,
    isKept: () => Promise.resolve(true),
  });
}

/** A gate that somebody waits at until it is opened. */
const gate = (): PromiseWithResolvers<void> => Promise.withResolvers<void>();

/** How many wait for a lock that a backend holds. */
async function waitingFor(pid: number): Promise<number> {
  const [found] = await database.store.plainTransaction((tx) =>
    tx.query('select count(*)::int as count from pg_stat_activity where $1 = any(pg_blocking_pids(pid))', [
      pid,
    ]),
  );
  return Number(found?.['count']);
}

interface Holder {
  readonly pid: number;
  /** Ends its transaction. */
  release(): Promise<void>;
}

/** A transaction that holds a tender's fence until it is released. */
async function holding(
  tenderId: string,
  lock: 'share' | 'exclusive',
  last: (tx: Queries) => Promise<void> = () => Promise.resolve(),
): Promise<Holder> {
  const [held, end] = [Promise.withResolvers<number>(), gate()];
  const work = database.store.plainTransaction(async (tx) => {
    await readFence(tx, tenderId, lock);
    const [backend] = await tx.query('select pg_backend_pid() as pid', []);
    held.resolve(Number(backend?.['pid']));
    await end.promise;
    await last(tx);
  });
  work.catch(held.reject);
  return { pid: await held.promise, release: () => (end.resolve(), work) };
}

describe('the deadline fence', () => {
  it('lets nothing in after the closing, whenever the submissions started', async () => {
    const { store } = database;
    const actors = await Promise.all(
      Array.from({ length: 60 }, (_, index) => bidderIn(store, `bidder ${index}`)),
    );
    const tenderId = await tenderWithFence(store);
    const submitAll = (some: readonly Actor[]) => Promise.all(some.map((actor) => submit(tenderId, actor)));
    const before = await submitAll(actors.slice(0, 20));
    // A submission under way keeps the closing waiting; others come meanwhile, and while it closes.
    const underWay = await holding(tenderId, 'share');
    const closing = store.transaction((tx) => closeFence(tx, tenderId));
    await untilTrue(async () => (await waitingFor(underWay.pid)) > 0);
    const around = submitAll(actors.slice(20, 40));
    await underWay.release();
    const closed = await closing;
    const after = await submitAll(actors.slice(40));
    const answers = [...before, ...(await around), ...after];
    const accepted = answers.filter((answer) => 'receipt' in answer);
    expect(before.every((answer) => 'receipt' in answer)).toBe(true);
    expect(after.some((answer) => 'receipt' in answer)).toBe(false);
    expect(closed).toMatchObject({ bidCount: accepted.length, bidderCount: accepted.length });
    const listed = (await currentBids(store.em(), tenderId)).map((bid) => bid.id).toSorted();
    expect(listed).toEqual(accepted.map((answer) => answer.bid.id).toSorted());
    expect(await store.transaction((tx) => closeFence(tx, tenderId))).toEqual(closed);
  });

  it('reads the clock after the lock: a reading never lies before one that held the lock earlier', async () => {
    const { store } = database;
    const tenderId = await tenderWithFence(store);
    let released = Infinity;
    const holder = await holding(tenderId, 'exclusive', async (tx) => {
      released = (await readFence(tx, tenderId, 'exclusive'))!.realAt;
    });
    const waiting = store.transaction((tx) => readFence(tx, tenderId, 'share'));
    await untilTrue(async () => (await waitingFor(holder.pid)) > 0);
    await holder.release();
    expect((await waiting)!.realAt).toBeGreaterThanOrEqual(released);
  });
});

describe('a decision under way', () => {
  it('holds the tender without keeping a submission from it: neither waits for the other', async () => {
    const { store } = database;
    const tenderId = await tenderWithFence(store);
    const actor = await bidderIn(store, 'bidder');
    const answer = await store.transaction(async (tx) => {
      await loadState(tx, tenderId, true);
      const { pid } = await tx
        .getConnection()
        .execute<{ pid: number }>('select pg_backend_pid() as pid', [], 'get', tx.getTransactionContext());
      let through = false;
      const submitted = submit(tenderId, actor).finally(() => (through = true));
      await untilTrue(async () => through || (await waitingFor(pid)) > 0);
      return through ? submitted : 'kept waiting';
    });
    expect(answer).toHaveProperty('receipt');
  });
});

describe('bids', () => {
  it('of one bidder follow one another, however they arrive, and the last counts', async () => {
    const tenderId = await tenderWithFence(database.store);
    const actor = await bidderIn(database.store, 'eager');
    const answers = await Promise.all(Array.from({ length: 10 }, () => submit(tenderId, actor)));
    const versions = answers.map((answer) => ('bid' in answer ? answer.bid.version : 0));
    expect(versions.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    const current = await currentBids(database.store.em(), tenderId);
    expect(current.map((bid) => bid.version)).toEqual([10]);
  });

  it('sent twice with one key give one receipt', async () => {
    const tenderId = await tenderWithFence(database.store);
    const actor = await bidderIn(database.store, 'twice');
    const key = randomUUID();
    const [first, second] = await Promise.all([submit(tenderId, actor, key), submit(tenderId, actor, key)]);
    expect(first).toEqual(second);
  });

  it('that are withdrawn do not count', async () => {
    const tenderId = await tenderWithFence(database.store);
    const actor = await bidderIn(database.store, 'withdrawing');
    await submit(tenderId, actor);
    const withdrawn = await withdrawBid(database.store, {
      tenderId,
      actor,
      address: '127.0.0.1',
      claim: claimOf(actor),
      admit: inTime,
      sign: () => Promise.resolve('signature'),
      rule: null,
    });
    expect(withdrawn).toMatchObject({ bid: { status: 'withdrawn' } });
    expect(await currentBids(database.store.em(), tenderId)).toEqual([]);
  });
});
