import { createHash, randomBytes } from 'node:crypto';
import * as asn1js from 'asn1js';
import {
  AccessDescription,
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  BasicConstraints,
  Certificate,
  CertificateRevocationList,
  CRLDistributionPoints,
  DistributionPoint,
  Extension,
  Extensions,
  ExtKeyUsage,
  GeneralName,
  InfoAccess,
  PublicKeyInfo,
  RelativeDistinguishedNames,
  RevokedCertificate,
  Time,
} from 'pkijs';
import { KEY_USAGES, type KeyUsage } from '../../domain/pki/index.ts';
import type { Instant } from '../../domain/time/instant.ts';
import { EXT, readCertificate, type ReadCertificate } from './certificate.ts';
import type { PkiKey } from './keys.ts';

/** Object identifiers of the name attributes that are written. */
export const NAME = {
  CN: '2.5.4.3',
  C: '2.5.4.6',
  O: '2.5.4.10',
  OU: '2.5.4.11',
  organizationIdentifier: '2.5.4.97',
} as const;
export type NameAttribute = keyof typeof NAME;

/** Somebody who issues: a key with its certificate. */
export interface Issuer {
  readonly key: PkiKey;
  readonly certificate: ReadCertificate;
}

export interface CertificateRequest {
  readonly subject: readonly (readonly [NameAttribute, string])[];
  readonly spki: Uint8Array;
  readonly notBefore: Instant;
  readonly notAfter: Instant;
  readonly keyUsage: readonly KeyUsage[];
  readonly extendedKeyUsage?: readonly string[];
  /** For an authority: how many authorities may stand below it. */
  readonly authority?: { readonly pathLength: number };
  readonly ocspUrl?: string;
  readonly crlUrl?: string;
  /** For a responder whose own certificate need not be asked about (RFC 6960 section 4.2.2.2.1). */
  readonly ocspNoCheck?: boolean;
}

const view = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => Uint8Array.from(bytes);

/** Issues an X.509 certificate; `issuer` null: signed by its own key, which must be `key`. */
export function buildCertificate(
  request: CertificateRequest,
  issuer: Issuer | null,
  key: PkiKey,
): ReadCertificate {
  const signer = issuer?.key ?? key;
  const certificate = new Certificate();
  certificate.version = 2;
  // 127 random bits: positive, and no issuer gives the same twice.
  const serial = randomBytes(16);
  serial[0] = (serial[0]! & 0x3f) | 0x40;
  certificate.serialNumber = new asn1js.Integer({ valueHex: view(serial) });
  certificate.signature = signer.algorithm;
  certificate.signatureAlgorithm = signer.algorithm;
  certificate.subject = nameFrom(request.subject);
  certificate.issuer = issuer?.certificate.parsed.subject ?? certificate.subject;
  certificate.notBefore = new Time({ type: 0, value: new Date(request.notBefore) });
  certificate.notAfter = new Time({ type: 0, value: new Date(request.notAfter) });
  certificate.subjectPublicKeyInfo = PublicKeyInfo.fromBER(view(request.spki));
  certificate.extensions = extensionsOf(request, issuer?.certificate ?? null);
  certificate.tbsView = new Uint8Array(certificate.encodeTBS().toBER());
  certificate.signatureValue = new asn1js.BitString({ valueHex: view(signer.sign(certificate.tbsView)) });
  return readCertificate(new Uint8Array(certificate.toSchema(true).toBER()));
}

/** A Name (RFC 5280 section 4.1.2.4): a sequence of sets, one attribute in each. */
function nameFrom(attributes: CertificateRequest['subject']): RelativeDistinguishedNames {
  const sets = attributes.map(([name, value]) => {
    const typed = new AttributeTypeAndValue({ type: NAME[name], value: attribute(name, value) });
    return new asn1js.Set({ value: [typed.toSchema()] });
  });
  return RelativeDistinguishedNames.fromBER(new asn1js.Sequence({ value: sets }).toBER());
}

/** Countries are PrintableString (RFC 5280 appendix A), all else UTF8String. */
function attribute(name: NameAttribute, value: string): asn1js.BaseStringBlock {
  return name === 'C' ? new asn1js.PrintableString({ value }) : new asn1js.Utf8String({ value });
}

/** The key identifier of RFC 5280 section 4.2.1.2 (1): SHA-1 over the bits of the public key. */
export function keyIdentifier(spki: Uint8Array): Buffer {
  const bits = PublicKeyInfo.fromBER(view(spki)).subjectPublicKey.valueBlock.valueHexView;
  return createHash('sha1').update(bits).digest();
}

function extensionsOf(request: CertificateRequest, issuer: ReadCertificate | null): Extension[] {
  const { authority, keyUsage, extendedKeyUsage, ocspUrl, crlUrl, ocspNoCheck } = request;
  const constraints =
    authority === undefined
      ? new BasicConstraints()
      : new BasicConstraints({ cA: true, pathLenConstraint: authority.pathLength });
  const found = [
    extension(EXT.basicConstraints, true, constraints.toSchema()),
    extension(EXT.keyUsage, true, usageBits(keyUsage)),
    extension(EXT.subjectKeyIdentifier, false, octet(keyIdentifier(request.spki))),
  ];
  if (issuer?.keyId != null) {
    const keyId = new asn1js.Primitive({
      idBlock: { tagClass: 3, tagNumber: 0 },
      valueHex: view(Buffer.from(issuer.keyId, 'hex')),
    });
    found.push(extension(EXT.authorityKeyIdentifier, false, new asn1js.Sequence({ value: [keyId] })));
  }
  if (extendedKeyUsage !== undefined)
    found.push(
      extension(EXT.extKeyUsage, false, new ExtKeyUsage({ keyPurposes: [...extendedKeyUsage] }).toSchema()),
    );
  if (ocspUrl !== undefined) {
    const location = new GeneralName({ type: 6, value: ocspUrl });
    const access = new AccessDescription({ accessMethod: '1.3.6.1.5.5.7.48.1', accessLocation: location });
    found.push(
      extension(EXT.authorityInfoAccess, false, new InfoAccess({ accessDescriptions: [access] }).toSchema()),
    );
  }
  if (crlUrl !== undefined) {
    const point = new DistributionPoint({ distributionPoint: [new GeneralName({ type: 6, value: crlUrl })] });
    const points = new CRLDistributionPoints({ distributionPoints: [point] });
    found.push(extension(EXT.crlDistributionPoints, false, points.toSchema()));
  }
  if (ocspNoCheck === true) found.push(extension(EXT.ocspNoCheck, false, new asn1js.Null()));
  return found;
}

function octet(bytes: Uint8Array): asn1js.OctetString {
  return new asn1js.OctetString({ valueHex: view(bytes) });
}

function extension(extnID: string, critical: boolean, value: { toBER(): ArrayBuffer }): Extension {
  return new Extension({ extnID, critical, extnValue: value.toBER() });
}

function usageBits(usages: readonly KeyUsage[]): asn1js.BitString {
  const positions = usages.map((usage) => KEY_USAGES.indexOf(usage));
  const highest = Math.max(...positions);
  const bytes = new Uint8Array((highest >> 3) + 1);
  for (const bit of positions) bytes[bit >> 3]! |= 0x80 >> (bit & 7);
  return new asn1js.BitString({ valueHex: bytes, unusedBits: 7 - (highest & 7) });
}

export interface RevokedSerial {
  /** Lower-case hex. */
  readonly serial: string;
  readonly revokedAt: Instant;
}

/** A complete certificate revocation list (RFC 5280 section 5), DER. */
export function buildCrl(
  issuer: Issuer,
  revoked: readonly RevokedSerial[],
  span: { readonly thisUpdate: Instant; readonly nextUpdate: Instant; readonly number: number },
): Buffer {
  const crl = new CertificateRevocationList();
  crl.version = 1;
  crl.signature = issuer.key.algorithm;
  crl.signatureAlgorithm = issuer.key.algorithm;
  crl.issuer = issuer.certificate.parsed.subject;
  crl.thisUpdate = new Time({ type: 0, value: new Date(span.thisUpdate) });
  crl.nextUpdate = new Time({ type: 0, value: new Date(span.nextUpdate) });
  if (revoked.length > 0)
    crl.revokedCertificates = revoked.map(
      ({ serial, revokedAt }) =>
        new RevokedCertificate({
          userCertificate: integerFrom(serial),
          revocationDate: new Time({ type: 0, value: new Date(revokedAt) }),
        }),
    );
  const keyId = new asn1js.Primitive({
    idBlock: { tagClass: 3, tagNumber: 0 },
    valueHex: view(Buffer.from(issuer.certificate.keyId ?? '', 'hex')),
  });
  crl.crlExtensions = new Extensions({
    extensions: [
      extension(EXT.authorityKeyIdentifier, false, new asn1js.Sequence({ value: [keyId] })),
      extension('2.5.29.20', false, new asn1js.Integer({ value: span.number })),
    ],
  });
  const tbs = new Uint8Array((crl as unknown as { encodeTBS(): asn1js.Sequence }).encodeTBS().toBER());
  const bits = new asn1js.BitString({ valueHex: view(issuer.key.sign(tbs)) });
  const whole = new asn1js.Sequence({
    value: [asn1js.fromBER(tbs).result, (crl.signatureAlgorithm as AlgorithmIdentifier).toSchema(), bits],
  });
  return Buffer.from(whole.toBER());
}

/** An INTEGER from hex; a leading zero keeps it positive. */
export function integerFrom(serial: string): asn1js.Integer {
  const hex = serial.length % 2 === 1 ? `0${serial}` : serial;
  const bytes = Buffer.from(hex, 'hex');
  const positive = (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes;
  return new asn1js.Integer({ valueHex: view(positive) });
}
