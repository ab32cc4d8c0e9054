import * as asn1js from 'asn1js';
import { Certificate, IssuerAndSerialNumber } from 'pkijs';
import type { Instant } from '../../domain/time/instant.ts';
import { CMS } from './cms.ts';
import type { ReadCertificate } from './certificate.ts';
import { digestAlgorithm, type PkiKey } from './keys.ts';
import { digestOf } from './signatures.ts';

type Block = asn1js.BaseBlock;
const sequence = (...value: Block[]): asn1js.Sequence => new asn1js.Sequence({ value });
const set = (...value: Block[]): asn1js.Set => new asn1js.Set({ value });
const oid = (value: string): asn1js.ObjectIdentifier => new asn1js.ObjectIdentifier({ value });
const octets = (bytes: Uint8Array): asn1js.OctetString =>
  new asn1js.OctetString({ valueHex: Uint8Array.from(bytes) });
const context = (tagNumber: number, value: Block[]): asn1js.Constructed =>
  new asn1js.Constructed({ idBlock: { tagClass: 3, tagNumber }, value });

export interface CmsSigner {
  readonly key: PkiKey;
  readonly certificate: ReadCertificate;
  /** Certificates above the signer's that travel with the signature. */
  readonly between?: readonly ReadCertificate[];
}

/**
 * A detached CMS signature (RFC 5652) in DER with the signed attributes of a CAdES baseline: content
 * type, message digest, signing time and ESS signing-certificate-v2 (RFC 5035).
 */
export async function signCms(
  signer: CmsSigner,
  content: Uint8Array | AsyncIterable<Uint8Array>,
  signingTime: Instant,
): Promise<Buffer> {
  const { key, certificate, between = [] } = signer;
  const messageDigest = await digestOf(key.digest, content);
  const attributes = await signedAttributes(signer, messageDigest, signingTime);
  const signedBytes = Buffer.from(set(...attributes).toBER());
  const info = sequence(
    new asn1js.Integer({ value: 1 }),
    new IssuerAndSerialNumber({
      issuer: certificate.parsed.issuer,
      serialNumber: certificate.parsed.serialNumber,
    }).toSchema(),
    digestAlgorithm(key.digest).toSchema(),
    context(0, attributes),
    key.algorithm.toSchema(),
    octets(key.sign(signedBytes)),
  );
  const carried = [certificate, ...between].map((one) => Certificate.fromBER(one.der).toSchema());
  const data = sequence(
    new asn1js.Integer({ value: 1 }),
    set(digestAlgorithm(key.digest).toSchema()),
    sequence(oid(CMS.data)),
    context(0, carried),
    set(info),
  );
  return Buffer.from(sequence(oid(CMS.signedData), context(0, [data])).toBER());
}

/** The signed attributes in the order of their DER encodings, as a SET OF asks (X.690 section 11.6). */
async function signedAttributes(
  { key, certificate }: CmsSigner,
  messageDigest: Buffer,
  signingTime: Instant,
): Promise<asn1js.Sequence[]> {
  const hash = octets(await digestOf(key.digest, certificate.der));
  // SHA-256 is the default, and a default is left out of DER.
  const algorithm = key.digest === 'sha256' ? [] : [digestAlgorithm(key.digest).toSchema()];
  const attributes = [
    sequence(oid(CMS.contentType), set(oid(CMS.data))),
    sequence(oid(CMS.signingTime), set(new asn1js.UTCTime({ valueDate: new Date(signingTime) }))),
    sequence(oid(CMS.messageDigest), set(octets(messageDigest))),
    sequence(oid(CMS.signingCertificateV2), set(sequence(sequence(sequence(...algorithm, hash))))),
  ];
  return attributes.toSorted((one, other) =>
    Buffer.compare(Buffer.from(one.toBER()), Buffer.from(other.toBER())),
  );
}
