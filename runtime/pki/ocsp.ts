import { createHash, randomBytes } from 'node:crypto';
import * as asn1js from 'asn1js';
import {
  AlgorithmIdentifier,
  BasicOCSPResponse,
  CertID,
  Certificate,
  Extension,
  OCSPRequest,
  OCSPResponse,
  Request,
  ResponseBytes,
  ResponseData,
  SingleResponse,
} from 'pkijs';
import { refusePath, type RevocationAnswer } from '../../domain/pki/index.ts';
import type { Instant } from '../../domain/time/instant.ts';
import { integerFrom, type Issuer, type RevokedSerial } from './build.ts';
import { isIssuedBy, readCertificate, serialOf, type ReadCertificate } from './certificate.ts';
import { UnusableAnswer } from './crl.ts';
import { assertDer } from './der.ts';
import { signatureBytes, signatureHolds } from './signatures.ts';

const SHA1 = '1.3.14.3.2.26';
const NONCE = '1.3.6.1.5.5.7.48.1.2';
const BASIC = '1.3.6.1.5.5.7.48.1.1';
const NONCE_BYTES = 16;
/** Certificates that a response may carry: its responder's and those above it. */
const MAX_CERTIFICATES = 8;

const view = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => Uint8Array.from(bytes);
const sha1 = (bytes: Uint8Array): Buffer => createHash('sha1').update(bytes).digest();

/** Names a certificate to its responder. SHA-1 only shortens a name here, and is what every responder knows (RFC 9654). */
function certIdOf(serial: string, issuer: ReadCertificate): CertID {
  const key = issuer.parsed.subjectPublicKeyInfo.subjectPublicKey.valueBlock.valueHexView;
  return new CertID({
    hashAlgorithm: new AlgorithmIdentifier({ algorithmId: SHA1, algorithmParams: new asn1js.Null() }),
    issuerNameHash: new asn1js.OctetString({ valueHex: view(sha1(issuer.subjectDer)) }),
    issuerKeyHash: new asn1js.OctetString({ valueHex: view(sha1(key)) }),
    serialNumber: integerFrom(serial),
  });
}

function isSame(one: CertID, other: CertID): boolean {
  const hex = (value: asn1js.OctetString): string =>
    Buffer.from(value.valueBlock.valueHexView).toString('hex');
  return (
    one.hashAlgorithm.algorithmId === other.hashAlgorithm.algorithmId &&
    hex(one.issuerNameHash) === hex(other.issuerNameHash) &&
    hex(one.issuerKeyHash) === hex(other.issuerKeyHash) &&
    serialOf(one.serialNumber) === serialOf(other.serialNumber)
  );
}

/** A question (RFC 6960 section 4.1) with a nonce of its own. */
export function ocspRequest(
  certificate: ReadCertificate,
  issuer: ReadCertificate,
): { readonly der: Buffer; readonly nonce: string } {
  const nonce = randomBytes(NONCE_BYTES);
  const inner = new asn1js.OctetString({ valueHex: view(nonce) }).toBER();
  const request = new OCSPRequest();
  request.tbsRequest.requestList = [new Request({ reqCert: certIdOf(certificate.facts.serial, issuer) })];
  request.tbsRequest.requestExtensions = [new Extension({ extnID: NONCE, extnValue: inner })];
  return { der: Buffer.from(request.toSchema(true).toBER()), nonce: nonce.toString('hex') };
}

function nonceIn(extensions: readonly Extension[] | undefined): string | null {
  const found = extensions?.find((one) => one.extnID === NONCE);
  if (found === undefined) return null;
  const bytes = Buffer.from(found.extnValue.valueBlock.valueHexView);
  return bytes.subarray(2).toString('hex');
}

/**
 * What a responder says of a certificate (RFC 6960 section 3.2). The response is signed by the issuer itself, or by a
 * responder that the issuer certified for it and that is valid at `at`. Throws an UnusableAnswer.
 * A response without a nonce is one made ahead, which its span guards; one with another nonce is a replay.
 */
export function readOcsp(
  given: Uint8Array,
  certificate: ReadCertificate,
  issuer: ReadCertificate,
  asked: { readonly nonce: string | null; readonly at: Instant },
): RevocationAnswer {
  const basic = parse(given);
  const data = basic.tbsResponseData;
  const signature = signatureBytes(basic.signature);
  const signed = respondersOf(basic, issuer, asked.at).some((one) =>
    signatureHolds(basic.signatureAlgorithm, null, one.key, data.tbsView, signature),
  );
  if (!signed) throw new UnusableAnswer('the response is not signed by who may answer for the issuer');
  const nonce = nonceIn(data.responseExtensions);
  if (asked.nonce !== null && nonce !== null && nonce !== asked.nonce)
    throw new UnusableAnswer('the response answers another question');
  const wanted = certIdOf(certificate.facts.serial, issuer);
  const single = data.responses.find((one) => isSame(one.certID, wanted));
  if (single === undefined) throw new UnusableAnswer('the response is about another certificate');
  return { ...statusOf(single), by: 'ocsp' };
}

function parse(given: Uint8Array): BasicOCSPResponse {
  const unusable = new UnusableAnswer('not an OCSP response');
  try {
    assertDer(given);
    const response = OCSPResponse.fromBER(view(given));
    const status = Number(response.responseStatus.valueBlock.valueDec);
    if (status !== 0) throw new UnusableAnswer(`the responder answers with status ${status}`);
    if (response.responseBytes?.responseType !== BASIC) throw unusable;
    const inner = view(response.responseBytes.response.valueBlock.valueHexView);
    assertDer(inner);
    return BasicOCSPResponse.fromBER(inner);
  } catch (error) {
    throw error instanceof UnusableAnswer ? error : unusable;
  }
}

/** The issuer, and those certificates of the response that the issuer signed for answering. */
function respondersOf(basic: BasicOCSPResponse, issuer: ReadCertificate, at: Instant): ReadCertificate[] {
  const given = basic.certs ?? [];
  if (given.length > MAX_CERTIFICATES) throw new UnusableAnswer('the response carries too many certificates');
  const carried = given.map((one) => readCertificate(new Uint8Array(one.toSchema().toBER())));
  const delegated = carried.filter(
    (one) => isIssuedBy(one, issuer) && refusePath([one.facts, issuer.facts], at, 'respond') === null,
  );
  return [issuer, ...delegated];
}

function statusOf(single: SingleResponse): Omit<RevocationAnswer, 'by'> {
  const span = {
    thisUpdate: single.thisUpdate.getTime(),
    nextUpdate: single.nextUpdate?.getTime() ?? null,
  };
  const status = single.certStatus as asn1js.BaseBlock & { valueBlock: { value?: unknown[] } };
  const tag = status.idBlock.tagNumber;
  if (tag === 0) return { status: 'good', ...span, revokedAt: null };
  if (tag !== 1) return { status: 'unknown', ...span, revokedAt: null };
  const time = status.valueBlock.value?.[0];
  if (!(time instanceof asn1js.GeneralizedTime)) throw new UnusableAnswer('a revocation without its time');
  return { status: 'revoked', ...span, revokedAt: time.toDate().getTime() };
}

/** What the responder of an authority knows. */
export interface ResponderState {
  readonly issuer: ReadCertificate;
  /** Who signs: the authority, or whom it certified. */
  readonly responder: Issuer;
  /** Serial numbers of all certificates issued. */
  readonly issued: ReadonlySet<string>;
  readonly revoked: readonly RevokedSerial[];
}

const MALFORMED = 1;

/** Answers a question (RFC 6960 section 4.2), DER: for one or several certificates of the issuer. */
export function ocspResponse(
  request: Uint8Array,
  state: ResponderState,
  at: Instant,
  validMs: number,
): Buffer {
  let asked: OCSPRequest;
  try {
    assertDer(request);
    asked = OCSPRequest.fromBER(view(request));
  } catch {
    return failure(MALFORMED);
  }
  const { responder } = state;
  const data = new ResponseData();
  const key = responder.certificate.parsed.subjectPublicKeyInfo.subjectPublicKey.valueBlock.valueHexView;
  data.responderID = new asn1js.OctetString({ valueHex: view(sha1(key)) });
  data.producedAt = new Date(at);
  data.responses = asked.tbsRequest.requestList.map(({ reqCert }) => single(reqCert, state, at, validMs));
  const nonce = asked.tbsRequest.requestExtensions?.find((one) => one.extnID === NONCE);
  if (nonce !== undefined) data.responseExtensions = [nonce];
  const tbs = new Uint8Array((data.toSchema(true) as asn1js.Sequence).toBER());
  const bits = new asn1js.BitString({ valueHex: view(responder.key.sign(tbs)) });
  const certificates = new asn1js.Constructed({
    idBlock: { tagClass: 3, tagNumber: 0 },
    value: [
      new asn1js.Sequence({
        value: [Certificate.fromBER(responder.certificate.der).toSchema() as asn1js.Sequence],
      }),
    ],
  });
  const basic = new asn1js.Sequence({
    value: [asn1js.fromBER(tbs).result, responder.key.algorithm.toSchema(), bits, certificates],
  });
  const response = new OCSPResponse({
    responseStatus: new asn1js.Enumerated({ value: 0 }),
    responseBytes: new ResponseBytes({
      responseType: BASIC,
      response: new asn1js.OctetString({ valueHex: basic.toBER() }),
    }),
  });
  return Buffer.from(response.toSchema().toBER());
}

function failure(status: number): Buffer {
  const response = new OCSPResponse({ responseStatus: new asn1js.Enumerated({ value: status }) });
  return Buffer.from(response.toSchema().toBER());
}

function single(asked: CertID, state: ResponderState, at: Instant, validMs: number): SingleResponse {
  const serial = serialOf(asked.serialNumber);
  const known = state.issued.has(serial) && isSame(asked, certIdOf(serial, state.issuer));
  const revoked = state.revoked.find((one) => one.serial === serial);
  return new SingleResponse({
    certID: asked,
    certStatus: known ? statusBlock(revoked?.revokedAt ?? null) : primitive(2),
    thisUpdate: new Date(at),
    nextUpdate: new Date(at + validMs),
  });
}

function statusBlock(revokedAt: Instant | null): asn1js.BaseBlock {
  if (revokedAt === null) return primitive(0);
  return new asn1js.Constructed({
    idBlock: { tagClass: 3, tagNumber: 1 },
    value: [new asn1js.GeneralizedTime({ valueDate: new Date(Math.floor(revokedAt / 1000) * 1000) })],
  });
}

const primitive = (tagNumber: number): asn1js.Primitive =>
  new asn1js.Primitive({ idBlock: { tagClass: 3, tagNumber } });
