/** Bytes that are not the one DER encoding (ITU-T X.690 section 10) of something. */
export class DerError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'DerError';
  }
}

const MAX_DEPTH = 40;
/** Elements in one encoding: what signatures and certificates hold is a few hundred. */
const MAX_ELEMENTS = 50_000;
/** Longest contents of an OBJECT IDENTIFIER (names are written out at a cost that grows faster) and of an INTEGER. */
const MAX_OBJECT_ID_BYTES = 64;
const MAX_INTEGER_BYTES = 4096;
const CONSTRUCTED = 0x20;
const CLASS_UNIVERSAL = 0x00;

interface Header {
  readonly tag: number;
  readonly contentAt: number;
  readonly endAt: number;
}

/** Tag and length of the element at an offset; definite, minimal lengths and low tag numbers only. */
function headerAt(bytes: Uint8Array, at: number, limit: number): Header {
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (tag === undefined || first === undefined || at + 2 > limit) throw new DerError('ends too early');
  if ((tag & 0x1f) === 0x1f) throw new DerError('has a tag number that nothing here uses');
  if (first < 0x80) return end({ tag, contentAt: at + 2, endAt: at + 2 + first }, limit);
  const count = first & 0x7f;
  if (count === 0 || count > 4) throw new DerError('has an indefinite or an enormous length');
  let length = 0;
  for (let index = 0; index < count; index++) length = length * 256 + (bytes[at + 2 + index] ?? NaN);
  if (length < 0x80 || bytes[at + 2] === 0) throw new DerError('has a length that is not minimal');
  const contentAt = at + 2 + count;
  return end({ tag, contentAt, endAt: contentAt + length }, limit);
}

function end(header: Header, limit: number): Header {
  // NaN, from a length cut off, is not at most the limit either.
  if (!(header.endAt <= limit)) throw new DerError('ends too early');
  return header;
}

/** Bytes of the first element, e.g. of a signature that a PDF pads with zeros. */
export function firstElement(bytes: Uint8Array): Uint8Array {
  return bytes.subarray(0, headerAt(bytes, 0, bytes.length).endAt);
}

/** One element inside an encoding: where it and its contents begin, and where both end. */
export interface Element {
  readonly tag: number;
  readonly at: number;
  readonly contentAt: number;
  readonly endAt: number;
}

/** The elements that fill a part of an encoding, one after the other. Throws a DerError. */
export function* elementsIn(bytes: Uint8Array, from: number, until: number): Generator<Element> {
  for (let at = from; at < until;) {
    const header = headerAt(bytes, at, until);
    yield { at, ...header };
    at = header.endAt;
  }
}

/**
 * Refuses what is not DER: libraries read BER, in which the same content has many encodings, so that
 * bytes could change under a signature that still holds; and what would cost more than it can be worth. Each byte is
 * looked at once. Throws a DerError.
 */
export function assertDer(bytes: Uint8Array, maxElements: number = MAX_ELEMENTS): void {
  const { endAt } = headerAt(bytes, 0, bytes.length);
  if (endAt !== bytes.length) throw new DerError('is followed by other bytes');
  assertElement(bytes, 0, bytes.length, 0, { left: maxElements });
}

function assertElement(
  bytes: Uint8Array,
  at: number,
  limit: number,
  depth: number,
  elements: { left: number },
): number {
  if (depth > MAX_DEPTH) throw new DerError('is nested too deeply');
  if (elements.left-- <= 0) throw new DerError('has too many elements');
  const { tag, contentAt, endAt } = headerAt(bytes, at, limit);
  if ((tag & CONSTRUCTED) !== 0) {
    for (let next = contentAt; next < endAt;) next = assertElement(bytes, next, endAt, depth + 1, elements);
  } else if ((tag & 0xc0) === CLASS_UNIVERSAL) assertPrimitive(tag, bytes.subarray(contentAt, endAt));
  return endAt;
}

const UNIVERSAL = {
  boolean: 1,
  integer: 2,
  bitString: 3,
  null: 5,
  objectId: 6,
  enumerated: 10,
  sequence: 16,
  set: 17,
};

function assertPrimitive(tag: number, content: Uint8Array): void {
  const [first, second] = content;
  switch (tag) {
    case UNIVERSAL.boolean:
      if (content.length !== 1 || (first !== 0 && first !== 0xff))
        throw new DerError('has a BOOLEAN of no value');
      return;
    case UNIVERSAL.integer:
    case UNIVERSAL.enumerated:
      if (first === undefined) throw new DerError('has an empty INTEGER');
      if (content.length > MAX_INTEGER_BYTES) throw new DerError('has an INTEGER without measure');
      if (second === undefined) return;
      if ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80))
        throw new DerError('has an INTEGER that is not minimal');
      return;
    case UNIVERSAL.bitString:
      if (first === undefined || first > 7) throw new DerError('has a BIT STRING of no length');
      if (((content.at(-1) ?? 0) & ((1 << first) - 1)) !== 0 || (first > 0 && content.length === 1))
        throw new DerError('has a BIT STRING with unused bits that are set');
      return;
    case UNIVERSAL.null:
      if (content.length !== 0) throw new DerError('has a NULL with a content');
      return;
    case UNIVERSAL.objectId:
      if (first === undefined || ((content.at(-1) ?? 0) & 0x80) !== 0)
        throw new DerError('has an OBJECT IDENTIFIER of no value');
      if (content.length > MAX_OBJECT_ID_BYTES)
        throw new DerError('has an OBJECT IDENTIFIER without measure');
      return;
    case UNIVERSAL.sequence:
    case UNIVERSAL.set:
      throw new DerError('has a SEQUENCE or SET that is not constructed');
    default:
  }
}

const PEM = /-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\s]*)-----END \1-----/g;

/** DER out of PEM (RFC 7468) blocks with any of these labels; of bytes that are no PEM text, the bytes themselves. */
export function derFrom(given: Uint8Array | string, labels: readonly string[]): Uint8Array[] {
  const bytes = typeof given === 'string' ? Buffer.from(given, 'utf8') : Buffer.from(given);
  const text = bytes.toString('latin1');
  if (!text.includes('-----BEGIN ')) return [bytes];
  return [...text.matchAll(PEM)]
    .filter(([, label = '']) => labels.includes(label))
    .map(([, , body = '']) => Buffer.from(body, 'base64'));
}

/** A PEM block (RFC 7468). */
export function toPem(label: string, der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
