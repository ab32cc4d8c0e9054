import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createVault, type Vault } from '../../../runtime/vault.ts';

let keysDir: string;
let vault: Vault;
beforeAll(async () => {
  keysDir = await mkdtemp(path.join(os.tmpdir(), 'openseal-vault-'));
  vault = await createVault(keysDir);
});
afterAll(() => rm(keysDir, { recursive: true, force: true }));

describe('the vault', () => {
  it('opens what it sealed, and nothing of it can be read before', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 8, maxLength: 300 }), (plain) => {
        const sealed = Buffer.from(vault.seal(plain));
        expect(sealed.includes(Buffer.from(plain))).toBe(false);
        expect(Buffer.from(vault.open(sealed)).equals(plain)).toBe(true);
      }),
    );
    expect(vault.open(vault.seal(new Uint8Array()))).toHaveLength(0);
  });

  it('seals the same to other bytes each time, under the id of its key', () => {
    const plain = Buffer.from('AGE-SECRET-KEY-1');
    const [one, two] = [Buffer.from(vault.seal(plain)), Buffer.from(vault.seal(plain))];
    expect(one.equals(two)).toBe(false);
    expect(one.subarray(0, 8).equals(two.subarray(0, 8))).toBe(true);
  });

  it('opens nothing that was changed or cut', () => {
    const sealed = vault.seal(Buffer.from('AGE-SECRET-KEY-1'));
    for (let at = 0; at < sealed.length; at++) {
      const changed = Uint8Array.from(sealed);
      changed[at]! ^= 1;
      expect(() => vault.open(changed)).toThrow();
      expect(() => vault.open(sealed.subarray(0, at))).toThrow();
    }
  });

  it('gives a text one digest, which no other vault gives it', async () => {
    const elsewhere = await mkdtemp(path.join(os.tmpdir(), 'openseal-vault-'));
    const [again, other] = [await createVault(keysDir), await createVault(elsewhere)];
    expect(again.digest('password')).toBe(vault.digest('password'));
    expect(new Set([vault.digest('password'), vault.digest('Password'), other.digest('password')]).size).toBe(
      3,
    );
    await rm(elsewhere, { recursive: true });
  });

  it('is the same at every start, and another on another installation', async () => {
    const sealed = vault.seal(Buffer.from('x'));
    expect(Buffer.from((await createVault(keysDir)).open(sealed)).toString()).toBe('x');
    const elsewhere = await mkdtemp(path.join(os.tmpdir(), 'openseal-vault-'));
    const other = await createVault(elsewhere);
    expect(() => other.open(sealed)).toThrow('sealed with another key of the vault');
    expect(await readdir(elsewhere)).toEqual(['vault.key']);
    expect((await stat(path.join(elsewhere, 'vault.key'))).mode & 0o777).toBe(0o600);
    await writeFile(path.join(elsewhere, 'vault.key'), 'too short');
    await expect(createVault(elsewhere)).rejects.toThrow('holds no 256-bit key');
    await rm(elsewhere, { recursive: true });
  });
});
