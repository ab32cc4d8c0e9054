import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { TenderCommand } from '../../domain/tender/index.ts';
import { KeyReusedError, pendingCommands, readFence, receiveCommand } from '../../store/index.ts';
import { bidderIn, claimOf, tenderWithFence, testStore, type TestStore } from '../support/store.ts';

let database: TestStore;
beforeAll(async () => {
  database = await testStore();
});
afterAll(async () => database.close());

const objection = (text: string): TenderCommand => ({
  name: 'fileObjection',
  id: randomUUID(),
  subject: 'documents',
  text,
});

describe('received commands', () => {
  it('are stored once for a key, and refused when the key comes with another request', async () => {
    const tenderId = await tenderWithFence(database.store);
    const actor = await bidderIn(database.store, 'objector');
    const key = randomUUID();
    const given = { tenderId, actor, address: '127.0.0.1' };
    const receive = (text: string) =>
      database.store.transaction((tx) =>
        receiveCommand(tx, {
          ...given,
          claim: claimOf(actor, key, 'fileObjection', text),
          id: randomUUID(),
          payload: objection(text),
        }),
      );
    const first = await receive('one');
    const again = await receive('one');
    expect(first.repeated).toBe(false);
    expect(again).toEqual({ command: first.command, repeated: true });
    await expect(receive('another')).rejects.toThrow(KeyReusedError);
  });

  it('received before the fence was taken are seen by who takes it', async () => {
    const tenderId = await tenderWithFence(database.store);
    const actor = await bidderIn(database.store, 'objector');
    const receiving = Array.from({ length: 20 }, (_, index) =>
      database.store.transaction((tx) =>
        receiveCommand(tx, {
          id: randomUUID(),
          tenderId,
          actor,
          address: '127.0.0.1',
          claim: claimOf(actor),
          payload: objection(String(index)),
        }),
      ),
    );
    const { at, seen } = await database.store.transaction(async (tx) => {
      const fence = await readFence(tx, tenderId, 'exclusive');
      return { at: fence!.at, seen: await pendingCommands(tx, tenderId, fence!.at) };
    });
    const received = (await Promise.all(receiving)).map(({ command }) => command);
    const before = received.filter((command) => command.at < at).map((command) => command.id);
    expect(seen.map((command) => command.id).toSorted()).toEqual(before.toSorted());
    expect(seen.map((command) => command.at)).toEqual(
      seen.map((command) => command.at).toSorted((a, b) => a - b),
    );
  });
});
