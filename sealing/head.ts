import { concatBytes } from '@noble/hashes/utils.js';
import { HeaderReader } from '../domain/seal/header-reader.ts';
import type { Scheme } from '../domain/seal/demand.ts';
import type { Header } from '../domain/seal/stanza.ts';

/** A header with the bytes it was read from. */
export interface SealedHeader {
  readonly scheme: Scheme;
  readonly header: Header;
  /** Exactly the header's bytes: all that a trustee needs. */
  readonly bytes: Uint8Array;
}

/** Gives piece after piece, as the reader of a stream does, or an iterator. */
export interface PieceReader {
  read(): Promise<{ done?: boolean | undefined; value?: Uint8Array | undefined }>;
}

/** What a file begins with. */
export interface Head {
  /** Its header; `armored` for age's text form, null for anything else. */
  readonly sealed: SealedHeader | 'armored' | null;
  /** All that was read to find it: of a sealed file its header, and maybe more. */
  readonly bytes: Uint8Array;
}

/** Reads no more pieces than it takes to know what a file begins with. Throws what the reader throws. */
export async function readHead(reader: PieceReader): Promise<Head> {
  const header = new HeaderReader();
  const pieces: Uint8Array[] = [];
  for (;;) {
    const { value } = await reader.read();
    const finding = value === undefined ? 'no-header' : header.push(value);
    // A reader may give every piece in the same memory.
    if (value !== undefined) pieces.push(value.slice());
    if (finding === 'unfinished') continue;
    const bytes = concatBytes(...pieces);
    if (typeof finding === 'string') return { sealed: finding === 'armored' ? finding : null, bytes };
    return { sealed: { ...finding, bytes: bytes.slice(0, finding.header.sizeBytes) }, bytes };
  }
}
