import { v7 as uuidv7 } from 'uuid';
import type { Actor } from '../../domain/case/actor.ts';
import {
  createDraft,
  createFence,
  createParty,
  migrate,
  openStore,
  type Store,
  type WriteClaim,
} from '../../store/index.ts';
import { testDatabase } from './database.ts';
import { exampleDraft } from './drafts.ts';

export interface TestStore {
  readonly store: Store;
  readonly databaseUrl: string;
  close(): Promise<void>;
}

/** A migrated store in a database of its own. */
export async function testStore(): Promise<TestStore> {
  const database = await testDatabase();
  await migrate(database.url);
  const store = await openStore({ databaseUrl: database.url });
  return {
    store,
    databaseUrl: database.url,
    close: async () => {
      await store.close();
      await database.close();
    },
  };
}

/** A party that acts as a bidder. */
export async function bidderIn(store: Store, name: string): Promise<Actor> {
  const partyId = uuidv7();
  const uscc = `USCC-${partyId}`;
  await store.transaction((tx) =>
    createParty(tx, { id: partyId, uscc, name, address: '-', kinds: ['bidder'] }),
  );
  return { role: 'bidder', personId: uuidv7(), partyId, uscc, partyName: name };
}

/** A tender with a fence whose deadline lies `msToDeadline` ahead: so far that no machine is too slow to act before it. */
export async function tenderWithFence(store: Store, msToDeadline = 3_600_000): Promise<string> {
  const owner = await bidderIn(store, 'owner');
  const id = uuidv7();
  await store.transaction(async (tx) => {
    const draft = { ...exampleDraft(), projectCode: id };
    await createDraft(tx, { id, ownerPartyId: owner.partyId!, draft, rehearsal: false, clockStartsAt: null });
    await createFence(tx, {
      tenderId: id,
      rehearsal: false,
      shiftMs: 0,
      documentsFromAt: 0,
      bidDeadlineAt: Date.now() + msToDeadline,
    });
  });
  return id;
}

/** The key of a request of somebody's, bound to an act and a content. */
export function claimOf(actor: Actor, key: string = uuidv7(), act = 'act', requestHash = 'hash'): WriteClaim {
  return { personId: actor.personId!, key, act, requestHash };
}
