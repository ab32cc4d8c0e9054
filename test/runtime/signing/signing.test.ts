import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { compactVerify, createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet } from 'jose';
import fc from 'fast-check';
import { createSigner, type Signer } from '../../../runtime/signing.ts';

let keysDir: string;
let signer: Signer;
beforeAll(async () => {
  keysDir = await mkdtemp(path.join(os.tmpdir(), 'openseal-keys-'));
  signer = await createSigner(keysDir);
});
afterAll(() => rm(keysDir, { recursive: true, force: true }));

const receipt = { kind: 'bid-received', bidderUscc: '91110105MA01EX012N', name: '投标文件' };

describe('the signature of the platform', () => {
  it('holds for anyone who has the published keys, and names its key', async () => {
    const jws = await signer.sign(receipt);
    const keys = createLocalJWKSet(signer.jwks() as JSONWebKeySet);
    const { payload, protectedHeader } = await compactVerify(jws, keys);
    expect(JSON.parse(Buffer.from(payload).toString())).toEqual(receipt);
    expect(protectedHeader).toEqual({ alg: 'EdDSA', kid: signer.keyId });
    expect(await signer.verify(jws)).toEqual(receipt);
  });

  it('publishes nothing secret', () => {
    for (const key of signer.jwks().keys) expect(Object.keys(key)).not.toContain('d');
  });

  it('is of one key, however often and by how many at once it is asked for', async () => {
    const fresh = await mkdtemp(path.join(os.tmpdir(), 'openseal-keys-'));
    const signers = await Promise.all(Array.from({ length: 8 }, () => createSigner(fresh)));
    expect(new Set(signers.map((one) => one.keyId)).size).toBe(1);
    expect(await (await createSigner(fresh)).verify(await signers[0]!.sign(receipt))).toEqual(receipt);
    expect(await readdir(fresh)).toEqual(['platform-signing.json']);
    expect((await stat(path.join(fresh, 'platform-signing.json'))).mode & 0o777).toBe(0o600);
    await rm(fresh, { recursive: true });
  });

  it('does not hold for anything changed', async () => {
    const jws = await signer.sign(receipt);
    const [header, payload, signature] = jws.split('.') as [string, string, string];
    const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const other = await createSigner(await mkdtemp(path.join(os.tmpdir(), 'openseal-keys-')));
    for (const forged of [
      '',
      '..',
      `${header}.${payload}`,
      `${header}.${payload}.`,
      `${jws}.more`,
      `${jws} `,
      `${encoded({ alg: 'none' })}.${payload}.`,
      `${encoded({ alg: 'none' })}.${payload}.${signature}`,
      `${header}.${encoded({ ...receipt, kind: 'bid-withdrawn' })}.${signature}`,
      await other.sign(receipt),
    ])
      await expect(signer.verify(forged)).rejects.toThrow('the signature does not hold');
    expect(decodeProtectedHeader(jws).kid).toBe(signer.keyId);
  });

  it('does not hold for any character that is another', async () => {
    const jws = await signer.sign(receipt);
    await fc.assert(
      fc.asyncProperty(fc.nat(jws.length - 2), fc.constantFrom(...'AZaz09-_.='), async (at, character) => {
        fc.pre(jws[at] !== character);
        const changed = jws.slice(0, at) + character + jws.slice(at + 1);
        await expect(signer.verify(changed)).rejects.toThrow('the signature does not hold');
      }),
    );
  });

  it('is not made with a key file that is broken', async () => {
    const broken = await mkdtemp(path.join(os.tmpdir(), 'openseal-keys-'));
    await writeFile(path.join(broken, 'platform-signing.json'), '{"kid":"x","jwk":{"kty":"OKP"');
    await expect(createSigner(broken)).rejects.toThrow();
    await rm(broken, { recursive: true });
  });
});
