import * as asn1js from 'asn1js';
import { AlgorithmIdentifier, Extensions, type IssuingDistributionPoint } from 'pkijs';
import type { RevocationAnswer } from '../../domain/pki/index.ts';
import type { Instant } from '../../domain/time/instant.ts';
import { serialOf, type ReadCertificate } from './certificate.ts';
import { assertDer, DerError, derFrom, elementsIn, type Element } from './der.ts';
import { signatureBytes, signatureHolds } from './signatures.ts';

const ISSUING_DISTRIBUTION_POINT = '2.5.29.28';
/** Elements of the largest list that is read: some millions of entries fit in it. */
const MAX_ELEMENTS = 8_000_000;
const TAG = {
  boolean: 1,
  integer: 2,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  extensions: 0xa0,
};

/** An answer that cannot be used: not one, of somebody else, or not signed by who may sign it. */
export class UnusableAnswer extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnusableAnswer';
  }
}

/** The parts of a list (RFC 5280 section 5.1) as places in its bytes: an authority's list has up to millions of entries. */
interface ReadList {
  readonly der: Uint8Array<ArrayBuffer>;
  readonly signedPart: Element;
  readonly outerAlgorithm: Element;
  readonly algorithm: Element;
  readonly signature: Element;
  readonly issuer: Element;
  readonly thisUpdate: Element;
  readonly nextUpdate: Element | null;
  readonly entries: Element | null;
  readonly extensions: Element | null;
}

/** What a CRL (RFC 5280 section 5), DER or PEM, says of a certificate. Reads each byte a fixed number of times. Throws an UnusableAnswer. */
export function readCrl(
  given: Uint8Array,
  certificate: ReadCertificate,
  issuer: ReadCertificate,
): RevocationAnswer {
  const list = parse(given);
  const { keyUsage } = issuer.facts;
  if (!bytesOf(list, list.issuer).equals(certificate.issuerDer))
    throw new UnusableAnswer('the list is of another issuer');
  if (keyUsage !== null && !keyUsage.includes('cRLSign'))
    throw new UnusableAnswer('the issuer may not sign lists');
  if (!isSignedBy(list, issuer)) throw new UnusableAnswer('the signature of the list does not hold');
  assertWhole(list, certificate);
  const revokedAt = revocationIn(list, certificate.facts.serial);
  return {
    by: 'crl',
    status: revokedAt === null ? 'good' : 'revoked',
    thisUpdate: timeAt(list, list.thisUpdate),
    nextUpdate: list.nextUpdate === null ? null : timeAt(list, list.nextUpdate),
    revokedAt,
  };
}

function isSignedBy(list: ReadList, issuer: ReadCertificate): boolean {
  // The algorithm outside the signed part must be the one inside it (RFC 5280 section 5.1.1.2).
  if (!bytesOf(list, list.algorithm).equals(bytesOf(list, list.outerAlgorithm))) return false;
  const bits: unknown = parsed(list, list.signature);
  if (!(bits instanceof asn1js.BitString)) return false;
  const algorithm = new AlgorithmIdentifier({ schema: parsed(list, list.algorithm) });
  return signatureHolds(algorithm, null, issuer.key, bytesOf(list, list.signedPart), signatureBytes(bits));
}

function parse(given: Uint8Array): ReadList {
  try {
    const [der, ...more] = derFrom(given, ['X509 CRL']);
    if (der === undefined || more.length > 0) throw new UnusableAnswer('not a list');
    assertDer(der, MAX_ELEMENTS);
    return partsOf(Uint8Array.from(der));
  } catch {
    throw new UnusableAnswer('not a certificate revocation list in DER or PEM');
  }
}

function partsOf(der: Uint8Array<ArrayBuffer>): ReadList {
  const [whole] = elementsIn(der, 0, der.length);
  const [signedPart, outerAlgorithm, signature] = inside(der, needed(whole, TAG.sequence));
  const fields = inside(der, needed(signedPart, TAG.sequence));
  const next = (...tags: number[]): Element | null =>
    tags.includes(fields[0]?.tag ?? -1) ? (fields.shift() ?? null) : null;
  const times = [TAG.utcTime, TAG.generalizedTime] as const;
  next(TAG.integer);
  const read = {
    der,
    signedPart: signedPart!,
    outerAlgorithm: needed(outerAlgorithm, TAG.sequence),
    algorithm: needed(next(TAG.sequence)),
    signature: needed(signature),
    issuer: needed(next(TAG.sequence)),
    thisUpdate: needed(next(...times)),
    nextUpdate: next(...times),
    entries: next(TAG.sequence),
    extensions: next(TAG.extensions),
  };
  if (fields.length > 0) throw new DerError('has fields that a list has not');
  return read;
}

const inside = (der: Uint8Array, { contentAt, endAt }: Element): Element[] => [
  ...elementsIn(der, contentAt, endAt),
];

function needed(element: Element | null | undefined, tag?: number): Element {
  if (element == null || (tag !== undefined && element.tag !== tag)) throw new DerError('lacks a field');
  return element;
}

const bytesOf = ({ der }: ReadList, { at, endAt }: Element): Buffer =>
  Buffer.from(der.buffer, der.byteOffset + at, endAt - at);

function parsed(list: ReadList, element: Element): asn1js.BaseBlock {
  return asn1js.fromBER(Uint8Array.from(bytesOf(list, element))).result;
}

function timeAt(list: ReadList, element: Element): Instant {
  const time = parsed(list, element);
  if (time instanceof asn1js.UTCTime || time instanceof asn1js.GeneralizedTime)
    return time.toDate().getTime();
  throw new UnusableAnswer('the list has an entry without its time');
}

/**
 * When a serial number was revoked by a list, or null. Every entry is looked at, also after the one that is sought: an
 * indirect list names the issuer of each entry in a critical extension; such entries are not by this issuer.
 */
function revocationIn(list: ReadList, serial: string): Instant | null {
  const { der, entries } = list;
  if (entries === null) return null;
  let revokedAt: Instant | null = null;
  for (const { contentAt, endAt } of elementsIn(der, entries.contentAt, entries.endAt)) {
    const [number, time, extensions] = elementsIn(der, contentAt, endAt);
    if (number?.tag !== TAG.integer || time === undefined)
      throw new UnusableAnswer('the list has an entry without its number');
    if (extensions !== undefined && hasCritical(der, extensions))
      throw new UnusableAnswer('the list has an entry with an unknown critical extension');
    if (revokedAt === null && serialAt(der, number) === serial) revokedAt = timeAt(list, time);
  }
  return revokedAt;
}

function serialAt(der: Uint8Array, { contentAt, endAt }: Element): string {
  return serialOf(new asn1js.Integer({ valueHex: der.slice(contentAt, endAt) }));
}

/** Whether one of some extensions (SEQUENCE OF SEQUENCE { identifier, critical, value }) is marked critical. */
function hasCritical(der: Uint8Array, extensions: Element): boolean {
  for (const { contentAt, endAt } of elementsIn(der, extensions.contentAt, extensions.endAt)) {
    const [, critical] = elementsIn(der, contentAt, endAt);
    if (critical?.tag === TAG.boolean && der[critical.contentAt] !== 0) return true;
  }
  return false;
}

/** A list that covers less than all certificates of the issuer (a delta, some reasons, attribute certificates) proves nothing good. */
function assertWhole(list: ReadList, certificate: ReadCertificate): void {
  if (list.extensions === null) return;
  const [sequence] = inside(list.der, list.extensions);
  const { extensions } = new Extensions({ schema: parsed(list, needed(sequence, TAG.sequence)) });
  for (const { extnID, critical, parsedValue } of extensions) {
    if (!critical) continue;
    if (extnID !== ISSUING_DISTRIBUTION_POINT)
      throw new UnusableAnswer('the list has an unknown critical extension');
    const point = parsedValue as IssuingDistributionPoint;
    const { isAuthority } = certificate.facts;
    const covers =
      !point.indirectCRL &&
      !point.onlyContainsAttributeCerts &&
      point.onlySomeReasons === 0 &&
      !(isAuthority ? point.onlyContainsUserCerts : point.onlyContainsCACerts);
    if (!covers) throw new UnusableAnswer('the list does not cover the certificate');
  }
}
