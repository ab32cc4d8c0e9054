import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { buildCertificate, type Issuer } from '../../../runtime/pki/build.ts';
import { readCertificate, toPem, type ReadCertificate } from '../../../runtime/pki/index.ts';
import { chainTo } from '../../../runtime/pki/chain.ts';
import { readCrl } from '../../../runtime/pki/crl.ts';
import { assertDer } from '../../../runtime/pki/der.ts';
import { generateKeyPem, keyFromPem } from '../../../runtime/pki/keys.ts';
import { pdfSignatures, signedDigests } from '../../../runtime/pki/pdf.ts';
import { signCms } from '../../../runtime/pki/sign-cms.ts';
import { DOCUMENT_NEEDS } from '../../../runtime/pki/verifier.ts';
import { openssl, startAuthorities, testVerifier, type TestAuthorities } from '../../support/pki.ts';

const CONTENT = Buffer.from('评标报告', 'utf8');
const DAY_MS = 86_400_000;
const now = Date.now();

let authorities: TestAuthorities;
beforeAll(async () => {
  authorities = await startAuthorities();
});
afterAll(() => authorities.close());

/** Certificates of one name and one key: each of them issued each, themselves included. */
function oneName(count: number, kind: 'ecdsa' | 'rsa' = 'ecdsa'): Issuer[] {
  const key = keyFromPem(generateKeyPem(kind));
  const request = {
    subject: [['CN', 'one name']] as const,
    spki: key.spki,
    notBefore: now - DAY_MS,
    notAfter: now + DAY_MS,
    keyUsage: ['keyCertSign', 'digitalSignature'] as const,
    authority: { pathLength: 20 },
  };
  return Array.from({ length: count }, () => ({ key, certificate: buildCertificate(request, null, key) }));
}

/** How many pairs of certificates a search looks at: each look reads the issuer's name once. */
function looksOf(certificates: readonly ReadCertificate[]): number {
  let looks = 0;
  const counted = certificates.map((one) => ({
    ...one,
    get subjectDer() {
      looks++;
      return one.subjectDer;
    },
  }));
  const [first, ...others] = counted;
  expect(chainTo(first!, others, [], { checksLeft: Infinity })).toBeNull();
  return looks;
}

describe('paths through certificates that all issue each other', () => {
  it('come to each certificate once: four times as many cost at most sixteen times as much', () => {
    const certificates = oneName(32).map((one) => one.certificate);
    const few = looksOf(certificates.slice(0, 8));
    expect(few).toBeLessThanOrEqual(8 * 8);
    expect(looksOf(certificates)).toBeLessThanOrEqual(32 * 32);
  });

  it('are refused in a signature without sixteen factorial tries, and the event loop goes on', async () => {
    const [signer, ...others] = oneName(16);
    const between = others.map((one) => one.certificate);
    const cms = await signCms({ ...signer!, between }, CONTENT, now);
    const verifier = testVerifier(authorities);
    let longest = 0;
    let before = performance.now();
    const turning = setInterval(() => {
      longest = Math.max(longest, performance.now() - before);
      before = performance.now();
    }, 1);
    const given = Array.from({ length: 8 }, () =>
      verifier.signature(cms, CONTENT, now, DOCUMENT_NEEDS, 'sign').catch((error: unknown) => error),
    );
    for (const refused of await Promise.all(given))
      expect(refused).toMatchObject({ refusal: { code: 'certificate-untrusted' } });
    clearInterval(turning);
    // On the loop itself one of the eight took seconds; a busy machine holds a loop up for less.
    expect(longest).toBeLessThan(2_000);
  });

  it('are refused beside a good signer when more signatures would have to be checked than honest ones need', async () => {
    const signer = await authorities.issue('ecdsa', { kind: 'person', name: '张三' });
    const key = keyFromPem(await readFile(signer.keyFile, 'utf8'));
    const strangers = oneName(12).map((one) => one.certificate);
    const { issuing, root } = authorities.of.ecdsa;
    const between = [issuing.certificate, root.certificate, ...strangers];
    const cms = await signCms({ key, certificate: signer.certificate, between }, CONTENT, now);
    const verified = testVerifier(authorities).signature(cms, CONTENT, now, DOCUMENT_NEEDS, 'sign');
    await expect(verified).rejects.toMatchObject({
      refusal: { code: expect.stringMatching(/^certificate-(untrusted|paths)$/) },
    });
  });

  it('count the signatures they check, and stop', () => {
    const certificates = oneName(16).map((one) => one.certificate);
    expect(() => chainTo(certificates[0]!, certificates.slice(1), [], { checksLeft: 5 })).toThrow(
      'certificate-paths',
    );
  });
});

describe('what is without measure in an encoding', () => {
  it('is refused: keys, exponents, names, numbers and elements', async () => {
    const huge = async (bits: string, ...more: string[]) => {
      const at = await authorities.file('huge.pem', '');
      await openssl(
        'genpkey',
        '-algorithm',
        'RSA',
        '-pkeyopt',
        `rsa_keygen_bits:${bits}`,
        ...more,
        '-out',
        at,
      );
      const out = await authorities.file('huge.crt', '');
      await openssl('req', '-x509', '-key', at, '-subj', '/CN=huge', '-days', '2', '-out', out);
      return async () => readCertificate(await readFile(out));
    };
    const exponent = (2n ** 64n + 13n).toString();
    const slow = await huge('2048', '-pkeyopt', `rsa_keygen_pubexp:${exponent}`);
    await expect(slow()).rejects.toThrow('signature-algorithm');
    const element = (tag: number, content: Buffer) =>
      Buffer.concat([Buffer.of(tag, 0x82, content.length >> 8, content.length & 0xff), content]);
    expect(() => assertDer(element(0x06, Buffer.alloc(300, 1)))).toThrow('without measure');
    expect(() => assertDer(element(0x02, Buffer.alloc(5000, 1)))).toThrow('without measure');
    expect(() => assertDer(element(0x30, Buffer.alloc(60_000, Buffer.of(5, 0))), 1_000)).toThrow('too many');
    const deep = Buffer.concat(Array.from({ length: 60 }, (_, depth) => Buffer.of(0x30, 2 * (59 - depth))));
    expect(() => assertDer(deep)).toThrow('nested too deeply');
  });
});

/** A definite length as DER writes it, behind a tag and before contents. */
function der(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  const octets = Buffer.from(length.toString(16).padStart(length < 0x10000 ? 4 : 6, '0'), 'hex');
  const minimal = length < 0x80 ? Buffer.of(length) : null;
  const one = length < 0x100 ? Buffer.of(0x81, length) : Buffer.of(0x80 + octets.length, ...octets);
  return Buffer.concat([Buffer.of(tag), minimal ?? one, content]);
}

/** A complete list of an issuer, written by hand: the library that writes lists here is made for short ones. */
function listOfSerials({ key, certificate }: Issuer, serials: readonly string[]): Buffer {
  const time = (text: string) => der(0x17, Buffer.from(text));
  const revokedAt = time('250101000000Z');
  const entries = serials.map((one) =>
    der(0x30, der(0x02, Buffer.from(one.padStart(one.length + (one.length % 2), '0'), 'hex')), revokedAt),
  );
  const algorithm = Buffer.from(key.algorithm.toSchema().toBER());
  const version = der(0x02, Buffer.of(1));
  const signed = der(
    0x30,
    version,
    algorithm,
    certificate.subjectDer,
    time('250102000000Z'),
    der(0x30, Buffer.concat(entries)),
  );
  return der(0x30, signed, algorithm, der(0x03, Buffer.of(0), key.sign(signed)));
}

describe('a revocation list', () => {
  it('of hundreds of thousands of entries is read, at a cost that grows as it does', async () => {
    const { issuing } = authorities.of.ecdsa;
    const signer = await authorities.issue('ecdsa', { kind: 'person', name: '张三' });
    const { serial } = signer.certificate.facts;
    const listOf = (count: number, ...more: string[]) => {
      const serials = Array.from({ length: count }, (_, index) => (index + 0x10000).toString(16));
      return listOfSerials(issuing, [...serials, ...more]);
    };
    const small = listOf(50_000);
    const large = listOf(200_000, serial);
    const timed = (list: Uint8Array) => {
      const from = performance.now();
      const answer = readCrl(list, signer.certificate, issuing.certificate);
      return { answer, ms: performance.now() - from };
    };
    timed(small);
    const [few, many] = [timed(small), timed(large)];
    expect([few.answer.status, many.answer.status]).toEqual(['good', 'revoked']);
    // Quadratic it would be sixteen times as much.
    expect(many.ms).toBeLessThan(12 * few.ms + 200);
  });
});

/** A PDF's bytes with gaps of a CMS: what is read of them, counted. */
function fileOf(
  count: number,
  filler: number,
  covered?: number,
): { bytes: Buffer; reads: { passes: number; bytes: number } } {
  const cms = Buffer.from('3003020101', 'hex').toString('hex');
  let bytes = Buffer.alloc(filler, 0x20);
  for (let index = 0; index < count; index++) {
    const gap = `<${cms}>`;
    // The numbers take a fixed place, so that they can be written before they are known.
    const head = (ranges: string) => `/SubFilter /ETSI.CAdES.detached /ByteRange [${ranges.padEnd(50)}] `;
    const from = bytes.length + head('').length;
    const to = from + gap.length;
    const tail = ' endobj';
    bytes = Buffer.concat([
      bytes,
      Buffer.from(head(`0 ${from} ${to} ${covered ?? tail.length}`) + gap + tail),
    ]);
  }
  return { bytes, reads: { passes: 0, bytes: 0 } };
}

/** Bytes as a store gives them, piece by piece. */
async function* chunksOf(
  bytes: Buffer,
  read: (chunk: Buffer) => void = () => undefined,
): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += 1000) {
    const chunk = bytes.subarray(at, at + 1000);
    read(chunk);
    yield await Promise.resolve(chunk);
  }
}

async function digestsOf(count: number, filler: number): Promise<{ passes: number; found: number }> {
  const { bytes, reads } = fileOf(count, filler);
  const open = () => {
    reads.passes++;
    return Promise.resolve(chunksOf(bytes, (chunk) => (reads.bytes += chunk.length)));
  };
  const found = await pdfSignatures(open, bytes.length);
  const digests = await signedDigests(
    open,
    found.map(({ ranges }) => ({ ranges, digest: 'sha256' as const })),
  );
  expect(digests).toEqual(
    found.map(({ ranges: [, first, second, length] }) =>
      createHash('sha256')
        .update(bytes.subarray(0, first))
        .update(bytes.subarray(second, second + length))
        .digest(),
    ),
  );
  expect(reads.bytes).toBeLessThanOrEqual(3 * bytes.length);
  return { passes: reads.passes, found: found.length };
}

describe('the signatures of a PDF', () => {
  it('are found and digested in three passes, however many there are', async () => {
    expect(await digestsOf(4, 5_000)).toEqual({ passes: 3, found: 4 });
    expect(await digestsOf(16, 20_000)).toEqual({ passes: 3, found: 16 });
  });

  it('are refused beyond a number, and where they reach into each other', async () => {
    await expect(digestsOf(17, 5_000)).rejects.toMatchObject({ code: 'too-many' });
    const { bytes } = fileOf(3, 100, 120);
    const open = () => Promise.resolve(chunksOf(bytes));
    await expect(pdfSignatures(open, bytes.length)).rejects.toMatchObject({ code: 'overlap' });
  });

  it('cost no more for words that frame nothing', async () => {
    const words = Buffer.from('/ByteRange [0 1 2 '.repeat(20_000));
    const open = () => Promise.resolve(chunksOf(words));
    expect(await pdfSignatures(open, words.length)).toEqual([]);
  });
});

describe('a text of certificates', () => {
  it('holds no more than a chain needs', () => {
    const [{ certificate }] = oneName(1) as [Issuer];
    const pem = toPem('CERTIFICATE', certificate.der).repeat(40);
    expect(() => readCertificate(pem)).toThrow('certificate-malformed');
  });
});
