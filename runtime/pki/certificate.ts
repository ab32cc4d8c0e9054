import { createHash } from 'node:crypto';
import * as asn1js from 'asn1js';
import {
  BasicConstraints,
  Certificate,
  CRLDistributionPoints,
  ExtKeyUsage,
  InfoAccess,
  type Extension,
  type GeneralName,
  type RelativeDistinguishedNames,
} from 'pkijs';
import { KEY_USAGES, type CertificateFacts } from '../../domain/pki/index.ts';
import { isValidUscc } from '../../domain/party/uscc.ts';
import { assertDer, derFrom } from './der.ts';
import { PkiRefused, refused } from './errors.ts';
import { publicKeyFrom, signatureBytes, signatureHolds, type PublicKey } from './signatures.ts';

/** A certificate as it was read. Names compare by their bytes, as RFC 5280 section 7.1 allows. */
export interface ReadCertificate {
  readonly facts: CertificateFacts;
  readonly der: Uint8Array<ArrayBuffer>;
  readonly parsed: Certificate;
  readonly key: PublicKey;
  readonly subjectDer: Buffer;
  readonly issuerDer: Buffer;
  /** Contents of the subject and authority key identifiers (hex); null without. */
  readonly keyId: string | null;
  readonly authorityKeyId: string | null;
}

/** Object identifiers of the extensions that are understood. */
export const EXT = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  crlDistributionPoints: '2.5.29.31',
  certificatePolicies: '2.5.29.32',
  authorityKeyIdentifier: '2.5.29.35',
  extKeyUsage: '2.5.29.37',
  authorityInfoAccess: '1.3.6.1.5.5.7.1.1',
  ocspNoCheck: '1.3.6.1.5.5.7.48.1.5',
} as const;
/** Those that may be critical, because they are acted upon or bind nobody here. */
const MAY_BE_CRITICAL: readonly string[] = [
  EXT.keyUsage,
  EXT.basicConstraints,
  EXT.extKeyUsage,
  EXT.certificatePolicies,
  EXT.subjectAltName,
];
/** Arc of the identity codes that GM/T 0015 puts into extensions of organisation certificates. */
const GMT_0015_IDENTITY = '1.2.156.10260.4.1.';
const OCSP_ACCESS = '1.3.6.1.5.5.7.48.1';
const URI = 6;
const MAX_BYTES = 64 * 1024;
/** Extensions of a certificate, and bytes of one that is read, at most. */
const MAX_EXTENSIONS = 64;
const MAX_EXTENSION_BYTES = 8 * 1024;
/** Certificates in one PEM text. */
const MAX_CERTIFICATES = 32;

export function sha256Hex(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Reads one certificate, DER or PEM. Throws a PkiRefused: `certificate-malformed`, `signature-algorithm`. */
export function readCertificate(given: Uint8Array | string): ReadCertificate {
  const [certificate, ...more] = readCertificates(given);
  if (certificate === undefined || more.length > 0) throw refused('certificate-malformed');
  return certificate;
}

/** Reads certificates out of a PEM file, or the one of a DER file. Throws as `readCertificate` does. */
export function readCertificates(given: Uint8Array | string): ReadCertificate[] {
  const found = derFrom(given, ['CERTIFICATE', 'X509 CERTIFICATE']);
  if (found.length > MAX_CERTIFICATES) throw refused('certificate-malformed');
  return found.map(fromDer);
}

function fromDer(bytes: Uint8Array): ReadCertificate {
  const der = Uint8Array.from(bytes);
  try {
    if (der.length > MAX_BYTES) throw refused('certificate-malformed');
    assertDer(der);
    return read(der);
  } catch (error) {
    throw error instanceof PkiRefused ? error : refused('certificate-malformed');
  }
}

function read(der: Uint8Array<ArrayBuffer>): ReadCertificate {
  const parsed = Certificate.fromBER(der);
  const inner = Buffer.from(parsed.signature.toSchema().toBER());
  // RFC 5280 section 4.1.1.2: the algorithm outside the signed part must be the one inside it.
  if (!inner.equals(Buffer.from(parsed.signatureAlgorithm.toSchema().toBER())))
    throw refused('certificate-malformed');
  const { subjectPublicKeyInfo } = parsed;
  const spki = Buffer.from(subjectPublicKeyInfo.toSchema().toBER());
  const key = publicKeyFrom(spki, subjectPublicKeyInfo.algorithm);
  if (key === null) throw refused('signature-algorithm');
  const given = parsed.extensions ?? [];
  const extensions = new Map(given.map((one) => [one.extnID, one]));
  const tooMuch = given.some(
    ({ extnValue }) => extnValue.valueBlock.valueHexView.length > MAX_EXTENSION_BYTES,
  );
  if (extensions.size !== given.length || given.length > MAX_EXTENSIONS || tooMuch)
    throw refused('certificate-malformed');
  const authority: unknown = extensions.get(EXT.authorityKeyIdentifier)?.parsedValue;
  return {
    der,
    parsed,
    key,
    facts: factsOf(der, parsed, key, extensions),
    subjectDer: Buffer.from(parsed.subject.toSchema().toBER()),
    issuerDer: Buffer.from(parsed.issuer.toSchema().toBER()),
    keyId: octets(extensions.get(EXT.subjectKeyIdentifier)?.parsedValue),
    authorityKeyId: octets((authority as { keyIdentifier?: unknown } | undefined)?.keyIdentifier),
  };
}

function factsOf(
  der: Uint8Array,
  parsed: Certificate,
  key: PublicKey,
  extensions: ReadonlyMap<string, Extension>,
): CertificateFacts {
  const valueOf = (id: string): unknown => extensions.get(id)?.parsedValue;
  const constraints = valueOf(EXT.basicConstraints) as BasicConstraints | undefined;
  const { pathLenConstraint } = constraints ?? {};
  const extended = valueOf(EXT.extKeyUsage) as ExtKeyUsage | undefined;
  return {
    sha256: sha256Hex(der),
    subject: nameOf(parsed.subject),
    issuer: nameOf(parsed.issuer),
    commonName: attributesOf(parsed.subject).find(({ type }) => type === '2.5.4.3')?.value ?? null,
    organization: attributesOf(parsed.subject).find(({ type }) => type === '2.5.4.10')?.value ?? null,
    serial: serialOf(parsed.serialNumber),
    notBefore: parsed.notBefore.value.getTime(),
    // The last second counts whole.
    notAfter: parsed.notAfter.value.getTime() + 999,
    key: { kind: key.kind, bits: key.bits },
    isAuthority: constraints?.cA === true,
    pathLength: typeof pathLenConstraint === 'number' ? pathLenConstraint : null,
    keyUsage: extensions.has(EXT.keyUsage) ? usagesOf(valueOf(EXT.keyUsage)) : null,
    extendedKeyUsage: extensions.has(EXT.extKeyUsage) ? (extended?.keyPurposes ?? []) : null,
    unknownCritical: [...extensions.values()]
      .filter((one) => one.critical && !MAY_BE_CRITICAL.includes(one.extnID))
      .map((one) => one.extnID),
    usccs: usccsOf(parsed, extensions),
    ocspUrls: accessUrls(valueOf(EXT.authorityInfoAccess) as InfoAccess | undefined),
    crlUrls: crlUrls(valueOf(EXT.crlDistributionPoints) as CRLDistributionPoints | undefined),
  };
}

/** A serial number in lower-case hex without leading zeros. */
export function serialOf(number: asn1js.Integer): string {
  const hex = Buffer.from(number.valueBlock.valueHexView).toString('hex').replace(/^0+/, '');
  return hex === '' ? '0' : hex;
}

function octets(value: unknown): string | null {
  return value instanceof asn1js.OctetString
    ? Buffer.from(value.valueBlock.valueHexView).toString('hex')
    : null;
}

function usagesOf(value: unknown): CertificateFacts['keyUsage'] {
  if (!(value instanceof asn1js.BitString)) throw refused('certificate-malformed');
  const bytes = value.valueBlock.valueHexView;
  return KEY_USAGES.filter((_usage, bit) => (((bytes[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1) === 1);
}

const NAMES: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.97': 'organizationIdentifier',
};

function attributesOf(name: RelativeDistinguishedNames): { type: string; value: string }[] {
  return name.typesAndValues.map(({ type, value }) => ({
    type: String(type),
    value: String((value as { valueBlock?: { value?: unknown } }).valueBlock?.value ?? ''),
  }));
}

/** A distinguished name as RFC 4514 writes it: last attribute first. */
export function nameOf(name: RelativeDistinguishedNames): string {
  return attributesOf(name)
    .toReversed()
    .map(({ type, value }) => `${NAMES[type] ?? type}=${value.replace(/[\\,+"<>;=]/g, '\\$&')}`)
    .join(',');
}

const CODE = /[0-9A-Z]{18}/g;

/** Codes out of the subject's attributes and the identity extensions of GM/T 0015, each once. */
function usccsOf(parsed: Certificate, extensions: ReadonlyMap<string, Extension>): string[] {
  const texts = attributesOf(parsed.subject)
    .filter(({ type }) => ['2.5.4.97', '2.5.4.5', '2.5.4.11', '2.5.4.45'].includes(type))
    .map(({ value }) => value);
  for (const [id, extension] of extensions) {
    if (id.startsWith(GMT_0015_IDENTITY))
      texts.push(Buffer.from(extension.extnValue.valueBlock.valueHexView).toString('latin1'));
  }
  return [...new Set(texts.flatMap((text) => text.match(CODE) ?? []).filter(isValidUscc))];
}

function accessUrls(access: InfoAccess | undefined): string[] {
  return (access?.accessDescriptions ?? [])
    .filter((one) => one.accessMethod === OCSP_ACCESS && one.accessLocation.type === URI)
    .map((one) => String(one.accessLocation.value));
}

function crlUrls(points: CRLDistributionPoints | undefined): string[] {
  return (points?.distributionPoints ?? []).flatMap((point) => {
    const names = Array.isArray(point.distributionPoint) ? (point.distributionPoint as GeneralName[]) : [];
    return names.filter((name) => name.type === URI).map((name) => String(name.value));
  });
}

/** Pairs that were looked at before: the chains of listed authorities come up with every signature. */
const looked = new WeakMap<ReadCertificate, WeakMap<ReadCertificate, boolean>>();

/**
 * Whether `issuer` signed `certificate`; names and key identifiers are compared first, and `beforeCheck` is called
 * before a signature is checked, which is what costs.
 */
export function isIssuedBy(
  certificate: ReadCertificate,
  issuer: ReadCertificate,
  beforeCheck: () => void = () => undefined,
): boolean {
  const known = looked.get(certificate) ?? new WeakMap<ReadCertificate, boolean>();
  looked.set(certificate, known);
  const found =
    known.get(issuer) ?? (namesFit(certificate, issuer) && signedBy(certificate, issuer, beforeCheck));
  known.set(issuer, found);
  return found;
}

function namesFit(certificate: ReadCertificate, issuer: ReadCertificate): boolean {
  if (!certificate.issuerDer.equals(issuer.subjectDer)) return false;
  const { authorityKeyId } = certificate;
  return authorityKeyId === null || issuer.keyId === null || authorityKeyId === issuer.keyId;
}

function signedBy(certificate: ReadCertificate, issuer: ReadCertificate, beforeCheck: () => void): boolean {
  beforeCheck();
  const { parsed } = certificate;
  return signatureHolds(
    parsed.signatureAlgorithm,
    null,
    issuer.key,
    parsed.tbsView,
    signatureBytes(parsed.signatureValue),
  );
}
