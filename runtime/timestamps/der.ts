import { fromBER, Integer, type BaseBlock } from 'asn1js';
import { TimestampError } from './refusal.ts';

/** Object identifiers of RFC 3161, RFC 5652, RFC 5816 and RFC 5280 that time-stamps need. */
export const OID = {
  signedData: '1.2.840.113549.1.7.2',
  tstInfo: '1.2.840.113549.1.9.16.1.4',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificate: '1.2.840.113549.1.9.16.2.12',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  sha256: '2.16.840.1.101.3.4.2.1',
  timeStamping: '1.3.6.1.5.5.7.3.8',
  extendedKeyUsage: '2.5.29.37',
  keyUsage: '2.5.29.15',
  basicConstraints: '2.5.29.19',
} as const;

/** Values within values at most. */
const DEEPEST = 40;

/**
 * One ASN.1 value (BER or DER) and nothing after it. The library reads lengths leniently, so they are
 * walked first: what is inside a value fills it exactly. Throws `malformed`.
 */
export function parseWhole(bytes: Uint8Array, what: string): BaseBlock {
  if (endOf(bytes, 0, bytes.length, 0) !== bytes.length)
    throw new TimestampError('malformed', `the ${what} is not one ASN.1 value`);
  const { offset, result } = fromBER(bytes);
  if (offset !== bytes.length) throw new TimestampError('malformed', `the ${what} is not one ASN.1 value`);
  return result;
}

/** Where the value that starts at `from` ends, -1 when it or one in it does not fill its place before `until`. */
function endOf(bytes: Uint8Array, from: number, until: number, depth: number): number {
  const tag = bytes[from] ?? 0;
  let at = from + 2;
  const first = bytes[from + 1] ?? 0;
  // No tag here has a number above 30, and no length more than four bytes.
  if (at > until || depth > DEEPEST || (tag & 0x1f) === 0x1f || first > 0x84) return -1;
  const constructed = (tag & 0x20) !== 0;
  if (first === 0x80) return constructed ? insideUntil(bytes, at, until, depth, true) : -1;
  let length = first;
  if (first > 0x80) {
    length = 0;
    for (let count = first & 0x7f; count > 0; count--) length = length * 256 + (bytes[at++] ?? 0);
  }
  if (at + length > until) return -1;
  return constructed ? insideUntil(bytes, at, at + length, depth, false) : at + length;
}

/** Walks the values in a constructed one: to its end, or to the two zeros that end one of indefinite length. */
function insideUntil(
  bytes: Uint8Array,
  from: number,
  until: number,
  depth: number,
  indefinite: boolean,
): number {
  for (let at = from; ;) {
    if (indefinite && bytes[at] === 0 && bytes[at + 1] === 0 && at + 2 <= until) return at + 2;
    if (at === until) return indefinite ? -1 : at;
    const end = endOf(bytes, at, until, depth + 1);
    if (end === -1) return -1;
    at = end;
  }
}

/** The encoding as it arrived of a part of something parsed. */
export function rawOf(part: { valueBeforeDecodeView: Uint8Array }): Buffer {
  return Buffer.from(part.valueBeforeDecodeView);
}

/** The DER encoding of something made. */
export function derOf(made: { toBER(): ArrayBuffer }): Buffer {
  return Buffer.from(made.toBER());
}

/** A positive INTEGER of these bytes, most significant first: a leading zero where DER needs it, none where not. */
export function positiveInteger(bytes: Uint8Array): Integer {
  let from = 0;
  while (from < bytes.length - 1 && bytes[from] === 0) from++;
  const rest = bytes.subarray(from);
  const padded = (rest[0] ?? 0) > 0x7f ? Uint8Array.of(0, ...rest) : Uint8Array.from(rest);
  return new Integer({ valueHex: padded.buffer });
}

/** Whether two byte strings are the same. */
export function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  return Buffer.compare(left, right) === 0;
}

/** Runs what reads foreign bytes; whatever it stumbles over is `malformed`. */
export function reading<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof TimestampError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new TimestampError('malformed', `the ${what} cannot be read: ${reason}`, { cause: error });
  }
}

/** The parts of a SEQUENCE or SET. */
export function childrenOf(block: BaseBlock | undefined): readonly BaseBlock[] {
  const inner = (block?.valueBlock as unknown as { value?: unknown } | undefined)?.value;
  if (!Array.isArray(inner)) throw new Error('a sequence is missing');
  return inner as BaseBlock[];
}
