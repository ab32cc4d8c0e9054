import * as asn1js from 'asn1js';
import {
  Certificate,
  ContentInfo,
  IssuerAndSerialNumber,
  SignedData,
  type Attribute,
  type SignerInfo,
} from 'pkijs';
import type { Instant } from '../../domain/time/instant.ts';
import { readCertificate, serialOf, sha256Hex, type ReadCertificate } from './certificate.ts';
import { assertDer } from './der.ts';
import { PkiRefused, refused } from './errors.ts';
import { digestOf, DIGESTS, schemeOf, signatureHolds, type Digest } from './signatures.ts';

/** Object identifiers of RFC 5652, RFC 5035 and, for SM2, GM/T 0010. */
export const CMS = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  gmData: '1.2.156.10197.6.1.4.2.1',
  gmSignedData: '1.2.156.10197.6.1.4.2.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
} as const;
const MAX_BYTES = 256 * 1024;
const MAX_CERTIFICATES = 16;

/** A detached signature as it was read; nothing of it is believed yet but its form. */
export interface ReadCms {
  readonly signer: ReadCertificate;
  /** Every certificate it carries, the signer's included. */
  readonly certificates: readonly ReadCertificate[];
  readonly digest: Digest;
  readonly messageDigest: Buffer;
  /** The signer's own claim; null without. */
  readonly signingTime: Instant | null;
  /** Whether ESS signing-certificate-v2 names the signer; null without such an attribute. */
  readonly namesSigner: boolean | null;
  /** Whether there are unsigned attributes (e.g. a time stamp), which are not looked at here. */
  readonly hasUnsigned: boolean;
  readonly info: SignerInfo;
  /** The signed attributes as they are signed: a SET OF. */
  readonly signedBytes: Buffer;
}

/**
 * Reads a detached CMS signature (RFC 5652 section 5) of one signer. Throws a PkiRefused:
 * `signature-malformed`, `signature-attributes`, `signature-algorithm`, `signature-certificate`, `certificate-malformed`.
 */
export async function readCms(given: Uint8Array): Promise<ReadCms> {
  const der = Uint8Array.from(given);
  try {
    if (der.length > MAX_BYTES) throw refused('signature-malformed');
    assertDer(der);
    const outer = ContentInfo.fromBER(der);
    if (outer.contentType !== CMS.signedData && outer.contentType !== CMS.gmSignedData)
      throw refused('signature-malformed');
    const data = new SignedData({ schema: outer.content });
    return await read(data, outer.contentType === CMS.gmSignedData);
  } catch (error) {
    throw error instanceof PkiRefused ? error : refused('signature-malformed');
  }
}

async function read(data: SignedData, isGm: boolean): Promise<ReadCms> {
  const [info, ...otherSigners] = data.signerInfos;
  const [algorithm, ...otherDigests] = data.digestAlgorithms;
  const contentType = data.encapContentInfo.eContentType;
  const byIssuer = info?.sid instanceof IssuerAndSerialNumber;
  const version = byIssuer ? 1 : 3;
  const formed =
    info !== undefined &&
    algorithm !== undefined &&
    otherSigners.length + otherDigests.length === 0 &&
    data.encapContentInfo.eContent === undefined &&
    (data.crls ?? []).length + (data.ocsps ?? []).length === 0 &&
    contentType === (isGm ? CMS.gmData : CMS.data) &&
    info.version === version &&
    data.version === version &&
    info.digestAlgorithm.isEqual(algorithm);
  if (!formed) throw refused('signature-malformed');
  const digest = DIGESTS[info.digestAlgorithm.algorithmId];
  if (digest === undefined || !isBare(info.digestAlgorithm.algorithmParams))
    throw refused('signature-algorithm');
  if (schemeOf(info.signatureAlgorithm, digest) === null) throw refused('signature-algorithm');
  const certificates = certificatesOf(data);
  const signer = certificates.find((one) => isNamed(info, one));
  if (signer === undefined) throw refused('signature-certificate');
  const attributes = attributesOf(info, contentType);
  return {
    signer,
    certificates,
    digest,
    ...attributes,
    namesSigner: await namesSigner(attributes.named, signer),
    hasUnsigned: info.unsignedAttrs !== undefined,
    info,
    signedBytes: Buffer.from(info.signedAttrs!.encodedValue),
  };
}

function isBare(parameters: unknown): boolean {
  return (
    parameters === undefined ||
    parameters instanceof asn1js.Null ||
    (parameters as object)?.constructor === asn1js.Any
  );
}

function certificatesOf(data: SignedData): ReadCertificate[] {
  const given = data.certificates ?? [];
  if (given.length > MAX_CERTIFICATES) throw refused('signature-malformed');
  const read = given.map((one) => {
    if (!(one instanceof Certificate)) throw refused('signature-malformed');
    return readCertificate(new Uint8Array(one.toSchema().toBER()));
  });
  if (new Set(read.map((one) => one.facts.sha256)).size !== read.length) throw refused('signature-malformed');
  return read;
}

function isNamed(info: SignerInfo, certificate: ReadCertificate): boolean {
  const sid: unknown = info.sid;
  if (sid instanceof IssuerAndSerialNumber) {
    return (
      Buffer.from(sid.issuer.toSchema().toBER()).equals(certificate.issuerDer) &&
      serialOf(sid.serialNumber) === certificate.facts.serial
    );
  }
  const keyId = (sid as asn1js.Primitive | undefined)?.valueBlock?.valueHexView;
  return keyId !== undefined && Buffer.from(keyId).toString('hex') === certificate.keyId;
}

interface ReadAttributes {
  readonly messageDigest: Buffer;
  readonly signingTime: Instant | null;
  readonly named: asn1js.Sequence | null;
}

function attributesOf(info: SignerInfo, contentType: string): ReadAttributes {
  const given: readonly Attribute[] = info.signedAttrs?.attributes ?? [];
  const values = new Map<string, unknown>();
  for (const { type, values: several } of given) {
    if (values.has(type) || several.length !== 1) throw refused('signature-attributes');
    values.set(type, several[0]);
  }
  const type = values.get(CMS.contentType);
  const digest = values.get(CMS.messageDigest);
  const time = values.get(CMS.signingTime);
  const named = values.get(CMS.signingCertificateV2);
  const formed =
    type instanceof asn1js.ObjectIdentifier &&
    type.valueBlock.toString() === contentType &&
    digest instanceof asn1js.OctetString &&
    (time === undefined || time instanceof asn1js.UTCTime || time instanceof asn1js.GeneralizedTime) &&
    (named === undefined || named instanceof asn1js.Sequence);
  if (!formed) throw refused('signature-attributes');
  return {
    messageDigest: Buffer.from(digest.valueBlock.valueHexView),
    signingTime: time === undefined ? null : time.toDate().getTime(),
    named: named ?? null,
  };
}

/** ESS signing-certificate-v2 (RFC 5035 section 3): its first entry is the hash of the signer's certificate. */
async function namesSigner(named: asn1js.Sequence | null, signer: ReadCertificate): Promise<boolean | null> {
  if (named === null) return null;
  const [list] = named.valueBlock.value;
  const first = list instanceof asn1js.Sequence ? list.valueBlock.value[0] : undefined;
  if (!(first instanceof asn1js.Sequence)) return false;
  const parts = [...first.valueBlock.value];
  let digest: Digest | undefined = 'sha256';
  if (parts[0] instanceof asn1js.Sequence) {
    const algorithm: unknown = (parts.shift() as asn1js.Sequence).valueBlock.value[0];
    digest =
      algorithm instanceof asn1js.ObjectIdentifier ? DIGESTS[algorithm.valueBlock.toString()] : undefined;
  }
  const [hash] = parts;
  if (digest === undefined || !(hash instanceof asn1js.OctetString)) return false;
  return (await digestOf(digest, signer.der)).equals(Buffer.from(hash.valueBlock.valueHexView));
}

/**
 * Whether a signature holds over a content of a digest, cryptography alone. Throws a PkiRefused: `signature-digest`,
 * `signature-wrong`, `signature-certificate` (signing-certificate-v2 names another).
 */
export function checkCms(cms: ReadCms, digest: Uint8Array): void {
  if (cms.namesSigner === false) throw refused('signature-certificate');
  if (!cms.messageDigest.equals(digest)) throw refused('signature-digest');
  const signature = Buffer.from(cms.info.signature.valueBlock.valueHexView);
  if (!signatureHolds(cms.info.signatureAlgorithm, cms.digest, cms.signer.key, cms.signedBytes, signature))
    throw refused('signature-wrong');
}

/** The name under which a signature is kept: SHA-256 (hex) of its bytes. */
export function cmsSha256(cms: Uint8Array): string {
  return sha256Hex(cms);
}
