import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import type { TrustEvent } from '../../../domain/pki/index.ts';
import { assertDer, derFrom, toPem } from '../../../runtime/pki/der.ts';
import { revokeDevelopment } from '../../../runtime/pki/dev/authority.ts';
import { DOCUMENT_NEEDS, readCertificate, type Verifier } from '../../../runtime/pki/index.ts';
import { buildCertificate, buildCrl } from '../../../runtime/pki/build.ts';
import { readCrl } from '../../../runtime/pki/crl.ts';
import { generateKeyPem, keyFromPem, KEY_KINDS } from '../../../runtime/pki/keys.ts';
import { ocspRequest, ocspResponse, readOcsp } from '../../../runtime/pki/ocsp.ts';
import { signCms } from '../../../runtime/pki/sign-cms.ts';
import {
  openssl,
  startAuthorities,
  testVerifier,
  type TestAuthorities,
  type TestSigner,
} from '../../support/pki.ts';

const CONTENT = Buffer.from('评标报告', 'utf8');
const PARTY = { kind: 'party', uscc: '91130230MA0EXA0150', name: '示例有限公司' } as const;
const DAY_MS = 86_400_000;

let authorities: TestAuthorities;
let verifier: Verifier;
beforeAll(async () => {
  authorities = await startAuthorities();
  verifier = testVerifier(authorities);
});
afterAll(() => authorities.close());

const check = async (
  signer: TestSigner,
  using: Verifier = verifier,
  at = Date.now(),
  signedAt = at,
): Promise<string> => codeOf(using, await signer.sign(CONTENT, signedAt), at);

async function codeOf(
  using: Verifier,
  cms: Uint8Array,
  at = Date.now(),
  content: Uint8Array = CONTENT,
): Promise<string> {
  try {
    const { warnings } = await using.signature(cms, content, at, DOCUMENT_NEEDS, 'sign');
    return ['accepted', ...warnings.map((one) => one.code)].join(' ');
  } catch (error) {
    return (error as { refusal: { code: string } }).refusal.code;
  }
}

describe.each(KEY_KINDS)('a certificate of %s', (kind) => {
  it('is accepted when all is well', async () => {
    expect(await check(await authorities.issue(kind, PARTY))).toBe('accepted');
  });

  it('is refused when it has expired, is not valid yet, or is for another use', async () => {
    const now = Date.now();
    const rows = [
      [{ notBefore: now - 2 * DAY_MS, notAfter: now - DAY_MS }, 'certificate-expired', now - 1.5 * DAY_MS],
      [{ notBefore: now + DAY_MS, notAfter: now + 2 * DAY_MS }, 'signature-time', now],
      [{ keyUsage: ['keyEncipherment'] as const }, 'certificate-usage', now],
      [{ extendedKeyUsage: ['1.3.6.1.5.5.7.3.1'] }, 'certificate-usage', now],
      [{ extendedKeyUsage: ['1.3.6.1.5.5.7.3.9'] }, 'certificate-usage', now],
    ] as const;
    for (const [options, code, signedAt] of rows) {
      const signer = await authorities.issue(kind, PARTY, options);
      expect([options, await check(signer, verifier, now, signedAt)]).toEqual([options, code]);
    }
    const early = await authorities.issue(kind, PARTY, { notBefore: now + 60_000 });
    expect(await check(early, verifier, now, now + 60_000)).toBe('certificate-not-yet-valid');
  });

  it('is refused from its revocation on, by OCSP and by CRL alike, and was good before', async () => {
    const signer = await authorities.issue(kind, PARTY);
    const revokedAt = Math.floor(Date.now() / 1000) * 1000 - 60_000;
    await revokeDevelopment(authorities.folder, kind, signer.certificate.facts.serial, revokedAt);
    expect(await check(signer)).toBe('certificate-revoked');
    expect(await check(signer, testVerifier(authorities), revokedAt)).toBe('certificate-revoked');
    expect(await check(signer, testVerifier(authorities), revokedAt - 1000)).toBe('accepted');
    const byList = testVerifier(authorities, {
      authorities: () =>
        authorities.trusted().map((one) => ({ ...one, crlUrl: `${authorities.url}/${kind}/ca.crl` })),
    });
    expect(await check(signer, byList)).toBe('certificate-revoked');
  });
});

describe('a chain', () => {
  it('is refused when no listed authority is above it', async () => {
    const stranger = await startAuthorities();
    try {
      expect(await check(await stranger.issue('ecdsa', PARTY))).toBe('certificate-untrusted');
    } finally {
      await stranger.close();
    }
  });

  it('is refused when a holder issues, or an authority stands deeper than allowed', async () => {
    const { ecdsa } = authorities.of;
    const now = Date.now();
    const span = { notBefore: now - 1000, notAfter: now + DAY_MS };
    const make = (issuer: typeof ecdsa.issuing, authority?: { pathLength: number }) => {
      const key = keyFromPem(generateKeyPem('ecdsa'));
      const keyUsage = authority === undefined ? (['digitalSignature'] as const) : (['keyCertSign'] as const);
      const subject = [['CN', `made ${Math.random()}`]] as const;
      const request = {
        subject,
        spki: key.spki,
        ...span,
        keyUsage,
        ...(authority === undefined ? {} : { authority }),
      };
      return { key, certificate: buildCertificate(request, issuer, key) };
    };
    const holder = make(ecdsa.issuing);
    const underHolder = make(holder);
    const tooDeep = make(ecdsa.issuing, { pathLength: 0 });
    const underTooDeep = make(tooDeep);
    for (const [signer, between] of [
      [underHolder, holder],
      [underTooDeep, tooDeep],
    ] as const) {
      const cms = await signCms({ ...signer, between: [between.certificate] }, CONTENT, now);
      expect(await codeOf(verifier, cms)).toBe('certificate-authority');
    }
    // The authority itself signs no documents.
    const byAuthority = await signCms(ecdsa.issuing, CONTENT, now);
    expect(await codeOf(verifier, byAuthority)).toBe('certificate-usage');
  });

  it('follows the trust list: suspended, resumed and removed work from their instants on', async () => {
    const signer = await authorities.issue('ecdsa', PARTY);
    const now = Date.now();
    const events = (...changes: [TrustEvent['change'], number][]): TrustEvent[] =>
      changes.map(([change, at]) => ({ change, at, reason: '' }));
    const listed = (list: TrustEvent[]) =>
      testVerifier(authorities, {
        authorities: () => authorities.trusted().map((one) => ({ ...one, events: list })),
      });
    const history = events(
      ['added', 0],
      ['suspended', now - 3000],
      ['resumed', now - 2000],
      ['removed', now - 1000],
    );
    const at = (ms: number) => check(signer, listed(history), now + ms);
    expect([await at(-3001), await at(-3000), await at(-2000), await at(-1000)]).toEqual([
      'accepted',
      'authority-suspended',
      'accepted',
      'authority-removed',
    ]);
    expect(await check(signer, listed(events(['added', now + 60_000])), now)).toBe('certificate-untrusted');
  });

  it('of the development authority is refused in production', async () => {
    const signer = await authorities.issue('rsa', PARTY);
    expect(await check(signer, testVerifier(authorities, { production: true }))).toBe(
      'development-certificate',
    );
  });
});

describe('an authority that is away', () => {
  let away: TestAuthorities;
  afterEach(() => away.close());
  const recent = { whenUnreachable: 'accept-recent', maxAgeMs: 3_600_000 } as const;

  it('is refused by the policy refuse', async () => {
    away = await startAuthorities();
    const signer = await away.issue('ecdsa', PARTY);
    const strict = testVerifier(away);
    expect(await check(signer, strict)).toBe('accepted');
    await away.silence();
    expect(await check(signer, strict)).toBe('revocation-unreachable');
  });

  it('is accepted with a warning by accept-recent, on a good answer that is not too old', async () => {
    away = await startAuthorities();
    const signer = await away.issue('ecdsa', PARTY);
    const lenient = testVerifier(away, { policy: recent });
    expect(await check(signer, lenient)).toBe('accepted');
    await away.silence();
    const now = Date.now();
    const warned = 'accepted revocation-unreachable revocation-unreachable';
    expect(await check(signer, lenient, now)).toBe(warned);
    expect(await check(signer, lenient, now + 2 * recent.maxAgeMs)).toBe('revocation-unreachable');
    expect(await check(signer, testVerifier(away, { policy: recent }))).toBe('revocation-unreachable');
  });

  it('is not asked again while its answer is fresh', async () => {
    away = await startAuthorities();
    const signer = await away.issue('ecdsa', PARTY);
    const caching = testVerifier(away, { freshMs: DAY_MS });
    expect(await check(signer, caching)).toBe('accepted');
    await away.silence();
    expect(await check(signer, caching)).toBe('accepted');
    expect(await check(signer, caching, Date.now() + 2 * DAY_MS)).toBe('revocation-unreachable');
  });

  it('whose last word was a revocation stays refused', async () => {
    away = await startAuthorities();
    const signer = await away.issue('ecdsa', PARTY);
    await revokeDevelopment(away.folder, 'ecdsa', signer.certificate.facts.serial, Date.now() - 60_000);
    const lenient = testVerifier(away, { policy: recent });
    expect(await check(signer, lenient)).toBe('certificate-revoked');
    await away.silence();
    expect(await check(signer, lenient)).toBe('certificate-revoked');
  });
});

describe('answers of authorities', () => {
  it('count only from who may give them, about this certificate, and while they speak', async () => {
    const { ecdsa, rsa } = authorities.of;
    const one = await authorities.issue('ecdsa', PARTY);
    const other = await authorities.issue('ecdsa', PARTY);
    const now = Math.floor(Date.now() / 1000) * 1000;
    const issuer = ecdsa.issuing.certificate;
    const state = {
      issuer,
      responder: ecdsa.responder,
      issued: new Set([one.certificate.facts.serial]),
      revoked: [],
    };
    const { der, nonce } = ocspRequest(one.certificate, issuer);
    const answer = ocspResponse(der, state, now, 60_000);
    expect(readOcsp(answer, one.certificate, issuer, { nonce, at: now })).toMatchObject({ status: 'good' });
    expect(() => readOcsp(answer, other.certificate, issuer, { nonce, at: now })).toThrow(
      'another certificate',
    );
    expect(() => readOcsp(answer, one.certificate, issuer, { nonce: 'ff', at: now })).toThrow(
      'another question',
    );
    // A holder of the same authority, and the responder of another one, answer for nobody.
    const holderKey = keyFromPem(await readFile(other.keyFile, 'utf8'));
    for (const responder of [{ key: holderKey, certificate: other.certificate }, rsa.responder]) {
      const forged = ocspResponse(der, { ...state, responder }, now, 60_000);
      expect(() => readOcsp(forged, one.certificate, issuer, { nonce, at: now })).toThrow('who may answer');
    }
    expect(ocspResponse(Buffer.from('nonsense'), state, now, 1)).toHaveLength(5);
    expect(() => readOcsp(Buffer.of(0x30, 3, 10, 1, 1), one.certificate, issuer, { nonce, at: now })).toThrow(
      'status 1',
    );

    const span = { thisUpdate: now, nextUpdate: now + 60_000, number: 1 };
    const forgedList = buildCrl({ ...rsa.issuing, certificate: issuer }, [], span);
    expect(() => readCrl(forgedList, one.certificate, issuer)).toThrow('does not hold');
    expect(() => readCrl(buildCrl(rsa.issuing, [], span), one.certificate, issuer)).toThrow('another issuer');
  });
});

describe('one bit that is another', () => {
  /** Every third byte, another bit from one to the next: each check costs milliseconds. */
  const STEP = 3;
  const bitAt = (at: number): number => (at * 5 + (at >> 3)) % 8;
  /** Enough of the network: answers stay fresh, so that only the bytes matter. */
  const still = () => testVerifier(authorities, { freshMs: DAY_MS });
  const flipped = (bytes: Uint8Array, at: number, bit: number): Buffer => {
    const changed = Buffer.from(bytes);
    changed[at]! ^= 1 << bit;
    return changed;
  };

  it.each(KEY_KINDS)('anywhere in a signature of %s makes it refused', async (kind) => {
    const using = still();
    const cms = await (await authorities.issue(kind, PARTY)).sign(CONTENT);
    expect(await codeOf(using, cms)).toBe('accepted');
    for (let at = 0; at < cms.length; at += STEP)
      expect([at, await codeOf(using, flipped(cms, at, bitAt(at)))]).not.toEqual([at, 'accepted']);
  });

  it('anywhere in the content makes it refused', async () => {
    const using = still();
    const cms = await (await authorities.issue('ecdsa', PARTY)).sign(CONTENT);
    for (let bit = 0; bit < CONTENT.length * 8; bit++) {
      const content = flipped(CONTENT, bit >> 3, bit & 7);
      expect(await codeOf(using, cms, Date.now(), content)).toBe('signature-digest');
    }
  });

  it.each(['rsa', 'sm2'] as const)(
    'anywhere in an OCSP answer or a list of %s makes it unusable',
    async (kind) => {
      const { issuing, responder } = authorities.of[kind];
      const issuer = issuing.certificate;
      const { certificate } = await authorities.issue(kind, PARTY);
      const now = Math.floor(Date.now() / 1000) * 1000;
      const { serial } = certificate.facts;
      const state = { issuer, responder, issued: new Set([serial]), revoked: [{ serial, revokedAt: now }] };
      const { der, nonce } = ocspRequest(certificate, issuer);
      const answer = ocspResponse(der, state, now, 60_000);
      const list = buildCrl(issuing, state.revoked, { thisUpdate: now, nextUpdate: now + 60_000, number: 1 });
      for (let at = 0; at < answer.length; at += STEP)
        expect(() =>
          readOcsp(flipped(answer, at, bitAt(at)), certificate, issuer, { nonce, at: now }),
        ).toThrow();
      for (let at = 0; at < list.length; at++)
        expect(() => readCrl(flipped(list, at, bitAt(at)), certificate, issuer)).toThrow();
    },
  );
});

describe('what is not one encoding', () => {
  it.each([
    ['an indefinite length', '3080020101' + '0000'],
    ['a length that is not minimal', '308103020101'],
    ['bytes after the end', '300302010100'],
    ['an end too early', '3005020101'],
    ['an INTEGER that is not minimal', '300402020001'],
    ['a BOOLEAN of no value', '3003010101'],
    ['a NULL with a content', '3003050100'],
    ['unused bits that are set', '300403020103'],
    ['a high tag number', '1f810100'],
    ['nothing at all', ''],
  ])('%s is no DER', (_what, hex) => {
    expect(() => assertDer(Buffer.from(hex, 'hex'))).toThrow();
  });

  it('PEM is read by its label alone', async () => {
    const { certificate } = await authorities.issue('ecdsa', PARTY);
    const pem = toPem('CERTIFICATE', certificate.der);
    expect(derFrom(`text before\n${pem}`, ['CERTIFICATE'])[0]).toEqual(Buffer.from(certificate.der));
    expect(derFrom(pem, ['X509 CRL'])).toEqual([]);
    expect(() => readCertificate(pem + pem)).toThrow('certificate-malformed');
    expect(() => readCertificate('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----')).toThrow(
      'certificate-malformed',
    );
  });

  it('a weak key is not taken', async () => {
    const key = `${authorities.dir}/weak.key`;
    const out = `${authorities.dir}/weak.crt`;
    await openssl(
      ...[
        'req',
        '-x509',
        '-newkey',
        'rsa:1024',
        '-nodes',
        '-keyout',
        key,
        '-subj',
        '/CN=weak',
        '-days',
        '2',
        '-out',
        out,
      ],
    );
    const weak = readCertificate(await readFile(out));
    const pem = toPem('CERTIFICATE', weak.der);
    const listed = testVerifier(authorities, {
      authorities: () => [{ ...authorities.trusted()[0]!, sha256: weak.facts.sha256, pem, betweenPem: '' }],
    });
    await expect(listed.certificate(pem, Date.now(), 'sign')).rejects.toMatchObject({
      refusal: { code: 'certificate-usage' },
    });
    expect(weak.facts.key.bits).toBe(1024);
  });
});
