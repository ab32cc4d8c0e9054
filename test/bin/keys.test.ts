import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { createVault } from '../../runtime/vault.ts';
import { bidKeys, endpointById, putEndpoint, sealedByKey, storeBidKey } from '../../store/index.ts';
import { bidderIn, tenderWithFence, testStore, type TestStore } from '../support/store.ts';

const run = promisify(execFile);
const ROOT = path.resolve(import.meta.dirname, '../..');
let database: TestStore;
let keysDir: string;
beforeAll(async () => {
  database = await testStore();
  keysDir = await mkdtemp(path.join(os.tmpdir(), 'openseal-keys-'));
});
afterAll(async () => {
  await database.close();
  await rm(keysDir, { recursive: true });
});

/** `npm run keys -- …` as an administrator runs it. */
async function keys(...args: string[]): Promise<string[]> {
  const env = { ...process.env, OPENSEAL_KEYS: keysDir, DATABASE_URL: database.databaseUrl };
  const { stdout } = await run(process.execPath, [path.join(ROOT, 'bin/keys.ts'), ...args], { env });
  return stdout.trim().split('\n');
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

describe('the keys of the vault', () => {
  it('are rotated: new key, secrets sealed anew, old key gone, every secret still there', async () => {
    const { store } = database;
    const before = await createVault(keysDir);
    const oldId = hex(before.keyId);
    const bidder = await bidderIn(store, 'bidder');
    const tenderId = await tenderWithFence(store);
    const bidId = await bidOf(tenderId, bidder.partyId!);
    const identity = 'AGE-SECRET-KEY-1EXAMPLE';
    await store.transaction((tx) =>
      storeBidKey(tx, {
        bidId,
        sealed: before.seal(Buffer.from(identity)),
        checked: true,
        at: Date.now(),
      }),
    );
    const { id: endpointId } = await store.transaction((tx) =>
      putEndpoint(tx, {
        id: uuidv7(),
        partyId: bidder.partyId!,
        url: 'https://supervision.example.cn/',
        secret: before.seal(Buffer.from('whsec_example')),
      }),
    );

    const [newId] = await keys('rotate', 'vault');
    expect(newId).not.toBe(oldId);
    await keys('rotate', 'history');
    expect(await keys('secrets')).toEqual([
      expect.stringMatching(/^history [0-9a-f]{16} \(encrypts\)$/),
      expect.stringMatching(/^history [0-9a-f]{16}$/),
      `vault ${newId} (encrypts): 0 secrets`,
      `vault ${oldId}: 2 secrets`,
    ]);
    await expect(keys('retire', 'vault')).rejects.toThrow(`secrets are sealed under ${oldId} still`);

    expect(await keys('reseal')).toEqual(['2 secrets sealed anew']);
    expect(await keys('reseal')).toEqual(['0 secrets sealed anew']);
    expect([...(await sealedByKey(store))]).toEqual([[newId, 2]]);
    // A process that was not started anew opens both.
    expect(textOf(before.open((await bidKeys(store.em(), tenderId)).get(bidId)!))).toBe(identity);

    expect(await keys('retire', 'vault')).toEqual([`removed: ${oldId}`]);
    expect((await readFile(path.join(keysDir, 'vault.key'), 'utf8')).trim().split('\n')).toHaveLength(1);
    const after = await createVault(keysDir);
    expect(textOf(after.open((await bidKeys(store.em(), tenderId)).get(bidId)!))).toBe(identity);
    expect(textOf(after.open((await endpointById(store.em(), endpointId))!.secret))).toBe('whsec_example');
  });

  it('are told apart: a secret under a key that is not in the file is listed, and stops the resealing', async () => {
    const { store } = database;
    const elsewhere = await mkdtemp(path.join(os.tmpdir(), 'openseal-keys-'));
    const other = await createVault(elsewhere);
    const party = await bidderIn(store, 'authority');
    const secret = other.seal(Buffer.from('whsec_other'));
    await store.transaction((tx) =>
      putEndpoint(tx, { id: uuidv7(), partyId: party.partyId!, url: 'https://x.example.cn/', secret }),
    );
    expect(await keys('secrets')).toContain(`vault ${hex(other.keyId)} (not in the file): 1 secrets`);
    await expect(keys('reseal')).rejects.toThrow('sealed with another key of the vault');
    await rm(elsewhere, { recursive: true });
  });
});

/** A bid, as one that was received. */
async function bidOf(tenderId: string, partyId: string): Promise<string> {
  const id = uuidv7();
  await database.store.plainTransaction((tx) =>
    tx.query(
      `insert into bid (id, tender_id, party_id, version, sha256, size_bytes, received_at) values ($1, $2, $3, 1, $4, 1, 1)`,
      [id, tenderId, partyId, 'a'.repeat(64)],
    ),
  );
  return id;
}
