import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { execFileSync } from 'node:child_process';
import { createCipheriv, createHash, createHmac, createPrivateKey, hkdfSync, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { sm3 } from '../../sealing/gm/sm3.ts';
import { sm4Ctr } from '../../sealing/gm/sm4.ts';
import { gmSuite } from '../../sealing/gm/suite.ts';
import { SUITES } from '../../sealing/header.ts';
import { fileKeyBy, generateKey, headerOf } from '../../sealing/index.ts';
import { nodeSuites } from '../../sealing/node.ts';
import { castOf, opened, outcome, sealed, tool, type Cast } from './support.ts';

const CHUNK = 64 * 1024;
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

describe('SM3 and SM4 in JavaScript', () => {
  it('give what the standards print', () => {
    // GB/T 32905 appendix A.1; GB/T 32907 appendix A.1, as the first block of counter mode over zeros.
    expect(hex(sm3(Buffer.from('abc')))).toBe(
      '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0',
    );
    const key = Buffer.from('0123456789abcdeffedcba9876543210', 'hex');
    const block = createCipheriv('sm4-ecb', key, null).setAutoPadding(false).update(key);
    expect(hex(block)).toBe('681edf34d206965e86b3e94f536e4246');
    expect(hex(sm4Ctr(key, Buffer.alloc(16), Buffer.alloc(16)))).toBe(
      hex(createCipheriv('sm4-ecb', key, null).setAutoPadding(false).update(Buffer.alloc(16))),
    );
  });

  it('give what OpenSSL gives', () => {
    const bytes = (minLength: number, maxLength: number) => fc.uint8Array({ minLength, maxLength });
    fc.assert(
      fc.property(bytes(0, 2000), bytes(16, 16), bytes(12, 12), bytes(1, 100), (data, key, nonce, other) => {
        const counter = Buffer.concat([nonce, Buffer.alloc(4)]);
        expect(hex(sm3(data))).toBe(createHash('sm3').update(data).digest('hex'));
        expect(hex(gmSuite.mac(other, data))).toBe(createHmac('sm3', other).update(data).digest('hex'));
        expect(hex(gmSuite.kdf(data, key, other, 80))).toBe(
          hex(Buffer.from(hkdfSync('sm3', data, key, other, 80))),
        );
        expect(hex(sm4Ctr(key, counter, data))).toBe(
          hex(createCipheriv('sm4-ctr', key, counter).update(data)),
        );
      }),
      { numRuns: 60 },
    );
  });
});

describe('a bid sealed with the GM algorithms', () => {
  const cast = castOf('gm');
  const identities = [cast.own.identity];

  it.each([0, 1, CHUNK, CHUNK + 1, 2 * CHUNK + 7])(
    'opens to its %d plain bytes, by Node or JavaScript',
    async (size) => {
      const plain = randomBytes(size);
      for (const suites of [nodeSuites, SUITES]) {
        const file = await sealed(cast, plain, { suites });
        expect((await opened(file, { identities }, nodeSuites)).equals(plain)).toBe(true);
        expect((await opened(file, { identities }, SUITES)).equals(plain)).toBe(true);
      }
    },
  );

  it('gives no key with a bit of its header flipped, and no byte of a changed chunk', async () => {
    const file = await sealed(cast, randomBytes(CHUNK + 100));
    const headerBytes = headerOf(file).bytes.length;
    const flipped = (at: number): Buffer => {
      const changed = Buffer.from(file);
      changed[at] = changed[at]! ^ (1 << (at % 8));
      return changed;
    };
    expect(await fileKeyBy(identities, headerOf(file))).toHaveLength(16);
    for (let at = 0; at < headerBytes; at += 5) {
      expect([
        at,
        await (async () => fileKeyBy(identities, headerOf(flipped(at))))().catch(() => 'refused'),
      ]).toEqual([at, 'refused']);
    }
    for (const at of [0, 15, 16, 5000, 16 + CHUNK, 16 + CHUNK + 31, 16 + CHUNK + 32]) {
      expect(await outcome(flipped(headerBytes + at), { identities }, nodeSuites)).toBe('corrupted');
    }
    expect(await outcome(file.subarray(0, headerBytes + 16 + CHUNK + 32), { identities }, nodeSuites)).toBe(
      'corrupted',
    );
    expect(await outcome(file, { identities: [generateKey('gm').identity] })).toBe('wrong-key');
    expect(await outcome(file, { identities: [generateKey('age').identity] })).toBe('wrong-key');
  });
});

/** The secret key as OpenSSL reads it: SEC 1 (RFC 5915) with the SM2 curve's name. */
function pemOf(identity: string): string {
  const scalar = identity.slice('SM2-SECRET-KEY-'.length);
  const der = Buffer.from(`302e020101 0420${scalar} a00a06082a811ccf5501822d`.replaceAll(' ', ''), 'hex');
  // OpenSSL wants the length of what follows: the sequence holds 1+1+1, 2+32 and 2+10 bytes.
  der[1] = der.length - 2;
  return createPrivateKey({ key: der, format: 'der', type: 'sec1' })
    .export({ type: 'pkcs8', format: 'pem' })
    .toString();
}

/** The parts of a file of one chunk, as somebody would cut it up by hand. */
function partsOf(file: Buffer) {
  const { header, bytes } = headerOf(file);
  const wrapped = header.stanzas.find(({ type }) => type === 'SM2')!.body;
  const nonce = file.subarray(bytes.length, bytes.length + 16);
  const sealedBytes = file.subarray(bytes.length + 16, -32);
  return {
    wrapped,
    nonce,
    sealedBytes,
    tag: file.subarray(-32),
    maced: bytes.subarray(0, header.macedBytes),
    mac: header.mac,
  };
}

describe('the command line of OpenSSL', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'openseal-gm-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const at = (name: string): string => path.join(folder, name);
  const openssl = (...args: string[]): Buffer =>
    execFileSync('openssl', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const cast: Cast = castOf('gm');
  beforeAll(() => writeFileSync(at('key.pem'), pemOf(cast.own.identity)));

  const hkdf = (secret: string, salt: string | null, info: string, bytes: number): string =>
    openssl(
      'kdf',
      '-keylen',
      String(bytes),
      '-kdfopt',
      'digest:SM3',
      '-kdfopt',
      `hexkey:${secret}`,
      ...(salt === null ? [] : ['-kdfopt', `hexsalt:${salt}`]),
      '-kdfopt',
      `info:${info}`,
      'HKDF',
    )
      .toString()
      .trim()
      .replaceAll(':', '')
      .toLowerCase();
  const hmac = (key: string, data: Uint8Array): string => {
    writeFileSync(at('data'), data);
    return openssl('dgst', '-sm3', '-mac', 'HMAC', '-macopt', `hexkey:${key}`, at('data'))
      .toString()
      .trim()
      .split(' ')
      .at(-1)!;
  };

  it('opens what we sealed, step by step, and finds every MAC right', async () => {
    const plain = randomBytes(5000);
    const parts = partsOf(await sealed(cast, plain));
    writeFileSync(at('wrapped'), parts.wrapped);
    const fileKey = hex(openssl('pkeyutl', '-decrypt', '-inkey', at('key.pem'), '-in', at('wrapped')));
    expect(hmac(hkdf(fileKey, null, 'header', 32), parts.maced)).toBe(hex(parts.mac));
    const key = hkdf(fileKey, hex(parts.nonce), 'payload', 48);
    // The nonce of the first chunk that is also the last.
    const nonce = '000000000000000000000001';
    expect(hmac(key.slice(32), Buffer.concat([Buffer.from(nonce, 'hex'), parts.sealedBytes]))).toBe(
      hex(parts.tag),
    );
    writeFileSync(at('sealed'), parts.sealedBytes);
    const back = openssl(
      'enc',
      '-d',
      '-sm4-ctr',
      '-K',
      key.slice(0, 32),
      '-iv',
      `${nonce}00000000`,
      '-in',
      at('sealed'),
    );
    expect(back.equals(plain)).toBe(true);
  });

  it('makes SM2 ciphertexts that we read, of every length of coordinates', () => {
    openssl('pkey', '-in', at('key.pem'), '-pubout', '-out', at('public.pem'));
    for (let run = 0; run < 40; run++) {
      const fileKey = randomBytes(16);
      writeFileSync(at('file-key'), fileKey);
      const body = openssl(
        'pkeyutl',
        '-encrypt',
        '-pubin',
        '-inkey',
        at('public.pem'),
        '-in',
        at('file-key'),
      );
      const got = gmSuite.unwrap({ type: 'SM2', args: [], body: Uint8Array.from(body) }, cast.own.identity);
      expect(got === null ? null : hex(got)).toBe(hex(fileKey));
    }
  });

  it('has the public key that we have', () => {
    const der = openssl('pkey', '-in', at('key.pem'), '-pubout', '-outform', 'DER');
    expect(hex(der.subarray(-65))).toBe(cast.own.recipient);
  });
});

const PYTHON = process.env['OPENSEAL_GMSSL_PYTHON'] ?? 'python3';
const gmssl = tool(
  PYTHON,
  ['-c', 'import gmssl'],
  'The test with the Python package gmssl (OPENSEAL_GMSSL_PYTHON) is',
);
(gmssl ? describe : describe.skip)('gmssl in Python', () => {
  const script = path.join(import.meta.dirname, 'gm-open.py');
  it('opens what we sealed with its own SM2, SM3 and SM4', async () => {
    const cast = castOf('gm');
    const plain = randomBytes(3000);
    const file = await sealed(cast, plain);
    const digits = cast.own.identity.slice('SM2-SECRET-KEY-'.length).toLowerCase();
    const back = execFileSync(PYTHON, [script, digits, cast.own.recipient], { input: file });
    expect(back.equals(plain)).toBe(true);
  });
});
