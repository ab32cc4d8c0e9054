import { firstElement } from './der.ts';

/** A signature that a PDF carries (ISO 32000-2 section 12.8): CMS over two ranges of its bytes. */
export interface PdfSignature {
  /** The CMS, DER. */
  readonly cms: Uint8Array;
  /** Start and length, in bytes, of what comes before and after the signature itself. */
  readonly ranges: readonly [number, number, number, number];
  /** The name under `/SubFilter`; null when there is none. */
  readonly subFilter: string | null;
  /** Whether the ranges reach to the end of the file: else it was changed (or signed again) after. */
  readonly coversAll: boolean;
}

/** `/SubFilter` names of detached CMS signatures: PDF's own and PAdES (ETSI EN 319 142). */
export const DETACHED = ['adbe.pkcs7.detached', 'ETSI.CAdES.detached'];

type Bytes = AsyncIterable<Uint8Array>;

const MAX_DICTIONARY_BYTES = 1024 * 1024;
const NEEDLE = Buffer.from('/ByteRange');
const RANGE = /^\/ByteRange\s*\[\s*(\d{1,15})\s+(\d{1,15})\s+(\d{1,15})\s+(\d{1,15})\s*\]/;

/**
 * Finds the signatures of a PDF without reading it as a whole: `open` gives its bytes from the start, each
 * time anew. A `/ByteRange` that frames no signature is passed over, as texts and forms may hold the word.
 */
export async function pdfSignatures(open: () => Promise<Bytes>, sizeBytes: number): Promise<PdfSignature[]> {
  const found: PdfSignature[] = [];
  for (const ranges of await byteRanges(await open())) {
    const [start, firstLength, second, secondLength] = ranges;
    const gap = second - firstLength;
    const framed =
      start === 0 && gap > 2 && gap <= MAX_DICTIONARY_BYTES && second + secondLength <= sizeBytes;
    if (!framed) continue;
    const contents = (await slice(await open(), firstLength, second)).toString('latin1');
    const hex = /^<([0-9A-Fa-f\s]*)>$/.exec(contents)?.[1]?.replace(/\s/g, '');
    if (hex === undefined || hex.length < 4) continue;
    const cms = unpadded(Buffer.from(hex, 'hex'));
    if (cms === null) continue;
    const around = Buffer.concat([
      await slice(await open(), Math.max(0, firstLength - 4096), firstLength),
      await slice(await open(), second, Math.min(sizeBytes, second + 4096)),
    ]).toString('latin1');
    const subFilter = /\/SubFilter\s*\/([\w.#]+)/.exec(around)?.[1] ?? null;
    found.push({ cms, ranges, subFilter, coversAll: second + secondLength === sizeBytes });
  }
  return found;
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

/** The numbers of every `/ByteRange` of a file, each once. */
async function byteRanges(bytes: Bytes): Promise<[number, number, number, number][]> {
  const found = new Map<string, [number, number, number, number]>();
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of bytes) {
    const window = Buffer.concat([rest, chunk]);
    for (let at = window.indexOf(NEEDLE); at >= 0; at = window.indexOf(NEEDLE, at + 1)) {
      const match = RANGE.exec(window.toString('latin1', at, at + 100));
      if (match === null) continue;
      found.set(match[0], match.slice(1, 5).map(Number) as [number, number, number, number]);
    }
    // As much as one range takes stays, for those that two chunks share.
    rest = window.subarray(Math.max(0, window.length - 100));
  }
  return [...found.values()];
}

async function slice(bytes: Bytes, from: number, to: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of between(bytes, from, to)) parts.push(part);
  return Buffer.concat(parts);
}

async function* between(bytes: Bytes, from: number, to: number): AsyncGenerator<Uint8Array> {
  let at = 0;
  for await (const chunk of bytes) {
    const part = chunk.subarray(Math.max(0, from - at), Math.max(0, to - at));
    if (part.length > 0) yield part;
    at += chunk.length;
    if (at >= to) return;
  }
}

/** The bytes that a signature is over. */
export async function* signedBytes(
  open: () => Promise<Bytes>,
  signature: PdfSignature,
): AsyncGenerator<Uint8Array> {
  const [start, firstLength, second, secondLength] = signature.ranges;
  yield* between(await open(), start, start + firstLength);
  yield* between(await open(), second, second + secondLength);
}
