import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createPublicKey } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { compactVerify, createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet } from 'jose';
import { holdsUnder, openKeyRing, rotateKeyRing } from '../../../runtime/key-ring.ts';
import { createSigner, signingFile } from '../../../runtime/signing.ts';
import { openssl } from '../../support/pki.ts';

const folders: string[] = [];
let keysDir: string;
beforeEach(async () => {
  keysDir = await mkdtemp(path.join(os.tmpdir(), 'openseal-rotation-'));
  folders.push(keysDir);
});
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

const receipt = { kind: 'bid-received', bidderUscc: '91110105MA01EX012N' };

describe('rotation', () => {
  it('gives a new key without a restart; the old one stays published with its span and checks what it signed', async () => {
    const signer = await createSigner(keysDir);
    const before = await signer.sign(receipt);
    const old = signer.keyId;
    const at = Date.now();
    const next = await rotateKeyRing(signingFile(keysDir), { kind: 'file' }, at, at);
    const after = await signer.sign(receipt);
    expect([signer.keyId, decodeProtectedHeader(after).kid]).toEqual([next, next]);
    const set = signer.jwks() as JSONWebKeySet;
    expect(set.keys.map(({ kid }) => kid)).toEqual([old, next]);
    expect(set.keys[0]).toMatchObject({ exp: Math.ceil(at / 1000) });
    expect(set.keys[1]).toMatchObject({ nbf: Math.ceil(at / 1000) });
    for (const jws of [before, after]) {
      expect(await signer.verify(jws)).toEqual(receipt);
      await compactVerify(jws, createLocalJWKSet(set));
      expect(await (await createSigner(keysDir)).verify(jws)).toEqual(receipt);
    }
  });

  it('forgets private keys whose time is over, and publishes none', async () => {
    const file = signingFile(keysDir);
    await createSigner(keysDir);
    const secret = JSON.parse(await readFile(file, 'utf8')).keys[0].place.jwk.d as string;
    const now = Date.now();
    await rotateKeyRing(file, { kind: 'file' }, now, now);
    await rotateKeyRing(file, { kind: 'file' }, now + 1, now + 1);
    expect(await readFile(file, 'utf8')).not.toContain(secret);
    const signer = await createSigner(keysDir);
    for (const key of signer.jwks().keys) expect(Object.keys(key)).not.toContain('d');
  });

  it('announces a key that begins later, and takes it at its instant', async () => {
    const file = path.join(keysDir, 'ring.json');
    let now = 1_000_000;
    const ring = await openKeyRing(file, () => now);
    const old = ring.current().kid;
    const next = await rotateKeyRing(file, { kind: 'file' }, now + 5_000, now);
    expect(ring.keys().map(({ kid }) => kid)).toEqual([old, next]);
    now += 4_999;
    expect((await ring.sign(Buffer.from('x'))).key.kid).toBe(old);
    now += 1;
    expect((await ring.sign(Buffer.from('x'))).key.kid).toBe(next);
    await expect(rotateKeyRing(file, { kind: 'file' }, now - 1, now)).rejects.toThrow('in the past');
    await rotateKeyRing(file, { kind: 'file' }, now + 5_000, now);
    await expect(rotateKeyRing(file, { kind: 'file' }, now + 6_000, now)).rejects.toThrow(
      'announced already',
    );
  });

  it('reads the file of one key, as it was before there were several', async () => {
    const made = await createSigner(keysDir);
    const [{ kid, place }] = JSON.parse(await readFile(signingFile(keysDir), 'utf8')).keys as [
      { kid: string; place: { jwk: object } },
    ];
    const jws = await made.sign(receipt);
    await writeFile(signingFile(keysDir), JSON.stringify({ kid, jwk: place.jwk }));
    const signer = await createSigner(keysDir);
    expect([signer.keyId, await signer.verify(jws)]).toEqual([kid, receipt]);
    expect(await rotateKeyRing(signingFile(keysDir), { kind: 'file' }, Date.now(), Date.now())).not.toBe(kid);
    expect(await signer.verify(jws)).toEqual(receipt);
  });
});

describe('a key that lies elsewhere', () => {
  async function elsewhere(
    ...options: string[]
  ): Promise<{ key: string; publicKey: ReturnType<typeof createPublicKey> }> {
    const key = path.join(keysDir, 'elsewhere.pem');
    await openssl('genpkey', ...options, '-out', key);
    await openssl('pkey', '-in', key, '-pubout', '-out', `${key}.pub`);
    return { key, publicKey: createPublicKey(await readFile(`${key}.pub`)) };
  }

  it('signs by a command, here OpenSSL with ECDSA, and its signatures check as ES256', async () => {
    const { key, publicKey } = await elsewhere('-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256');
    const signer = await createSigner(keysDir);
    const command = ['openssl', 'dgst', '-sha256', '-sign', key];
    const now = Date.now();
    await rotateKeyRing(signingFile(keysDir), { kind: 'command', command, publicKey }, now, now);
    const jws = await signer.sign(receipt);
    const { protectedHeader } = await compactVerify(jws, createLocalJWKSet(signer.jwks() as JSONWebKeySet));
    expect(protectedHeader).toEqual({ alg: 'ES256', kid: signer.keyId });
    expect(await signer.verify(jws)).toEqual(receipt);
    expect(await readFile(signingFile(keysDir), 'utf8')).not.toContain('PRIVATE');
    // Ten in a row: short and long integers in DER both come out at 64 bytes.
    const ring = await openKeyRing(signingFile(keysDir));
    for (let count = 0; count < 10; count++) {
      const message = Buffer.from(String(count));
      const { key: used, signature } = await ring.sign(message);
      expect([signature.length, holdsUnder(used, message, signature)]).toEqual([64, true]);
    }
  });

  it('is not taken into use when the command fails or signs with another key', async () => {
    const { publicKey } = await elsewhere('-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256');
    const other = path.join(keysDir, 'other.pem');
    await openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', other);
    const signer = await createSigner(keysDir);
    const { keyId } = signer;
    const now = Date.now();
    const take = (command: string[]) =>
      rotateKeyRing(signingFile(keysDir), { kind: 'command', command, publicKey }, now, now);
    await expect(take(['openssl', 'dgst', '-sha256', '-sign', other])).rejects.toThrow('does not check');
    await expect(take(['openssl', 'dgst', '-sha256', '-sign', '/nowhere'])).rejects.toThrow('failed (1)');
    await expect(take([path.join(keysDir, 'no-such-program')])).rejects.toThrow('ENOENT');
    expect(signer.keyId).toBe(keyId);
  });

  it('is Ed25519 or ECDSA on P-256, and nothing else', async () => {
    const { publicKey } = await elsewhere('-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048');
    await createSigner(keysDir);
    const next = { kind: 'command', command: ['true'], publicKey } as const;
    await expect(rotateKeyRing(signingFile(keysDir), next, Date.now(), Date.now())).rejects.toThrow(
      'Ed25519 or ECDSA',
    );
  });
});
