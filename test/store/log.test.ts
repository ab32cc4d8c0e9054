import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { leafTextOf } from '../../domain/record/leaf.ts';
import {
  bundlesOf,
  consistencyTiles,
  decodeBundle,
  hexOf,
  leafHash,
  openCheckpoint,
  parseVerifierKey,
  textOf,
  tileHashes,
  tilesOf,
  treeHash,
  utf8,
  verifyConsistency,
} from '../../domain/record/log/index.ts';
import { verifyEd25519 } from '../../runtime/ed25519.ts';
import { addLogKey, retireLogKey } from '../../runtime/log-signing.ts';
import { createLogSigner } from '../../runtime/signing.ts';
import {
  enterRecord,
  entriesInScope,
  keepCheckpoint,
  logKeys,
  publishedCheckpoints,
  readRecord,
  recordHead,
  runCheckpointer,
  runSequencer,
  TileReader,
  type EntryInput,
  type SignedCheckpoint,
} from '../../store/index.ts';
import { tenderWithFence, testStore, type TestStore } from '../support/store.ts';
import { until } from '../support/until.ts';
import { entryOf } from '../support/entry.ts';

let database: TestStore;
let client: pg.Client;
let keysDir: string;
const quiet = { info: () => undefined, warn: () => undefined };

/** Sequencer and checkpointer of this process, until stopped. */
function running(intervalMs = 20): { stop: () => Promise<void>; said: string[] } {
  const stop = new AbortController();
  const said: string[] = [];
  const logger = {
    ...quiet,
    warn: (facts: object, message: string) => said.push(JSON.stringify({ facts, message })),
  };
  const { databaseUrl } = database;
  const work = [
    runSequencer({ log: 'record', databaseUrl, signal: stop.signal, logger }),
    createLogSigner(keysDir, 'log.test/record').then((signer) =>
      runCheckpointer({ log: 'record', databaseUrl, signal: stop.signal, logger, signer, intervalMs }),
    ),
  ];
  return {
    said,
    stop: async () => {
      stop.abort();
      await Promise.all(work);
    },
  };
}

beforeAll(async () => {
  database = await testStore();
  keysDir = await mkdtemp(path.join(os.tmpdir(), 'openseal-keys-'));
  client = new pg.Client({ connectionString: database.databaseUrl });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.close();
  await rm(keysDir, { recursive: true });
});

const entry = (event: EntryInput['event'], more: Partial<EntryInput> = {}): EntryInput =>
  entryOf({ event, data: { event }, ...more });

const enter = (count: number): Promise<void> =>
  database.store.transaction(async (tx) => {
    for (let index = 0; index < count; index++)
      await enterRecord(tx, entry('documentsOpened', { data: { index } }));
  });

const newest = async (): Promise<SignedCheckpoint | null> =>
  (await publishedCheckpoints(database.store.em(), 'record', { fromSize: 0, limit: 1 }))[0] ?? null;

const checkpointOf = (size: number): Promise<SignedCheckpoint> =>
  until(async () => {
    const found = await newest();
    return found?.size === size ? found : null;
  });

const leavesBelow = async (size: number): Promise<Uint8Array[]> =>
  (await readRecord(database.store.em(), 'record', { from: 0, limit: size })).map((one) =>
    leafHash(utf8(leafTextOf(one))),
  );

describe('the provable log', () => {
  it('signs the empty record first, then what comes, each a continuation of the one before', async () => {
    const { stop, said } = running();
    await checkpointOf(0);
    let size = 0;
    for (const count of [1, 254, 1, 1, 256, 700]) {
      await enter(count);
      size += count;
      await checkpointOf(size);
    }
    await stop();
    expect(said).toEqual([]);

    const leaves = await leavesBelow(size);
    const signer = await createLogSigner(keysDir, 'elsewhere');
    const keys = { logs: signer.vkeys.map(parseVerifierKey), witnesses: [] };
    const all = await publishedCheckpoints(database.store.em(), 'record', {
      fromSize: 0,
      limit: 1_000,
      order: 'smallest',
    });
    const tiles = new TileReader(() => database.store.em(), 'record');
    expect(all.length).toBeGreaterThanOrEqual(7);
    for (const one of all) {
      const opened = openCheckpoint(one.note, keys, verifyEd25519);
      expect([opened.origin, opened.size]).toEqual(['log.test/record', one.size]);
      expect(hexOf(opened.root)).toBe(hexOf(treeHash(leaves.slice(0, one.size))));
      const proof = (await tiles.set(consistencyTiles(one.size, size))).consistencyProof(one.size, size);
      expect(verifyConsistency(one.size, size, proof, opened.root, all.at(-1)!.root)).toBe(true);
    }
  });

  it('has every tile and bundle of its size, full and partial', async () => {
    const size = await recordHead(database.store.em(), 'record');
    const leaves = await leavesBelow(size);
    const tiles = new TileReader(() => database.store.em(), 'record');
    for (const at of [size, 1, 255, 256, 300, 513]) {
      for (const tile of tilesOf(at)) {
        const hashes = tileHashes((await tiles.tile(tile))!, tile.width);
        const covered = 256 ** tile.level;
        const from = tile.index * 256 * covered;
        const expected = hashes.map((_, each) =>
          hexOf(treeHash(leaves.slice(from + each * covered, from + (each + 1) * covered))),
        );
        expect(hashes.map(hexOf)).toEqual(expected);
      }
    }
    for (const bundle of bundlesOf(size)) {
      const entries = decodeBundle((await tiles.bundle(bundle))!);
      const from = bundle.index * 256;
      expect(entries.map((one) => hexOf(leafHash(one)))).toEqual(
        leaves.slice(from, from + bundle.width).map(hexOf),
      );
    }
    expect(await tiles.tile({ level: 0, index: Math.floor(size / 256), width: (size % 256) + 1 })).toBeNull();
    expect(await tiles.tile({ level: 0, index: 99, width: 256 })).toBeNull();
  });

  it('takes an opening of two thousand bids in, its data beside the entry, and shows it whole', async () => {
    const { stop } = running();
    const documents = Array.from({ length: 2_000 }, (_, index) => index.toString(16).padStart(64, '0'));
    const bids = documents.map((sha256, index) => ({
      name: `投标人${index}`,
      sha256,
      priceFen: '123456789',
    }));
    const tenderId = await tenderWithFence(database.store);
    const given = entry('bidsOpened', { tenderId, documents, data: { bids } });
    const before = await recordHead(database.store.em(), 'record');
    await database.store.transaction((tx) => enterRecord(tx, given));
    await checkpointOf(before + 1);
    await stop();
    const [shown] = await readRecord(database.store.em(), 'record', { from: before, limit: 1 });
    expect(shown).toMatchObject({ id: given.id, documents, data: { bids } });
    const tiles = new TileReader(() => database.store.em(), 'record');
    const width = (before % 256) + 1;
    const inLog = decodeBundle(
      (await tiles.bundle({ level: 'entries', index: Math.floor(before / 256), width }))!,
    ).at(-1)!;
    expect(inLog.length).toBeLessThan(2_000);
    expect(textOf(inLog)).toBe(leafTextOf(shown!));
    expect(hexOf(leafHash(inLog))).toBe(shown!.leafHash);
    // A supervisor's lane pushes it whole as well.
    const [pushed] = await entriesInScope(database.store.em(), 'record', {
      from: before,
      regions: null,
      industries: null,
      limit: 1,
    });
    const { leafHash: _hash, ...whole } = shown!;
    expect(JSON.parse(pushed!.canonical)).toEqual(whole);
    const beside = await tiles.detached(shown!.detached!.sha256);
    expect(JSON.parse(beside!)).toEqual({ data: { bids }, documents });
    expect(Buffer.byteLength(beside!)).toBe(shown!.detached!.sizeBytes);
  });

  it('never takes a checkpoint back, nor one beyond what is there', async () => {
    const last = (await newest())!;
    for (const size of [last.size, last.size - 1, 0, last.size + 100]) {
      const kept = keepCheckpoint(database.store.em(), 'record', { size, root: last.root, note: last.note });
      await expect(kept).rejects.toThrow(/never goes back|entries that are there/);
    }
    for (const table of ['record_tile', 'record_checkpoint', 'record_checkpoint_published', 'record_key']) {
      await expect(client.query(`delete from ${table}`)).rejects.toThrow('append-only');
      await expect(client.query(`truncate ${table} cascade`)).rejects.toThrow('append-only');
    }
  });

  it('signs nothing while an entry has waited too long to be numbered', async () => {
    const last = (await newest())!;
    await client.query(
      `insert into record_intake (id, body) values ($1, jsonb_build_object('event', 'late', 'recordedAtMs', $2::bigint))`,
      [randomUUID(), Date.now() - 60_000],
    );
    const stop = new AbortController();
    const waited = Promise.withResolvers<string>();
    const work = runCheckpointer({
      log: 'record',
      databaseUrl: database.databaseUrl,
      signal: stop.signal,
      logger: { ...quiet, warn: (_facts: object, message: string) => waited.resolve(message) },
      signer: await createLogSigner(keysDir, '-'),
      intervalMs: 10,
    });
    // The record grows past the checkpoint without the entry that waits: as when the intake is stuck.
    const index = last.size;
    await client.query(
      `insert into record_entry (index, id, event, canonical, leaf_hash) values ($1, $2, 'x', '{"index":${index}}', $3)`,
      [index, randomUUID(), hexOf(leafHash(utf8(`{"index":${index}}`)))],
    );
    expect(await waited.promise).toContain('entries wait to be numbered');
    expect((await newest())!.size).toBe(last.size);
    stop.abort();
    await work;
    const { stop: end } = running();
    await checkpointOf(last.size + 2);
    await end();
  });

  it('rotates its key: both sign for a while, and the old one stays published with its span', async () => {
    const [old] = await logKeys(database.store.em(), 'record');
    await addLogKey(keysDir);
    const both = running();
    const size = (await recordHead(database.store.em(), 'record')) + 1;
    await enter(1);
    const twice = await checkpointOf(size);
    await both.stop();
    expect(twice.note.match(/^— /gm)).toHaveLength(2);
    const retired = await retireLogKey(keysDir);
    const after = running();
    await enter(1);
    const alone = await checkpointOf(size + 1);
    await after.stop();
    const keys = { logs: retired.vkeys.map(parseVerifierKey), witnesses: [] };
    expect(openCheckpoint(alone.note, keys, verifyEd25519).signedBy).toHaveLength(1);
    expect(
      (await logKeys(database.store.em(), 'record')).map(({ keyId, fromSize, untilSize }) => [
        keyId,
        fromSize,
        untilSize,
      ]),
    ).toEqual([
      [old!.keyId, 0, size],
      [parseVerifierKey(retired.vkeys[0]!).keyId, size, null],
    ]);
    await expect(retireLogKey(keysDir)).rejects.toThrow('add a new one first');
  });

  it('does not sign for a log of another name, nor over a record that was rolled back', async () => {
    const heard = async (signerDir: string): Promise<string> => {
      const stop = new AbortController();
      const reason = Promise.withResolvers<string>();
      const logger = { ...quiet, warn: (facts: object) => reason.resolve(JSON.stringify(facts)) };
      const signer = await createLogSigner(signerDir, 'another.test/log');
      const work = runCheckpointer({
        log: 'record',
        databaseUrl: database.databaseUrl,
        signal: stop.signal,
        logger,
        signer,
      });
      const said = await reason.promise;
      stop.abort();
      await work;
      return said;
    };
    const otherKeys = await mkdtemp(path.join(os.tmpdir(), 'openseal-keys-'));
    expect(await heard(otherKeys)).toContain('another.test/log');
    await rm(otherKeys, { recursive: true });
    // What only the owner of the database could do, with the guards taken off.
    await client.query('alter table record_entry disable trigger all');
    await client.query('delete from record_entry where index = (select max(index) from record_entry)');
    await client.query('alter table record_entry enable trigger all');
    expect(await heard(keysDir)).toContain('it was rolled back');
  });
});
