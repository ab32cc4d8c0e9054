import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { collectUnnamed } from '../../activities/collector.ts';
import type { Actor } from '../../domain/case/actor.ts';
import { createBlobStore, noted, type BlobStore } from '../../runtime/storage/index.ts';
import {
  acceptBid,
  BytesGoneError,
  NAMED_WITHIN_MS,
  nameOpenedFiles,
  noteBytes,
  removeRefused,
  storeDocument,
} from '../../store/index.ts';
import { source } from '../runtime/storage/cases.ts';
import { startTestS3, type TestS3 } from '../support/s3-server.ts';
import { bidderIn, claimOf, tenderWithFence, testStore, type TestStore } from '../support/store.ts';
import { untilTrue } from '../support/until.ts';

let database: TestStore;
let folder: string;
let party: Actor;
const s3 = await startTestS3();
beforeAll(async () => {
  database = await testStore();
  folder = await mkdtemp(path.join(os.tmpdir(), 'openseal-collector-'));
  party = await bidderIn(database.store, 'somebody');
});
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true });
  if (typeof s3 !== 'string') await s3.stop();
});

const sql = (text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> =>
  database.store.plainTransaction((tx) => tx.query(text, values));
const gate = (): PromiseWithResolvers<void> => Promise.withResolvers<void>();
const logger = pino({ level: 'silent' });

/** How many backends wait for a lock of this database. */
const waiting = async (): Promise<number> =>
  Number(
    (
      await sql(
        `select count(*)::int as n from pg_stat_activity where datname = current_database() and cardinality(pg_blocking_pids(pid)) > 0`,
      )
    )[0]!['n'],
  );

function cases(raw: () => BlobStore): void {
  const store = (): BlobStore => noted(raw(), (sha256) => noteBytes(database.store, sha256));
  const put = async (bytes: Uint8Array = randomBytes(2_000)): Promise<string> =>
    (await store().put(source(bytes), { maxBytes: 10_000 })).sha256;
  /** Has bytes stored as if it had been longer ago than anything waits for its name. */
  const age = (sha256: string, ms = NAMED_WITHIN_MS + 1_000): Promise<unknown> =>
    sql('update unnamed_bytes set noted_at = noted_at - $2::bigint where sha256 = $1', [sha256, ms]);
  const left = async (sha256: string): Promise<[bytes: boolean, note: boolean]> => [
    await raw().has(sha256),
    (await sql('select 1 from unnamed_bytes where sha256 = $1', [sha256])).length > 0,
  ];
  const collect = (blobs: Pick<BlobStore, 'remove'> = raw()) =>
    collectUnnamed({ store: database.store, blobs, logger });
  const document = (sha256: string) => ({ sha256, name: 'a.pdf', sizeBytes: 2_000, mediaType: 'a/b' });
  const bounds = () => ({ isKept: (one: string) => raw().has(one), maxBytes: 1_000_000 });
  const asDocument = (sha256: string): Promise<unknown> =>
    database.store.transaction((tx) => storeDocument(tx, party.partyId!, document(sha256), bounds()));
  async function asBid(sha256: string): Promise<unknown> {
    const tenderId = await tenderWithFence(database.store);
    const bidder = await bidderIn(database.store, 'bidder');
    return acceptBid(database.store, {
      tenderId,
      actor: bidder,
      address: '127.0.0.1',
      sha256,
      sizeBytes: 2_000,
      claim: claimOf(bidder),
      admit: () => null,
      sign: () => Promise.resolve('signature'),
      rule: null,
      isKept: (one) => raw().has(one),
    });
  }
  async function asOpened(sha256: string): Promise<unknown> {
    const tenderId = await tenderWithFence(database.store);
    return database.store.transaction((tx) =>
      nameOpenedFiles(tx, tenderId, [sha256], (one) => raw().has(one)),
    );
  }

  it('removes what nothing came to name, a day after it was stored and not before', async () => {
    const [old, young] = [await put(), await put()];
    await age(old);
    expect(await collect()).toEqual({ removed: 1, named: 0 });
    expect(await left(old)).toEqual([false, false]);
    expect(await left(young)).toEqual([true, true]);
    expect(await collect()).toEqual({ removed: 0, named: 0 });
    await sql('delete from unnamed_bytes');
  });

  it.each([
    ['a document', asDocument],
    ['a bid', asBid],
    ['a file of an opening', asOpened],
  ])('keeps %s, whose bytes are noted no more', async (_what, name) => {
    const sha256 = await put();
    await name(sha256);
    expect(await left(sha256)).toEqual([true, false]);
    // The same bytes came again and were refused.
    await store().put(await raw().get(sha256), { maxBytes: 10_000 });
    await age(sha256);
    expect(await collect()).toEqual({ removed: 0, named: 1 });
    expect(await left(sha256)).toEqual([true, false]);
  });

  it('leaves bytes alone that are just being named', async () => {
    const sha256 = await put();
    await age(sha256);
    const [naming, committing] = [gate(), gate()];
    const named = database.store.transaction(async (tx) => {
      await storeDocument(tx, party.partyId!, document(sha256), bounds());
      naming.resolve();
      await committing.promise;
    });
    await naming.promise;
    expect(await collect()).toEqual({ removed: 0, named: 0 });
    committing.resolve();
    await named;
    expect(await collect()).toEqual({ removed: 0, named: 0 });
    expect(await left(sha256)).toEqual([true, false]);
  });

  it('lets nobody name what it is just removing', async () => {
    const sha256 = await put();
    await age(sha256);
    const [removing, removed] = [gate(), gate()];
    const collecting = collect({
      remove: async (one) => {
        removing.resolve();
        await removed.promise;
        await raw().remove(one);
      },
    });
    await removing.promise;
    const naming = asDocument(sha256).catch((error: unknown) => error);
    await untilTrue(async () => (await waiting()) > 0);
    removed.resolve();
    expect(await collecting).toEqual({ removed: 1, named: 0 });
    expect(await naming).toBeInstanceOf(BytesGoneError);
    expect(await sql('select 1 from document where sha256 = $1', [sha256])).toEqual([]);
  });

  it('has whoever sends the bytes of a late bid as a bid in time store them after the removal', async () => {
    const bytes = randomBytes(2_000);
    const sha256 = await put(bytes);
    await age(sha256);
    const [removing, removed] = [gate(), gate()];
    const collecting = collect({
      remove: async (one) => {
        removing.resolve();
        await removed.promise;
        await raw().remove(one);
      },
    });
    await removing.promise;
    const storing = put(bytes);
    await untilTrue(async () => (await waiting()) > 0);
    removed.resolve();
    expect(await collecting).toEqual({ removed: 1, named: 0 });
    await asBid(await storing);
    expect(await left(sha256)).toEqual([true, false]);
    expect(await collect()).toEqual({ removed: 0, named: 0 });
  });

  it('was killed after the removal: nothing is named by what is gone, nor stored before the removal can reach it', async () => {
    const bytes = randomBytes(2_000);
    const sha256 = await put(bytes);
    await age(sha256);
    const killed = collect({
      remove: async (one) => {
        await raw().remove(one);
        throw new Error('killed');
      },
    });
    await expect(killed).rejects.toThrow('killed');
    expect(await left(sha256)).toEqual([false, true]);
    // A process that stored them long ago and stood still since then.
    expect(await asDocument(sha256).catch((error: unknown) => error)).toBeInstanceOf(BytesGoneError);
    await expect(put(bytes)).rejects.toBeInstanceOf(BytesGoneError);
    expect(await left(sha256)).toEqual([false, true]);
    await sql('update unnamed_bytes set removing_at = removing_at - 300001 where sha256 = $1', [sha256]);
    await asBid(await put(bytes));
    expect(await left(sha256)).toEqual([true, false]);
  });

  it('takes a removal up again that was cut off', async () => {
    const sha256 = await put();
    await age(sha256);
    await expect(collect({ remove: () => Promise.reject(new Error('away')) })).rejects.toThrow('away');
    expect(await left(sha256)).toEqual([true, true]);
    await sql('update unnamed_bytes set removing_at = removing_at - 300001 where sha256 = $1', [sha256]);
    expect(await collect()).toEqual({ removed: 1, named: 0 });
    expect(await left(sha256)).toEqual([false, false]);
  });

  it('got no answer of the storage: nobody names what the removal may still reach', async () => {
    const sha256 = await put();
    await age(sha256);
    await expect(collect({ remove: () => Promise.reject(new Error('no answer')) })).rejects.toThrow();
    const named = await asBid(sha256).catch((error: unknown) => error);
    await raw().remove(sha256);
    expect(named).toBeInstanceOf(BytesGoneError);
    expect(await sql('select 1 from bid where sha256 = $1', [sha256])).toEqual([]);
    await sql('delete from unnamed_bytes');
  });

  it('leaves bytes that were refused to whoever stored the same and names them next, whoever begins to store them meanwhile', async () => {
    const bytes = randomBytes(2_000);
    const sha256 = await put(bytes);
    await put(bytes);
    await removeRefused(database.store, sha256, (one) => raw().remove(one));
    // Killed before the bytes were kept.
    await noteBytes(database.store, sha256);
    await asDocument(sha256);
    expect(await left(sha256)).toEqual([true, false]);
  });

  it('removes bytes at once where all who stored them were refused', async () => {
    const bytes = randomBytes(2_000);
    const [sha256] = [await put(bytes), await put(bytes)];
    const refused = () => removeRefused(database.store, sha256, (one) => raw().remove(one));
    await refused();
    expect(await left(sha256)).toEqual([true, true]);
    await refused();
    expect(await left(sha256)).toEqual([false, false]);
  });

  it('asks the storage where bytes were stored so long ago that their note is not relied on', async () => {
    const sha256 = await put();
    await age(sha256, NAMED_WITHIN_MS / 2 + 1_000);
    await raw().remove(sha256);
    await expect(asBid(sha256)).rejects.toBeInstanceOf(BytesGoneError);
    await sql('delete from unnamed_bytes');
  });

  it('removes no more than so many in a round, the oldest first', async () => {
    const hashes = Array.from({ length: 101 }, (_, index) => `${index}`.padStart(64, '0'));
    await sql(
      `insert into unnamed_bytes (sha256, noted_at) select sha256, ord from unnest($1::text[]) with ordinality as one(sha256, ord)`,
      [hashes],
    );
    expect(await collect()).toEqual({ removed: 100, named: 0 });
    expect(await sql('select sha256 from unnamed_bytes')).toEqual([{ sha256: hashes.at(-1) }]);
    expect(await collect()).toEqual({ removed: 1, named: 0 });
  });
}

describe('the collector on a folder', () =>
  cases(() => createBlobStore({ kind: 'folder', path: path.join(folder, 'storage') })));

if (typeof s3 === 'string') {
  process.stderr.write(`The tests of S3 storage are skipped: ${s3}\n`);
  it.skip('the collector on a bucket', () => undefined);
} else {
  const { options }: TestS3 = s3;
  const bucket = createBlobStore({ kind: 's3', ...options });
  describe('the collector on a bucket', () => cases(() => bucket));
}
