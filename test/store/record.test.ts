import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import canonicalize from 'canonicalize';
import pg from 'pg';
import {
  enterRecord,
  readRecord,
  recordHead,
  runSequencer,
  sealActs,
  sealedAct,
  type EntryInput,
} from '../../store/index.ts';
import type { RecordEntry } from '../../domain/record/entry.ts';
import { testStore, type TestStore } from '../support/store.ts';
import { CONFIDENTIAL } from '../../domain/visibility/index.ts';
import { entryOf, storedPrivateParts } from '../support/entry.ts';
import { untilTrue } from '../support/until.ts';

let database: TestStore;
let client: pg.Client;
const stop = new AbortController();
const sequencers: Promise<void>[] = [];
const quiet = { info: () => undefined, warn: () => undefined };

beforeAll(async () => {
  database = await testStore();
  client = new pg.Client({ connectionString: database.databaseUrl });
  await client.connect();
  // Two at once: one numbers, the other stands by.
  for (let count = 0; count < 2; count++) {
    sequencers.push(
      runSequencer({ log: 'record', databaseUrl: database.databaseUrl, signal: stop.signal, logger: quiet }),
    );
  }
});
afterAll(async () => {
  stop.abort();
  await Promise.all(sequencers);
  await client.end();
  await database.close();
});

const entry = (data: object, more: Partial<EntryInput> = {}): EntryInput =>
  entryOf({ data: { ...data }, private: { person: 'somebody', address: '192.0.2.1' }, ...more });

const headReaches = (count: number): Promise<void> =>
  untilTrue(async () => (await recordHead(database.store.em(), 'record')) >= count, 'the record');

describe('the record', () => {
  it('is numbered without gaps under many writers, some of which roll back, and a killed leader', async () => {
    const kept: string[] = [];
    const writers = Array.from({ length: 200 }, async (_, index) => {
      const given = entry({ index });
      await database.store
        .transaction(async (tx) => {
          await enterRecord(tx, given);
          if (index % 5 === 0) throw new Error('rolled back');
        })
        .then(
          () => kept.push(given.id),
          (error: Error) => expect(error.message).toBe('rolled back'),
        );
      if (index === 100) {
        await client.query(
          `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted and database = (select oid from pg_database where datname = current_database())`,
        );
      }
    });
    await Promise.all(writers);
    await headReaches(kept.length);
    const entries = await readRecord(database.store.em(), 'record', { from: 0, limit: 1000 });
    expect(entries.map((one) => one.index)).toEqual(entries.map((_, index) => index));
    expect(entries.map((one) => one.id).toSorted()).toEqual(kept.toSorted());
  });

  it('puts what was caused after what caused it', async () => {
    const before = await recordHead(database.store.em(), 'record');
    for (let count = 0; count < 20; count++) {
      await database.store.transaction((tx) => enterRecord(tx, entry({ link: count })));
    }
    await headReaches(before + 20);
    const chain = (await readRecord(database.store.em(), 'record', { from: before, limit: 100 })).map(
      (one) => one.data['link'],
    );
    expect(chain).toEqual(Array.from({ length: 20 }, (_, count) => count));
  });

  it('hashes each entry as RFC 6962 does, over its canonical JSON', async () => {
    for (const { leafHash, ...rest } of await readRecord(database.store.em(), 'record', {
      from: 0,
      limit: 10,
    })) {
      const bytes = Buffer.concat([Buffer.of(0), Buffer.from(canonicalize(rest) ?? '', 'utf8')]);
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(leafHash);
    }
  });

  it('commits to the private part without showing it, and veils what is confidential', async () => {
    const given = entry({}, { event: 'bidReceived', role: 'bidder', documents: ['c'.repeat(64)] });
    await database.store.transaction((tx) => enterRecord(tx, given));
    await database.store.transaction((tx) => sealActs(tx, 'record'));
    const { leaf } = (await sealedAct(database.store.em(), 'record', given.id))!;
    const stored = JSON.parse(leaf) as RecordEntry;
    expect(stored).toMatchObject({ event: CONFIDENTIAL, role: 'confidential', documents: [], data: {} });
    expect(JSON.stringify(stored)).not.toContain('192.0.2.1');
    const opened = (await storedPrivateParts(database.store.em(), [given.id])).get(given.id)!;
    expect(opened.private).toMatchObject({ event: 'bidReceived', role: 'bidder', address: '192.0.2.1' });
    const committed = createHash('sha256')
      .update(Buffer.from(opened.salt, 'hex'))
      .update(canonicalize(opened.private) ?? '')
      .digest('hex');
    expect(committed).toBe(stored.commitment);
  });

  it.each([
    'update record_entry set event = event',
    'delete from record_entry',
    'truncate record_entry',
    'update record_private set canonical = canonical',
    'delete from record_private',
    'truncate record_private',
    'delete from receipt where false; truncate receipt cascade',
  ])('refuses: %s', async (statement) => {
    await expect(client.query(statement)).rejects.toThrow(/append-only/);
  });

  it('lets no entry leave the intake unnumbered', async () => {
    await client.query('begin');
    await client.query(`insert into record_intake (id, body) values ($1, '{}')`, [randomUUID()]);
    await expect(client.query('delete from record_intake')).rejects.toThrow(/only for the record/);
    await client.query('rollback');
  });
});
