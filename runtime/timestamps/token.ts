import { createHash, verify, X509Certificate } from 'node:crypto';
import { Null, OctetString, type BaseBlock } from 'asn1js';
import {
  ContentInfo,
  IssuerAndSerialNumber,
  SignedData,
  TSTInfo,
  type AlgorithmIdentifier,
  type Attribute,
  type Certificate,
  type SignerInfo,
} from 'pkijs';
import { assertTimeStamping, parsedOf, pathToAnchor } from './certificates.ts';
import { childrenOf, OID, parseWhole, rawOf, reading, sameBytes } from './der.ts';
import { TimestampError } from './refusal.ts';

/** What a token must be about, and whom it may come from. */
export interface TokenExpectation {
  /** SHA-256 of what was stamped, 32 bytes. */
  readonly digest: Uint8Array;
  /** The nonce that was sent, most significant byte first; null when it is not known any more. */
  readonly nonce: Uint8Array | null;
  /** Root certificates that are trusted for time-stamps. */
  readonly anchors: readonly X509Certificate[];
}

/** What a verified token says. */
export interface VerifiedToken {
  /** The authority's time in epoch ms; what stands behind the milliseconds is dropped. */
  readonly genTimeAt: number;
  /** The accuracy that the authority claims in ms, or null when it claims none. */
  readonly accuracyMs: number | null;
  /** The signer's common name, or its whole subject. */
  readonly authority: string;
  readonly serialNumber: string;
}

/** Certificates in a token at most: more are no path but a burden. */
const MOST_CERTIFICATES = 20;

/**
 * Verifies an RFC 3161 token (a DER ContentInfo): imprint, nonce, the CMS signature with its signed
 * attributes (RFC 5652 section 5.6), the signer's binding to its certificate (RFC 5816), its usage, and
 * its path to an anchor at the time of the stamp. What is not signed but read is compared with what is,
 * so that no bit of what is read can be changed. Throws a TimestampError.
 */
export function verifyToken(token: Uint8Array, expected: TokenExpectation): VerifiedToken {
  return reading('token', () => verified(token, expected));
}

function verified(token: Uint8Array, expected: TokenExpectation): VerifiedToken {
  const whole = parseWhole(token, 'token');
  const signed = signedDataOf(whole);
  const { content, info } = contentOf(signed);
  assertImprint(info, expected);
  const signerInfo = onlySigner(signed);
  const certificates = certificatesIn(whole);
  const signer = signerAmong(certificates, signerInfo);
  assertSignature(content, signed, signerInfo, signer);
  assertTimeStamping(signer);
  const at = info.genTime;
  if (Number.isNaN(at.getTime())) throw new TimestampError('malformed', 'the token gives no time');
  pathToAnchor(
    signer,
    certificates.filter((one) => one !== signer),
    expected.anchors,
    at,
  );
  return {
    genTimeAt: at.getTime(),
    accuracyMs: accuracyOf(info),
    authority: commonName(signer),
    serialNumber: rawHex(info.serialNumber),
  };
}

function signedDataOf(whole: BaseBlock): SignedData {
  return reading('token', () => {
    const { contentType, content } = new ContentInfo({ schema: whole });
    if (contentType !== OID.signedData) throw new Error('not signed data');
    const signed = new SignedData({ schema: content });
    if (signed.version !== 3) throw new Error(`version ${signed.version}`);
    return signed;
  });
}

function contentOf({ encapContentInfo: inside }: SignedData): { content: Uint8Array; info: TSTInfo } {
  return reading('TSTInfo', () => {
    if (inside.eContentType !== OID.tstInfo || !(inside.eContent instanceof OctetString))
      throw new Error('not a TSTInfo');
    const content = new Uint8Array(inside.eContent.getValue());
    const info = new TSTInfo({ schema: parseWhole(content, 'TSTInfo') });
    if (info.version !== 1) throw new Error(`version ${info.version}`);
    // No extension is known here, and a critical one may change what the rest means (RFC 3161 section 2.4.2).
    if (info.extensions?.some((one) => one.critical)) throw new Error('a critical extension');
    return { content, info };
  });
}

function assertImprint(info: TSTInfo, { digest, nonce }: TokenExpectation): void {
  const { hashAlgorithm, hashedMessage } = info.messageImprint;
  const same =
    hashAlgorithm.algorithmId === OID.sha256 && sameBytes(hashedMessage.valueBlock.valueHexView, digest);
  if (!same) throw new TimestampError('wrong-imprint', 'the token is about something else');
  if (nonce === null) return;
  const said = info.nonce === undefined ? '' : rawHex(info.nonce);
  if (said !== withoutZeros(Buffer.from(nonce).toString('hex')))
    throw new TimestampError('wrong-nonce', 'the token answers another request');
}

function onlySigner({ signerInfos }: SignedData): SignerInfo {
  const [signer] = signerInfos;
  // RFC 3161 section 2.4.2: no signature but the authority's.
  if (signer === undefined || signerInfos.length !== 1)
    throw new TimestampError('malformed', `the token has ${signerInfos.length} signers, not one`);
  return signer;
}

/** The certificates of the token ([0] of its SignedData) in the bytes in which they came. */
function certificatesIn(token: BaseBlock): X509Certificate[] {
  return reading('certificates', () => {
    const signed = childrenOf(childrenOf(childrenOf(token)[1])[0]);
    const set = signed.find(({ idBlock }) => idBlock.tagClass === 3 && idBlock.tagNumber === 0);
    const certificates = set === undefined ? [] : childrenOf(set);
    if (certificates.length > MOST_CERTIFICATES) throw new Error(`there are ${certificates.length}`);
    return certificates.map((one) => new X509Certificate(rawOf(one)));
  });
}

/** The certificate that the signer names by issuer and serial number or by key identifier, byte for byte. */
function signerAmong(
  certificates: readonly X509Certificate[],
  { sid, version }: SignerInfo,
): X509Certificate {
  const found = certificates.find((one) => {
    const parsed = parsedOf(one);
    if (sid instanceof IssuerAndSerialNumber) {
      return (
        version === 1 &&
        sameBytes(Buffer.from(sid.issuer.valueBeforeDecode), Buffer.from(parsed.issuer.valueBeforeDecode)) &&
        sameBytes(rawOf(sid.serialNumber), rawOf(parsed.serialNumber))
      );
    }
    return version === 3 && namesKey(sid as BaseBlock, parsed);
  });
  if (found === undefined)
    throw new TimestampError('bad-signature', 'the certificate of the signer is not in the token');
  return found;
}

function namesKey(sid: BaseBlock, certificate: Certificate): boolean {
  const own = certificate.extensions?.find((one) => one.extnID === '2.5.29.14')?.parsedValue as
    OctetString | undefined;
  const said = (sid.valueBlock as unknown as { valueHexView?: Uint8Array }).valueHexView;
  return own !== undefined && said !== undefined && sameBytes(own.valueBlock.valueHexView, said);
}

function assertSignature(
  content: Uint8Array,
  signed: SignedData,
  signerInfo: SignerInfo,
  signer: X509Certificate,
): void {
  const { signedAttrs, signature, digestAlgorithm } = signerInfo;
  const hash = DIGESTS[identifierOf(digestAlgorithm)];
  const listed = signed.digestAlgorithms.some((one) => identifierOf(one) === digestAlgorithm.algorithmId);
  if (hash === undefined || !listed || signedAttrs === undefined)
    throw new TimestampError('bad-signature', 'the token is not signed as RFC 3161 asks');
  for (const one of signed.digestAlgorithms) identifierOf(one);
  const attributes = signedAttrs.attributes;
  const type = onlyValue(attributes, OID.contentType) as { valueBlock: { toString(): string } };
  const digest = onlyValue(attributes, OID.messageDigest) as OctetString;
  const digested = createHash(hash).update(content).digest();
  if (type.valueBlock.toString() !== OID.tstInfo || !sameBytes(digest.valueBlock.valueHexView, digested))
    throw new TimestampError('bad-signature', 'the signed attributes are about another content');
  assertBoundTo(signer, attributes);
  const scheme = schemeOf(signerInfo.signatureAlgorithm, hash);
  const holds =
    signer.publicKey.asymmetricKeyType === scheme.key &&
    verify(
      scheme.hash,
      new Uint8Array(signedAttrs.encodedValue),
      signer.publicKey,
      signature.valueBlock.valueHexView,
    );
  if (!holds) throw new TimestampError('bad-signature', 'the signature of the token does not hold');
}

/** RFC 5035 and RFC 5816: the signed attribute that names the signer's certificate by its hash. */
function assertBoundTo(signer: X509Certificate, attributes: readonly Attribute[]): void {
  const bound = reading('signing certificate attribute', () => {
    const v2 = attributes.find((one) => one.type === OID.signingCertificateV2);
    const v1 = attributes.find((one) => one.type === OID.signingCertificate);
    const first = childrenOf(childrenOf((v2 ?? v1)?.values[0] as BaseBlock)[0])[0];
    const parts = childrenOf(first);
    // The first certificate is the signer's; in version 2 its hash is SHA-256 unless an algorithm stands before it.
    const named = v2 !== undefined && !(parts[0] instanceof OctetString);
    const hash = v2 === undefined ? 'sha1' : named ? DIGESTS[oidOf(childrenOf(parts[0])[0])] : 'sha256';
    const said = parts[named ? 1 : 0] as OctetString;
    if (hash === undefined) throw new Error('unknown hash');
    return sameBytes(said.valueBlock.valueHexView, createHash(hash).update(signer.raw).digest());
  });
  if (!bound) throw new TimestampError('bad-signature', 'the signature is bound to another certificate');
}

const DIGESTS: Readonly<Record<string, string>> = {
  [OID.sha256]: 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};
const RSA = '1.2.840.113549.1.1.1';
/** Signature algorithms that name their hash: RFC 4055 and RFC 5758. */
const SCHEMES: Readonly<Record<string, { key: 'rsa' | 'ec'; hash: string }>> = {
  '1.2.840.113549.1.1.11': { key: 'rsa', hash: 'sha256' },
  '1.2.840.113549.1.1.12': { key: 'rsa', hash: 'sha384' },
  '1.2.840.113549.1.1.13': { key: 'rsa', hash: 'sha512' },
  '1.2.840.10045.4.3.2': { key: 'ec', hash: 'sha256' },
  '1.2.840.10045.4.3.3': { key: 'ec', hash: 'sha384' },
  '1.2.840.10045.4.3.4': { key: 'ec', hash: 'sha512' },
};

/** RSA (PKCS #1 v1.5) or ECDSA over the hash that the digest algorithm names. */
function schemeOf(algorithm: AlgorithmIdentifier, digest: string): { key: string; hash: string } {
  const id = identifierOf(algorithm);
  const scheme = id === RSA ? { key: 'rsa', hash: digest } : SCHEMES[id];
  if (scheme === undefined || scheme.hash !== digest)
    throw new TimestampError('bad-signature', `the signature algorithm ${id} is not taken`);
  return scheme;
}

/** The OID of an algorithm that takes no parameters: absent or NULL, nothing else. */
function identifierOf(algorithm: AlgorithmIdentifier): string {
  const { algorithmId, algorithmParams: parameters } = algorithm;
  if (parameters !== undefined && !(parameters instanceof Null))
    throw new TimestampError('malformed', `the algorithm ${algorithmId} has parameters`);
  return algorithmId;
}

/** The one value of an attribute that stands there once (RFC 5652 section 11). */
function onlyValue(attributes: readonly Attribute[], type: string): BaseBlock {
  const found = attributes.filter((one) => one.type === type);
  const value = found[0]?.values[0] as BaseBlock | undefined;
  if (found.length !== 1 || found[0]?.values.length !== 1 || value === undefined)
    throw new TimestampError('malformed', `the signed attribute ${type} does not stand there once`);
  return value;
}

function accuracyOf({ accuracy }: TSTInfo): number | null {
  if (accuracy === undefined) return null;
  const { seconds = 0, millis = 0, micros = 0 } = accuracy;
  return seconds * 1000 + millis + micros / 1000;
}

function commonName(certificate: X509Certificate): string {
  const names = certificate.subject.split('\n');
  const common = names.find((one) => one.startsWith('CN='))?.slice('CN='.length);
  return common ?? names.join(', ');
}

function oidOf(block: BaseBlock | undefined): string {
  return String((block?.valueBlock as unknown as { toString(): string } | undefined)?.toString());
}

const withoutZeros = (hex: string): string => hex.replace(/^(00)+(?=..)/, '');

function rawHex(integer: { valueBlock: { valueHexView: Uint8Array } }): string {
  return withoutZeros(Buffer.from(integer.valueBlock.valueHexView).toString('hex'));
}
