import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Payload, PayloadCodec } from '@temporalio/common';
import { historyCodec } from '../../../runtime/engine/codec.ts';
import { addKey, dropOldKeys, keyIdsOf, openKeyFile } from '../../../runtime/key-file.ts';
import { createVault, historyFile, historyKeys, vaultFile } from '../../../runtime/vault.ts';

let keysDir: string;
beforeEach(async () => {
  keysDir = await mkdtemp(path.join(os.tmpdir(), 'openseal-keyfile-'));
});
afterEach(() => rm(keysDir, { recursive: true, force: true }));

const secret = Buffer.from('AGE-SECRET-KEY-1');
const plainOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

describe('a rotation of the vault', () => {
  it('is met by a process that runs: it opens what the next seals, and still seals as it did', async () => {
    const before = await createVault(keysDir);
    const [sealedBefore] = [before.seal(secret)];
    const added = await addKey(vaultFile(keysDir));
    const after = await createVault(keysDir);
    expect(Buffer.from(after.keyId).toString('hex')).toBe(added);
    const sealedAfter = after.seal(secret);
    expect(plainOf(before.open(sealedAfter))).toBe(plainOf(secret));
    expect(plainOf(after.open(sealedBefore))).toBe(plainOf(secret));
    // The process from before goes on under its own key, which every machine has.
    expect(Buffer.from(before.seal(secret)).subarray(0, 8)).toEqual(Buffer.from(before.keyId));
    expect(await keyIdsOf(vaultFile(keysDir))).toEqual([added, Buffer.from(before.keyId).toString('hex')]);
    expect((await stat(vaultFile(keysDir))).mode & 0o777).toBe(0o600);
  });

  it('ends with the old key gone: what was sealed under it is lost', async () => {
    const before = await createVault(keysDir);
    const sealed = before.seal(secret);
    await addKey(vaultFile(keysDir));
    expect(await dropOldKeys(vaultFile(keysDir))).toEqual([Buffer.from(before.keyId).toString('hex')]);
    const after = await createVault(keysDir);
    expect(() => after.open(sealed)).toThrow('sealed with another key of the vault');
    expect(plainOf(after.open(after.seal(secret)))).toBe(plainOf(secret));
  });
});

describe('a rotation of the history key', () => {
  const payload: Payload = {
    metadata: { encoding: Buffer.from('json/plain') },
    data: Buffer.from('"facts"'),
  };
  const encoded = async (codec: PayloadCodec): Promise<Payload> =>
    (await codec.encode([payload], { type: 'workflow', namespace: 'openseal', workflowId: 'tender/1' }))[0]!;
  const keyIdIn = ({ metadata }: Payload): string => plainOf(metadata!['encryption-key-id']!);

  it('leaves old histories readable, and is read by processes that were not started anew', async () => {
    const running = historyCodec(await historyKeys(keysDir));
    const old = await encoded(running);
    const added = await addKey(historyFile(keysDir));
    const started = historyCodec(await historyKeys(keysDir));
    const fresh = await encoded(started);
    expect(keyIdIn(fresh)).toBe(added);
    expect(keyIdIn(await encoded(running))).toBe(keyIdIn(old));
    for (const codec of [running, started])
      for (const one of [old, fresh])
        expect((await codec.decode([one]))[0]!.data).toEqual(Buffer.from('"facts"'));
  });

  it('of another installation is refused by its id', async () => {
    const one = await encoded(historyCodec(await historyKeys(keysDir)));
    const elsewhere = historyCodec(await historyKeys(path.join(keysDir, 'elsewhere')));
    await expect(elsewhere.decode([one])).rejects.toThrow(
      `the history key ${keyIdIn(one)} is not among the keys`,
    );
  });
});

describe('a key file', () => {
  it('is the one of an installation from before there were several keys', async () => {
    const file = path.join(keysDir, 'old.key');
    await writeFile(file, `${Buffer.alloc(32, 7).toString('base64')}\n`);
    const { current } = await openKeyFile(file);
    await addKey(file);
    expect((await openKeyFile(file)).byId(current.id)).toEqual(current);
    expect((await readFile(file, 'utf8')).split('\n')).toHaveLength(3);
  });

  it.each(['', 'short\n', `${Buffer.alloc(32).toString('base64')}\nshort\n`])(
    'is not taken for one, nor added to: %j',
    async (text) => {
      const file = path.join(keysDir, 'broken.key');
      await writeFile(file, text);
      await expect(openKeyFile(file)).rejects.toThrow('holds no 256-bit key');
      await expect(addKey(file)).rejects.toThrow('holds no 256-bit key');
      expect(await readFile(file, 'utf8')).toBe(text);
    },
  );
});
