import {
  createHash,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign,
  X509Certificate,
} from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import {
  BitString,
  Boolean,
  Constructed,
  GeneralizedTime,
  Integer,
  ObjectIdentifier,
  OctetString,
  Primitive,
  Sequence,
  Set as AsnSet,
  Utf8String,
  UTCTime,
  type BaseBlock,
} from 'asn1js';
import { Certificate } from 'pkijs';
import { DEVELOPMENT_MARK } from './certificates.ts';
import { derOf, OID, parseWhole, positiveInteger } from './der.ts';

/** A private key with its certificate. */
export interface CertifiedKey {
  readonly key: KeyObject;
  readonly certificate: X509Certificate;
}

export interface CertificateWish {
  /** What stands behind the mark of development in the common name. */
  readonly name: string;
  /** null: it signs itself, and is an authority. */
  readonly issuer: CertifiedKey | null;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** Extended key usage; timeStamping alone, critical, unless said otherwise. */
  readonly usage?: { readonly purposes: readonly string[]; readonly critical: boolean };
}

export const ECDSA_SHA256 = '1.2.840.10045.4.3.2';
const COMMON_NAME = '2.5.4.3';
const SUBJECT_KEY = '2.5.29.14';
const AUTHORITY_KEY = '2.5.29.35';
const SERIAL_BYTES = 16;
/** From this year on a validity is a GeneralizedTime (RFC 5280 section 4.1.2.5). */
const GENERALIZED_FROM = 2050;

/** Makes a P-256 key and an X.509 certificate for it whose subject says 仅供开发 DEVELOPMENT ONLY. */
export function certify(wish: CertificateWish): CertifiedKey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const subject = nameOf(`仅供开发 ${DEVELOPMENT_MARK} ${wish.name}`);
  const issuer = wish.issuer === null ? subject : subjectOf(wish.issuer.certificate);
  const authorityKey = wish.issuer === null ? publicKey : createPublicKey(wish.issuer.key);
  const body = new Sequence({
    value: [
      tagged(0, [new Integer({ value: 2 })]),
      positiveInteger(randomBytes(SERIAL_BYTES)),
      algorithmOf(ECDSA_SHA256),
      issuer,
      new Sequence({ value: [timeOf(wish.notBefore), timeOf(wish.notAfter)] }),
      subject,
      parseWhole(publicKey.export({ type: 'spki', format: 'der' }), 'key'),
      tagged(3, [
        new Sequence({
          value: [
            ...(wish.issuer === null ? ofAuthority() : ofSigner(wish.usage)),
            extension(SUBJECT_KEY, false, octets(keyIdentifier(publicKey))),
            extension(AUTHORITY_KEY, false, new Sequence({ value: [keyIdOf(authorityKey)] })),
          ],
        }),
      ]),
    ],
  });
  const signature = sign('sha256', derOf(body), wish.issuer?.key ?? privateKey);
  const whole = new Sequence({
    value: [body, algorithmOf(ECDSA_SHA256), new BitString({ valueHex: Uint8Array.from(signature).buffer })],
  });
  return { key: privateKey, certificate: new X509Certificate(derOf(whole)) };
}

/** basicConstraints CA, critical; keyUsage keyCertSign, critical. */
function ofAuthority(): Sequence[] {
  return [
    extension(OID.basicConstraints, true, new Sequence({ value: [new Boolean({ value: true })] })),
    extension(OID.keyUsage, true, keyUsage(0b0000_0100, 2)),
  ];
}

/** keyUsage digitalSignature, critical; the extended key usage wished. */
function ofSigner(usage: CertificateWish['usage']): Sequence[] {
  const { purposes, critical } = usage ?? { purposes: [OID.timeStamping], critical: true };
  const oids = purposes.map((value) => new ObjectIdentifier({ value }));
  return [
    extension(OID.keyUsage, true, keyUsage(0b1000_0000, 7)),
    ...(oids.length === 0 ? [] : [extension(OID.extendedKeyUsage, critical, new Sequence({ value: oids }))]),
  ];
}

/** An AlgorithmIdentifier without parameters. */
export function algorithmOf(oid: string): Sequence {
  return new Sequence({ value: [new ObjectIdentifier({ value: oid })] });
}

/** A context-specific, constructed tag around parts. */
export function tagged(tagNumber: number, value: BaseBlock[]): Constructed {
  return new Constructed({ idBlock: { tagClass: 3, tagNumber }, value });
}

export function octets(bytes: Uint8Array): OctetString {
  return new OctetString({ valueHex: Uint8Array.from(bytes).buffer });
}

/** The subject of a certificate as its bytes stand there. */
export function subjectOf(certificate: X509Certificate): BaseBlock {
  return parseWhole(new Uint8Array(Certificate.fromBER(certificate.raw).subject.valueBeforeDecode), 'name');
}

function nameOf(commonName: string): Sequence {
  const pair = new Sequence({
    value: [new ObjectIdentifier({ value: COMMON_NAME }), new Utf8String({ value: commonName })],
  });
  return new Sequence({ value: [new AsnSet({ value: [pair] })] });
}

function timeOf(at: Date): UTCTime {
  const valueDate = new Date(Math.floor(at.getTime() / 1000) * 1000);
  return at.getUTCFullYear() < GENERALIZED_FROM
    ? new UTCTime({ valueDate })
    : new GeneralizedTime({ valueDate });
}

function extension(id: string, critical: boolean, value: BaseBlock): Sequence {
  const flag = critical ? [new Boolean({ value: true })] : [];
  return new Sequence({ value: [new ObjectIdentifier({ value: id }), ...flag, octets(derOf(value))] });
}

function keyUsage(bits: number, unusedBits: number): BitString {
  return new BitString({ valueHex: Uint8Array.of(bits).buffer, unusedBits });
}

/** RFC 7093 section 2, method 1: the leftmost 160 bits of the SHA-256 of the public key. */
function keyIdentifier(key: KeyObject): Uint8Array {
  const point = key.export({ type: 'spki', format: 'der' }).subarray(-65);
  return createHash('sha256').update(point).digest().subarray(0, 20);
}

function keyIdOf(key: KeyObject): Primitive {
  return new Primitive({
    idBlock: { tagClass: 3, tagNumber: 0 },
    valueHex: Uint8Array.from(keyIdentifier(key)).buffer,
  });
}
