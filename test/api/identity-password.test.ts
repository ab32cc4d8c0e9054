import { describe, expect, it } from '@jest/globals';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { hashPassword, verifyPassword } from '../../api/identity/password.ts';
import { loadTokenKey } from '../../api/identity/token-key.ts';

describe('passwords', () => {
  it('are kept as scrypt with N = 2^17, r = 8, p = 1 and a salt of their own', async () => {
    const [one, other] = await Promise.all([
      hashPassword('correct horse battery'),
      hashPassword('correct horse battery'),
    ]);
    expect(one).toMatch(/^scrypt\$17\$8\$1\$[\w-]{22}\$[\w-]{43}$/);
    expect(one).not.toBe(other);
    expect(await verifyPassword('correct horse battery', one)).toBe(true);
    expect(await verifyPassword('correct horse batterz', one)).toBe(false);
  });

  it('are the same however the keyboard composes them', async () => {
    expect(await verifyPassword('Cafe\u0301 au lait', await hashPassword('Caf\u00e9 au lait', 10))).toBe(
      true,
    );
  });

  it('take as long for unknown logins: the same derivation is made', async () => {
    const known = await hashPassword('correct horse battery');
    // What the processor did for it, whoever else it worked for: without the derivation, a thousandth.
    const worked = async (stored: string | null): Promise<number> => {
      const before = process.cpuUsage();
      await verifyPassword('guess guess guess', stored);
      return process.cpuUsage(before).user;
    };
    await worked(known);
    const ratio = (await worked(null)) / (await worked(known));
    expect(ratio).toBeGreaterThan(0.1);
    expect(ratio).toBeLessThan(10);
    expect(await verifyPassword('', null)).toBe(false);
  });

  it('refuse a hash of another scheme', async () => {
    await expect(verifyPassword('x', '$2b$10$abc')).rejects.toThrow(RangeError);
  });
});

describe('the token key', () => {
  it('is made once, whoever starts at the same time, readable by its owner only', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'openseal-keys-'));
    try {
      const keys = await Promise.all(Array.from({ length: 8 }, () => loadTokenKey(folder)));
      expect(new Set(keys.map((key) => key.keyId)).size).toBe(1);
      expect(await readdir(folder)).toEqual(['api-tokens.jwk']);
      expect((await stat(path.join(folder, 'api-tokens.jwk'))).mode & 0o777).toBe(0o600);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
