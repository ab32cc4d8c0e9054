import { createHash, type Hash } from 'node:crypto';
import { firstElement } from './der.ts';
import type { Digest } from './signatures.ts';

/** A signature that a PDF carries (ISO 32000-2 section 12.8): CMS over two ranges of its bytes. */
export interface PdfSignature {
  /** The CMS, DER. */
  readonly cms: Uint8Array;
  /** Start and length, in bytes, of what comes before and after the signature itself. */
  readonly ranges: Ranges;
  /** The name under `/SubFilter`; null when there is none. */
  readonly subFilter: string | null;
  /** Whether the ranges reach to the end of the file: else it was changed (or signed again) after. */
  readonly coversAll: boolean;
}

/** `/SubFilter` names of detached CMS signatures: PDF's own and PAdES (ETSI EN 319 142). */
export const DETACHED = ['adbe.pkcs7.detached', 'ETSI.CAdES.detached'];

/** A PDF whose signatures are not read, because they cannot all be true of one file, or are too many. */
export class PdfError extends Error {
  readonly code: 'too-many' | 'overlap';

  constructor(code: PdfError['code'], message: string) {
    super(message);
    this.name = 'PdfError';
    this.code = code;
  }
}

type Bytes = AsyncIterable<Uint8Array>;
type Ranges = readonly [number, number, number, number];

/** Signatures of one file: each who signs appends one. */
export const MAX_SIGNATURES = 16;
const MAX_DICTIONARY_BYTES = 1024 * 1024;
/** As far around a signature its dictionary is looked for. */
const AROUND_BYTES = 4096;
const NEEDLE = Buffer.from('/ByteRange');
/** The longest text that is read as a range. */
const RANGE_BYTES = 100;
const RANGE = /^\/ByteRange\s*\[\s*(\d{1,15})\s+(\d{1,15})\s+(\d{1,15})\s+(\d{1,15})\s*\]/;

/**
 * Finds the signatures of a PDF without reading it as a whole, in two passes over its bytes, however many there are:
 * `open` gives them from the start, each time anew. A `/ByteRange` that frames no signature is passed over, as texts
 * and forms may hold the word. They come in the order in which they were made. Throws a PdfError.
 */
export async function pdfSignatures(open: () => Promise<Bytes>, sizeBytes: number): Promise<PdfSignature[]> {
  const framed = await framedRanges(await open(), sizeBytes);
  if (framed.length === 0) return [];
  const windows = framed.map(([, firstLength, second]) => ({
    from: Math.max(0, firstLength - AROUND_BYTES),
    to: Math.min(sizeBytes, second + AROUND_BYTES),
  }));
  const parts = await slices(await open(), windows);
  const found = framed.flatMap((ranges, index) => {
    const one = signatureIn(parts[index]!, windows[index]!.from, ranges, sizeBytes);
    return one === null ? [] : [one];
  });
  assertApart(found);
  return found;
}

/** What a gap between two ranges holds, when it is a signature. */
function signatureIn(part: Buffer, from: number, ranges: Ranges, sizeBytes: number): PdfSignature | null {
  const [, firstLength, second, secondLength] = ranges;
  const contents = part.subarray(firstLength - from, second - from).toString('latin1');
  const hex = /^<([0-9A-Fa-f\s]*)>$/.exec(contents)?.[1]?.replace(/\s/g, '');
  if (hex === undefined || hex.length < 4) return null;
  const cms = unpadded(Buffer.from(hex, 'hex'));
  if (cms === null) return null;
  const around = Buffer.concat([part.subarray(0, firstLength - from), part.subarray(second - from)]);
  const subFilter = /\/SubFilter\s{0,16}\/([\w.#]{1,64})/.exec(around.toString('latin1'))?.[1] ?? null;
  return { cms, ranges, subFilter, coversAll: second + secondLength === sizeBytes };
}

/** The padding after the CMS must be zeros alone, or other bytes could hide there. */
function unpadded(bytes: Buffer): Uint8Array | null {
  try {
    const cms = firstElement(bytes);
    return bytes.subarray(cms.length).every((byte) => byte === 0) ? cms : null;
  } catch {
    return null;
  }
}

/**
 * A later signature is appended to all that an earlier one covers, and so frames its gap behind it. Where they reach
 * into each other they were not made by signing; the bytes under all of them can be read in one pass.
 */
function assertApart(found: readonly PdfSignature[]): void {
  for (const [index, { ranges }] of found.entries()) {
    const before = found[index - 1]?.ranges;
    if (before !== undefined && ranges[1] < before[2] + before[3])
      throw new PdfError('overlap', 'a signature begins inside what another one covers');
  }
}

/** The numbers of every `/ByteRange` that may frame a signature, each once, in the order of their gaps. */
async function framedRanges(bytes: Bytes, sizeBytes: number): Promise<Ranges[]> {
  const found = new Map<string, Ranges>();
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of bytes) {
    const window = Buffer.concat([rest, chunk]);
    for (let at = window.indexOf(NEEDLE); at >= 0; at = window.indexOf(NEEDLE, at + 1)) {
      const match = RANGE.exec(window.toString('latin1', at, at + RANGE_BYTES));
      if (match === null) continue;
      const ranges = match.slice(1, 5).map(Number) as [number, number, number, number];
      const [start, firstLength, second, secondLength] = ranges;
      const gap = second - firstLength;
      const fits =
        start === 0 && gap > 2 && gap <= MAX_DICTIONARY_BYTES && second + secondLength <= sizeBytes;
      if (fits) found.set(ranges.join(' '), ranges);
      if (found.size > MAX_SIGNATURES)
        throw new PdfError('too-many', `the file has more than ${MAX_SIGNATURES} signatures`);
    }
    // As much as one range takes stays, for those that two chunks share.
    rest = window.subarray(Math.max(0, window.length - RANGE_BYTES));
  }
  return [...found.values()].sort((one, other) => one[1] - other[1]);
}

interface Window {
  readonly from: number;
  readonly to: number;
}

/** Several parts of the bytes, read in one pass. */
async function slices(bytes: Bytes, windows: readonly Window[]): Promise<Buffer[]> {
  const parts = windows.map((): Uint8Array[] => []);
  const end = Math.max(...windows.map((one) => one.to));
  let at = 0;
  for await (const chunk of bytes) {
    for (const [index, window] of windows.entries()) {
      const part = within(chunk, at, window.from, window.to);
      // Copied: a view would keep its whole chunk.
      if (part.length > 0) parts[index]!.push(Uint8Array.from(part));
    }
    at += chunk.length;
    if (at >= end) break;
  }
  return parts.map((one) => Buffer.concat(one));
}

/** What of a chunk that begins at `at` lies between two places. */
function within(chunk: Uint8Array, at: number, from: number, to: number): Uint8Array {
  return chunk.subarray(Math.max(0, from - at), Math.max(0, to - at));
}

/**
 * The digests of the bytes under several signatures of a file, each by its own algorithm, in one pass: all begin with
 * the same bytes, and what each covers behind its gap lies before the next. `signatures` as `pdfSignatures` gives them.
 */
export async function signedDigests(
  open: () => Promise<Bytes>,
  signatures: readonly { readonly ranges: Ranges; readonly digest: Digest }[],
): Promise<Buffer[]> {
  if (signatures.length === 0) return [];
  const whole = new Map(signatures.map(({ digest }) => [digest, createHash(digest)]));
  const own: (Hash | null)[] = signatures.map(() => null);
  const end = Math.max(...signatures.map(({ ranges }) => ranges[2] + ranges[3]));
  let at = 0;
  for await (const chunk of await open()) {
    let done = at;
    for (const [index, { ranges, digest }] of signatures.entries()) {
      const [, firstLength, second, secondLength] = ranges;
      if (own[index] === null && firstLength < at + chunk.length) {
        for (const hash of whole.values()) hash.update(within(chunk, at, done, firstLength));
        done = firstLength;
        own[index] = whole.get(digest)!.copy();
      }
      own[index]?.update(within(chunk, at, second, second + secondLength));
    }
    for (const hash of whole.values()) hash.update(within(chunk, at, done, at + chunk.length));
    at += chunk.length;
    if (at >= end) break;
  }
  return own.map((hash) => (hash ?? createHash('sha256')).digest());
}
