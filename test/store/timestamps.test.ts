import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import type { Actor } from '../../domain/case/actor.ts';
import {
  acceptBid,
  enqueueTimestamp,
  pendingTimestamps,
  receiptsOf,
  storeTimestamp,
  timestampOf,
  withdrawBid,
} from '../../store/index.ts';
import { bidderIn, claimOf, tenderWithFence, testStore, type TestStore } from '../support/store.ts';

let database: TestStore;
beforeAll(async () => {
  database = await testStore();
});
afterAll(async () => database.close());

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

function submission(tenderId: string, actor: Actor, sign: () => Promise<string>) {
  return {
    tenderId,
    actor,
    address: '127.0.0.1',
    sha256: 'b'.repeat(64),
    sizeBytes: 1,
    claim: claimOf(actor),
    admit: () => null,
    sign,
    rule: null,
    isKept: () => Promise.resolve(true),
  };
}

describe('a receipt', () => {
  it('of a bid or a withdrawal is queued to be stamped with it, by the SHA-256 of its signature', async () => {
    const { store } = database;
    const tenderId = await tenderWithFence(store);
    const actor = await bidderIn(store, 'stamped');
    const jws = ['header.bid.signature', 'header.withdrawal.signature'];
    await acceptBid(
      store,
      submission(tenderId, actor, () => Promise.resolve(jws[0]!)),
    );
    await withdrawBid(
      store,
      submission(tenderId, actor, () => Promise.resolve(jws[1]!)),
    );
    const receipts = await receiptsOf(store.em(), tenderId, actor.partyId!);
    expect(receipts.map((one) => one.signature)).toEqual(jws);
    for (const { receipt, signature } of receipts) {
      const stamp = await timestampOf(store.em(), 'receipt', receipt.receiptId);
      expect(stamp).toMatchObject({ token: null, genTimeAt: null });
      expect(Buffer.compare(stamp!.digest, sha256(signature))).toBe(0);
    }
  });

  it('is not without its place in the queue, nor the other way round', async () => {
    const { store } = database;
    const tenderId = await tenderWithFence(store);
    const actor = await bidderIn(store, 'failing');
    const before = await pendingTimestamps(store.em(), 1000);
    await expect(
      acceptBid(
        store,
        submission(tenderId, actor, () => Promise.reject(new Error('no key'))),
      ),
    ).rejects.toThrow('no key');
    // A receipt whose stamp cannot be queued is not written either.
    await store
      .em()
      .getConnection()
      .execute('alter table time_stamp add constraint never check (false) not valid');
    await expect(
      acceptBid(
        store,
        submission(tenderId, actor, () => Promise.resolve('x')),
      ),
    ).rejects.toThrow(/never/);
    await store.em().getConnection().execute('alter table time_stamp drop constraint never');
    expect(await receiptsOf(store.em(), tenderId, actor.partyId!)).toEqual([]);
    expect(await pendingTimestamps(store.em(), 1000)).toEqual(before);
  });
});

describe('a token', () => {
  const subject = { kind: 'checkpoint', id: 'openseal/7', digest: sha256('checkpoint') } as const;
  const given = { token: Buffer.of(1), authority: 'TSA', genTimeAt: 1 };

  it('is written once, and what it is about never changes', async () => {
    const { store } = database;
    const execute = (text: string): Promise<unknown> => store.em().getConnection().execute(text);
    await store.transaction((tx) => enqueueTimestamp(tx, subject));
    await expect(execute(`update time_stamp set digest = sha256('x')`)).rejects.toThrow(/written once/);
    await expect(execute(`delete from time_stamp`)).rejects.toThrow(/written once/);
    await expect(execute(`truncate time_stamp`)).rejects.toThrow(/append-only/);
    await storeTimestamp(store.em(), subject, given);
    await storeTimestamp(store.em(), subject, { ...given, authority: 'another' });
    await store.transaction((tx) => enqueueTimestamp(tx, { ...subject, digest: sha256('other') }));
    const kept = await timestampOf(store.em(), 'checkpoint', subject.id);
    expect(kept).toMatchObject({ authority: 'TSA', genTimeAt: 1 });
    expect(Buffer.compare(kept!.digest, subject.digest)).toBe(0);
    await expect(execute(`update time_stamp set token = '\\x02' where kind = 'checkpoint'`)).rejects.toThrow(
      /written once/,
    );
  });
});
