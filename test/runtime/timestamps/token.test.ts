import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash, randomBytes, X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { certificatesOf, pathToAnchor } from '../../../runtime/timestamps/certificates.ts';
import { OID, positiveInteger } from '../../../runtime/timestamps/der.ts';
import {
  certify,
  type CertificateWish,
  type CertifiedKey,
} from '../../../runtime/timestamps/development-certificates.ts';
import { issueToken } from '../../../runtime/timestamps/development-tsa.ts';
import { grantingReply, timestampQuery, tokenOf } from '../../../runtime/timestamps/messages.ts';
import { TimestampError } from '../../../runtime/timestamps/refusal.ts';
import { verifyToken } from '../../../runtime/timestamps/token.ts';
import {
  EXTENSIONS,
  issueByOpenssl,
  openssl,
  prepareOpensslTsa,
  type OpensslTsa,
} from '../../support/openssl.ts';

const HOUR_MS = 3_600_000;
const at = new Date();
const hours = (count: number): Date => new Date(at.getTime() + count * HOUR_MS);
const data = Buffer.from('eyJhbGciOiJFZERTQSJ9.e30.c2lnbmF0dXJl');
const digest = createHash('sha256').update(data).digest();
const nonce = randomBytes(16);

const valid = { notBefore: hours(-1), notAfter: hours(1) };
const root = certify({ name: 'root', issuer: null, ...valid });
const anchors = [root.certificate];
const signer = certify({ name: 'signer', issuer: root, ...valid });

function tokenBy(by: CertifiedKey, changes: Partial<Parameters<typeof issueToken>[1]> = {}): Buffer {
  return issueToken(by, { digest, nonce: positiveInteger(nonce), at, withCertificate: true, ...changes });
}

/** The code with which a token is refused, or `accepted`. */
function verdict(
  token: Uint8Array,
  expected = { digest, nonce, anchors } as Parameters<typeof verifyToken>[1],
): string {
  try {
    verifyToken(token, expected);
    return 'accepted';
  } catch (error) {
    return error instanceof TimestampError ? error.code : `not a TimestampError: ${String(error)}`;
  }
}

/** Each byte (or each so many) with one bit changed, another for each; every bit with OPENSEAL_EVERY_BIT=true. */
function takenWithABitChanged(token: Buffer, trusted: X509Certificate[], every: number): string[] {
  const taken: string[] = [];
  const everyBit = process.env['OPENSEAL_EVERY_BIT'] === 'true';
  for (let byte = 0; byte < token.length; byte += everyBit ? 1 : every) {
    for (const bit of everyBit ? [0, 1, 2, 3, 4, 5, 6, 7] : [(byte * 5) % 8]) {
      const changed = Buffer.from(token);
      changed[byte]! ^= 1 << bit;
      const said = verdict(changed, { digest, nonce, anchors: trusted });
      if (said === 'accepted' || said.startsWith('not a')) taken.push(`byte ${byte}, bit ${bit}: ${said}`);
    }
  }
  return taken;
}

let dir: string;
let independent: OpensslTsa;
let theirs: Buffer;
let theirAnchors: X509Certificate[];
beforeAll(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'openseal-tsa-'));
  const prepared = await prepareOpensslTsa(dir);
  independent = await prepared.listen();
  theirAnchors = certificatesOf(await readFile(prepared.rootFile, 'utf8'));
  theirs = tokenOf(await independent.reply(timestampQuery(digest, nonce)));
});
afterAll(async () => {
  await independent.close();
  await rm(dir, { recursive: true, force: true });
});

describe('a token of ours', () => {
  it('is accepted by openssl, by the data and by its digest', async () => {
    await writeFile(path.join(dir, 'ours.tsr'), grantingReply(tokenBy(signer)));
    await writeFile(path.join(dir, 'receipt.jws'), data);
    await writeFile(path.join(dir, 'our-root.pem'), root.certificate.toString());
    const verify = (...what: string[]): Promise<string> =>
      openssl(dir, 'ts', '-verify', ...what, '-in', 'ours.tsr', '-CAfile', 'our-root.pem');
    expect(await verify('-data', 'receipt.jws')).toContain('Verification: OK');
    expect(await verify('-digest', digest.toString('hex'))).toContain('Verification: OK');
    await expect(verify('-digest', 'ab'.repeat(32))).rejects.toThrow(/message imprint mismatch/);
  });

  it('says when, by whom, and how exactly', () => {
    expect(verifyToken(tokenBy(signer), { digest, nonce, anchors })).toMatchObject({
      genTimeAt: Math.floor(at.getTime() / 1000) * 1000,
      accuracyMs: 1000,
      authority: '仅供开发 DEVELOPMENT ONLY signer',
    });
  });

  it('is refused with any one bit changed', () => {
    expect(takenWithABitChanged(tokenBy(signer), anchors, 1)).toEqual([]);
  });

  it('is refused cut short or with something behind it', () => {
    const token = tokenBy(signer);
    expect(verdict(Buffer.concat([token, Buffer.of(0)]))).toBe('malformed');
    for (let length = 0; length < token.length; length += 7)
      expect(verdict(token.subarray(0, length))).toBe('malformed');
  });

  it.each([
    [
      'another digest',
      { digest: createHash('sha256').update('x').digest(), nonce, anchors },
      'wrong-imprint',
    ],
    ['another nonce', { digest, nonce: randomBytes(16), anchors }, 'wrong-nonce'],
    ['no trusted root', { digest, nonce, anchors: [] }, 'unknown-root'],
    [
      'a root of the same name',
      { digest, nonce, anchors: [certify({ name: 'root', issuer: null, ...valid }).certificate] },
      'unknown-root',
    ],
  ])('is refused for %s', (_what, expected, code) => {
    expect(verdict(tokenBy(signer), expected)).toBe(code);
  });

  it('is refused for any one bit of digest or nonce', () => {
    const token = tokenBy(signer);
    const said = new Set<string>();
    const flipped = (bytes: Buffer, bit: number): Buffer => {
      const changed = Buffer.from(bytes);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      return changed;
    };
    for (let bit = 0; bit < 256; bit++)
      said.add(verdict(token, { digest: flipped(digest, bit), nonce, anchors }));
    expect([...said]).toEqual(['wrong-imprint']);
    said.clear();
    for (let bit = 0; bit < 128; bit++)
      said.add(verdict(token, { digest, nonce: flipped(nonce, bit), anchors }));
    expect([...said]).toEqual(['wrong-nonce']);
  });

  it('without the nonce, or without the certificate, is refused', () => {
    expect(verdict(tokenBy(signer, { nonce: null }))).toBe('wrong-nonce');
    expect(verdict(tokenBy(signer, { withCertificate: false }))).toBe('bad-signature');
  });

  it.each<[string, Partial<CertificateWish>, string]>([
    ['without the usage', { usage: { purposes: [], critical: true } }, 'wrong-usage'],
    ['with another usage', { usage: { purposes: ['1.3.6.1.5.5.7.3.3'], critical: true } }, 'wrong-usage'],
    [
      'with a usage beside it',
      { usage: { purposes: [OID.timeStamping, '1.3.6.1.5.5.7.3.3'], critical: true } },
      'wrong-usage',
    ],
    [
      'with the usage not critical',
      { usage: { purposes: [OID.timeStamping], critical: false } },
      'wrong-usage',
    ],
    ['expired', { notBefore: hours(-2), notAfter: hours(-1) }, 'certificate-not-valid'],
    ['not yet valid', { notBefore: hours(1), notAfter: hours(2) }, 'certificate-not-valid'],
    ['self-signed', { issuer: null }, 'wrong-usage'],
  ])('of a signer %s is refused', (_what, wish, code) => {
    expect(verdict(tokenBy(certify({ name: 'other', issuer: root, ...valid, ...wish })))).toBe(code);
  });

  it('signed by another key than its certificate has is refused', () => {
    const { key } = certify({ name: 'signer', issuer: root, ...valid });
    expect(verdict(tokenBy({ key, certificate: signer.certificate }))).toBe('bad-signature');
  });

  it('under a root that expired is refused', () => {
    const old = certify({ name: 'old', issuer: null, notBefore: hours(-3), notAfter: hours(-2) });
    const by = certify({ name: 'by', issuer: old, ...valid });
    expect(verdict(tokenBy(by), { digest, nonce, anchors: [old.certificate] })).toBe('certificate-not-valid');
  });
});

describe('a token of openssl', () => {
  it('is accepted, through an intermediate authority', () => {
    const found = verifyToken(theirs, { digest, nonce, anchors: theirAnchors });
    expect(found).toMatchObject({ authority: 'tsa', accuracyMs: 1500 });
    // The authority's clock is the machine's, in whole seconds.
    expect(found.genTimeAt).toBeGreaterThanOrEqual(Math.floor(at.getTime() / 1000) * 1000);
    expect(found.genTimeAt).toBeLessThanOrEqual(Date.now());
  });

  it('is refused with a bit of any byte changed', () => {
    expect(takenWithABitChanged(theirs, theirAnchors, 7)).toEqual([]);
  });

  it('is accepted in BER, with indefinite lengths around', () => {
    // ContentInfo and its [0] with indefinite length, as some authorities encode them.
    const inside = theirs.subarray(theirs.indexOf(Buffer.from('a082', 'hex')) + 4);
    const oid = theirs.subarray(4, 15);
    const end = Buffer.alloc(2);
    const loose = Buffer.concat([Buffer.of(0x30, 0x80), oid, Buffer.of(0xa0, 0x80), inside, end, end]);
    expect(verdict(loose, { digest, nonce, anchors: theirAnchors })).toBe('accepted');
    expect(verdict(loose.subarray(0, -2), { digest, nonce, anchors: theirAnchors })).toBe('malformed');
  });
});

describe('the path to an anchor', () => {
  const read = async (name: string): Promise<X509Certificate> =>
    new X509Certificate(await readFile(path.join(dir, `${name}.pem`)));

  it('ends where authorities certify each other', async () => {
    const ca = EXTENSIONS.ca;
    await issueByOpenssl(dir, 'a', { issuer: null, extensions: ca });
    await issueByOpenssl(dir, 'b', { issuer: null, extensions: ca });
    await issueByOpenssl(dir, 'a-by-b', { issuer: 'b', extensions: ca, subject: '/CN=a', keyOf: 'a' });
    await issueByOpenssl(dir, 'b-by-a', { issuer: 'a', extensions: ca, subject: '/CN=b', keyOf: 'b' });
    await issueByOpenssl(dir, 'leaf', { issuer: 'a', extensions: EXTENSIONS.tsa });
    const [leaf, ...others] = await Promise.all(['leaf', 'a-by-b', 'b-by-a'].map(read));
    expect(() => pathToAnchor(leaf!, others, anchors, new Date())).toThrow(/no trusted root/);
    expect(pathToAnchor(leaf!, others, [await read('b')], new Date())).toHaveLength(3);
  });

  it('does not lead through what is no authority, nor deeper than an authority allows', async () => {
    await issueByOpenssl(dir, 'under', { issuer: 'between', extensions: EXTENSIONS.ca });
    await issueByOpenssl(dir, 'deep', { issuer: 'under', extensions: EXTENSIONS.tsa });
    await issueByOpenssl(dir, 'forged', { issuer: 'tsa', extensions: EXTENSIONS.tsa });
    const [deep, under, between, forged, tsa] = await Promise.all(
      ['deep', 'under', 'between', 'forged', 'tsa'].map(read),
    );
    const now = new Date();
    expect(() => pathToAnchor(deep!, [under!, between!], theirAnchors, now)).toThrow(/no trusted root/);
    expect(() => pathToAnchor(forged!, [tsa!, between!], theirAnchors, now)).toThrow(/no trusted root/);
    expect(pathToAnchor(tsa!, [between!], theirAnchors, now)).toHaveLength(3);
  });

  it('does not lead through a critical extension that is not understood', async () => {
    const constrained = `${EXTENSIONS.ca}\nnameConstraints=critical,permitted;DNS:example.cn`;
    await issueByOpenssl(dir, 'constrained', { issuer: 'root', extensions: constrained });
    await issueByOpenssl(dir, 'below', { issuer: 'constrained', extensions: EXTENSIONS.tsa });
    const [below, above] = await Promise.all(['below', 'constrained'].map(read));
    expect(() => pathToAnchor(below!, [above!], theirAnchors, new Date())).toThrow(/no trusted root/);
  });
});
