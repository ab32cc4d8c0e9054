import canonicalize from 'canonicalize';
import { bytesToHex, utf8 } from './log/bytes.ts';
import { sha256 } from './log/hash.ts';
import { MAX_ENTRY_BYTES } from './log/tiles.ts';
import type { RecordEntry } from './entry.ts';

/** What a leaf of the log is the hash of: an entry without its hash, in canonical form. */
export type LeafEntry = Omit<RecordEntry, 'leafHash'>;

/** An entry as it stands in the log, and what stands beside it. */
export interface Leaf {
  /** At most 65,535 bytes of UTF-8: what an entry bundle can hold (C2SP tlog-tiles). */
  readonly canonical: string;
  /** Canonical JSON of `{data, documents}` where the entry is too large with them, else null. */
  readonly detached: { readonly sha256: string; readonly canonical: string } | null;
}

/** RFC 8785 canonical JSON. Throws a TypeError for what JSON cannot say. */
export function canonical(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('not a JSON value');
  return text;
}

/**
 * The leaf of an entry. One that is too large for an entry bundle (an opening of a thousand bids) leaves
 * its `data` and `documents` beside it and names them by the SHA-256 of their canonical form.
 */
export function leafOf(entry: LeafEntry): Leaf {
  const whole = canonical(entry);
  // A UTF-16 unit takes three bytes at most, so most entries need not be encoded to be measured.
  if (whole.length * 3 <= MAX_ENTRY_BYTES || utf8(whole).length <= MAX_ENTRY_BYTES)
    return { canonical: whole, detached: null };
  const { data, documents, ...rest } = entry;
  const beside = canonical({ data, documents });
  const bytes = utf8(beside);
  const digest = bytesToHex(sha256(bytes));
  const slim = canonical({
    ...rest,
    data: {},
    documents: [],
    detached: { sha256: digest, sizeBytes: bytes.length },
  });
  if (utf8(slim).length > MAX_ENTRY_BYTES) throw new RangeError('an entry is too large without its data');
  return { canonical: slim, detached: { sha256: digest, canonical: beside } };
}

/** The whole entry of a leaf and of what stands beside it. */
export function entryOfLeaf(leaf: string, detached: string | null): LeafEntry {
  const entry = JSON.parse(leaf) as LeafEntry;
  if (detached === null) return entry;
  return { ...entry, ...(JSON.parse(detached) as Pick<RecordEntry, 'data' | 'documents'>) };
}

/** The leaf's text of an entry as the feed shows it: without what stands beside it. */
export function leafTextOf({ leafHash: _hash, ...entry }: RecordEntry): string {
  return canonical(entry.detached === undefined ? entry : { ...entry, data: {}, documents: [] });
}
