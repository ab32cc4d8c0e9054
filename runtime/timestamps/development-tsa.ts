import { createHash, createPrivateKey, randomBytes, sign, X509Certificate } from 'node:crypto';
import http from 'node:http';
import path from 'node:path';
import {
  GeneralizedTime,
  Integer,
  ObjectIdentifier,
  OctetString,
  Sequence,
  Set as AsnSet,
  type BaseBlock,
} from 'asn1js';
import { Certificate, type TimeStampReq } from 'pkijs';
import { createOnce } from '../files.ts';
import { certificatesOf } from './certificates.ts';
import { derOf, OID, parseWhole, positiveInteger } from './der.ts';
import {
  algorithmOf,
  certify,
  ECDSA_SHA256,
  octets,
  tagged,
  type CertifiedKey,
} from './development-certificates.ts';
import { grantingReply, imprintOf, QUERY_TYPE, readQuery, refusingReply, REPLY_TYPE } from './messages.ts';
import { TimestampError } from './refusal.ts';

const ROOT_FILE = 'development-tsa-root.pem';
const SIGNER_FILE = 'development-tsa.pem';
const VALID_YEARS = 20;
const DAY_MS = 86_400_000;
const QUERY_MAX_BYTES = 16 * 1024;
/** A policy that says nothing: the nil UUID as an object identifier (ITU-T X.667). */
const POLICY = '2.25.0';
const BAD_ALGORITHM = 0;
const BAD_REQUEST = 2;
const BAD_FORMAT = 5;

/** The authority of an embedded installation: its signing key, and the root that it stands under. */
export interface DevelopmentAuthority {
  readonly signer: CertifiedKey;
  /** PEM file of the root, which the installation trusts. */
  readonly rootFile: string;
}

/**
 * The authority of an installation that has none of its own, made at first use and kept in the folder of
 * keys, so that its tokens can still be verified later. The key of its root is thrown away at once.
 */
export async function developmentAuthority(keysDir: string): Promise<DevelopmentAuthority> {
  const text = await createOnce(path.join(keysDir, SIGNER_FILE), newAuthority);
  const [certificate, root] = certificatesOf(text);
  if (certificate === undefined || root === undefined) throw new Error(`${SIGNER_FILE} is damaged`);
  const rootFile = path.join(keysDir, ROOT_FILE);
  await createOnce(rootFile, () => root.toString());
  return { signer: { key: createPrivateKey(text), certificate }, rootFile };
}

function newAuthority(): string {
  // From the day before, should the clock be set back.
  const notBefore = new Date(Date.now() - DAY_MS);
  const notAfter = new Date(notBefore);
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + VALID_YEARS);
  const root = certify({ name: '时间戳根 TSA root', issuer: null, notBefore, notAfter });
  const signer = certify({ name: '时间戳 TSA', issuer: root, notBefore, notAfter });
  const key = signer.key.export({ type: 'pkcs8', format: 'pem' }).toString();
  return `${key}${signer.certificate.toString()}${root.certificate.toString()}`;
}

/** A token (DER ContentInfo) over a digest, as RFC 3161 section 2.4.2 and RFC 5816 make it. */
export function issueToken(
  signer: CertifiedKey,
  stamped: { digest: Uint8Array; nonce: Integer | null; at: Date; withCertificate: boolean },
): Buffer {
  const content = derOf(
    new Sequence({
      value: [
        new Integer({ value: 1 }),
        new ObjectIdentifier({ value: POLICY }),
        imprintOf(stamped.digest),
        positiveInteger(randomBytes(16)),
        // Whole seconds, cut off: the accuracy of one second says so.
        new GeneralizedTime({ valueDate: new Date(Math.floor(stamped.at.getTime() / 1000) * 1000) }),
        new Sequence({ value: [new Integer({ value: 1 })] }),
        ...(stamped.nonce === null ? [] : [stamped.nonce]),
      ],
    }),
  );
  const attributes = signedAttributes(content, signer.certificate);
  const signature = sign('sha256', derOf(new AsnSet({ value: attributes })), signer.key);
  const certificates = stamped.withCertificate
    ? [tagged(0, [parseWhole(signer.certificate.raw, 'certificate')])]
    : [];
  const signed = new Sequence({
    value: [
      new Integer({ value: 3 }),
      new AsnSet({ value: [algorithmOf(OID.sha256)] }),
      new Sequence({ value: [new ObjectIdentifier({ value: OID.tstInfo }), tagged(0, [octets(content)])] }),
      ...certificates,
      new AsnSet({ value: [signerInfo(signer.certificate, attributes, signature)] }),
    ],
  });
  return derOf(
    new Sequence({ value: [new ObjectIdentifier({ value: OID.signedData }), tagged(0, [signed])] }),
  );
}

function signerInfo(certificate: X509Certificate, attributes: BaseBlock[], signature: Uint8Array): Sequence {
  const { issuer, serialNumber } = Certificate.fromBER(certificate.raw);
  const name = parseWhole(new Uint8Array(issuer.valueBeforeDecode), 'name');
  return new Sequence({
    value: [
      new Integer({ value: 1 }),
      new Sequence({ value: [name, serialNumber] }),
      algorithmOf(OID.sha256),
      tagged(0, attributes),
      algorithmOf(ECDSA_SHA256),
      octets(signature),
    ],
  });
}

/** In the order of their encodings, as DER asks of a SET OF. */
function signedAttributes(content: Uint8Array, certificate: X509Certificate): BaseBlock[] {
  const hash = (bytes: Uint8Array): OctetString => octets(createHash('sha256').update(bytes).digest());
  // ESSCertIDv2 with its default hash, SHA-256, left out.
  const named = new Sequence({ value: [new Sequence({ value: [hash(certificate.raw)] })] });
  const attributes: [string, BaseBlock][] = [
    [OID.contentType, new ObjectIdentifier({ value: OID.tstInfo })],
    [OID.messageDigest, hash(content)],
    [OID.signingCertificateV2, new Sequence({ value: [named] })],
  ];
  return attributes
    .map(
      ([type, value]) =>
        new Sequence({ value: [new ObjectIdentifier({ value: type }), new AsnSet({ value: [value] })] }),
    )
    .toSorted((left, right) => Buffer.compare(derOf(left), derOf(right)));
}

/** Answers one TimeStampReq with a TimeStampResp. */
export function answerQuery(signer: CertifiedKey, query: Uint8Array, at: Date): Buffer {
  let asked: TimeStampReq;
  try {
    asked = readQuery(query);
  } catch (error) {
    if (!(error instanceof TimestampError)) throw error;
    return refusingReply(BAD_FORMAT, error.message);
  }
  const { version, messageImprint, extensions, nonce, certReq } = asked;
  if (version !== 1 || extensions !== undefined)
    return refusingReply(BAD_REQUEST, 'version 1 without extensions is answered');
  if (messageImprint.hashAlgorithm.algorithmId !== OID.sha256)
    return refusingReply(BAD_ALGORITHM, 'only SHA-256 is stamped');
  const digest = messageImprint.hashedMessage.valueBlock.valueHexView;
  if (digest.length !== 32) return refusingReply(BAD_FORMAT, 'a SHA-256 digest has 32 bytes');
  const token = issueToken(signer, { digest, nonce: nonce ?? null, at, withCertificate: certReq === true });
  return grantingReply(token);
}

/** The authority over HTTP (RFC 3161 section 3.4). It answers whoever reaches it: let it listen on loopback alone. */
export function developmentTsa(signer: CertifiedKey, now: () => number = Date.now): http.Server {
  return http.createServer((request, response) => {
    const type = request.headers['content-type']?.split(';')[0];
    if (request.method !== 'POST' || type !== QUERY_TYPE) {
      response.writeHead(request.method === 'POST' ? 415 : 405, { allow: 'POST' }).end();
      return;
    }
    const parts: Buffer[] = [];
    let sizeBytes = 0;
    request.on('data', (part: Buffer) => {
      sizeBytes += part.length;
      if (sizeBytes <= QUERY_MAX_BYTES) parts.push(part);
    });
    request.on('end', () => {
      if (sizeBytes > QUERY_MAX_BYTES) {
        response.writeHead(413).end();
        return;
      }
      const reply = answerQuery(signer, Buffer.concat(parts), new Date(now()));
      response.writeHead(200, { 'content-type': REPLY_TYPE, 'content-length': reply.length }).end(reply);
    });
    request.on('error', () => response.destroy());
  });
}
