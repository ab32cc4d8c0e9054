import type { Readable } from 'node:stream';

/** Bytes on their way in that nobody has added to for so long belong to a process that was killed. */
export const ABANDONED_AFTER_MS = 24 * 3_600_000;

/** The bytes were more than was allowed; nothing was kept. */
export class TooLargeError extends Error {
  readonly maxBytes: number;
  constructor(maxBytes: number) {
    super(`more than ${maxBytes} bytes`);
    this.name = 'TooLargeError';
    this.maxBytes = maxBytes;
  }
}

/** The bytes were others than those that were announced; nothing was kept. */
export class OtherBytesError extends Error {
  /** SHA-256 of what came, in hex. */
  readonly sha256: string;
  constructor(sha256: string) {
    super(`the bytes have the SHA-256 ${sha256}, which is not the one announced`);
    this.name = 'OtherBytesError';
    this.sha256 = sha256;
  }
}

/** There are no bytes with that hash. */
export class NoSuchBlobError extends Error {
  constructor(sha256: string) {
    super(`no stored bytes with SHA-256 ${sha256}`);
    this.name = 'NoSuchBlobError';
  }
}

/**
 * The storage failed: neither the bytes nor who sent or asked for them are at fault. `refuses` tells whether it
 * answered that it does not serve as it is configured; otherwise it may do so when it is tried again.
 */
export class StorageError extends Error {
  readonly refuses: boolean;
  constructor(message: string, { cause, refuses }: { readonly cause: unknown; readonly refuses: boolean }) {
    super(message, { cause });
    this.name = 'StorageError';
    this.refuses = refuses;
  }
}

/** Where bytes come from. A Readable is destroyed when storing it fails; an iterable is only left. */
export type ByteSource = Readable | AsyncIterable<Uint8Array>;

/** A part of some bytes: from the first to the last, both within, counted from 0. */
export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

/** What bytes must be to be kept. */
export interface Expected {
  readonly maxBytes: number;
  /** The SHA-256 (hex) that the bytes must have; whatever comes is kept without it. */
  readonly sha256?: string | undefined;
  /** Told the hash of all that came, before it is kept; where it throws, nothing is. */
  readonly note?: Note | undefined;
}

/** Notes bytes as about to be kept, so that they are found again where nothing comes to name them. */
export type Note = (sha256: string) => Promise<void>;

/** Where the bytes of documents and bids lie, by their SHA-256 (hex). What is stored never changes. */
export interface BlobStore {
  /**
   * Streams bytes in, hashing on the way; durable when it resolves. Throws TooLargeError beyond `maxBytes`, OtherBytesError
   * for others than those expected, a StorageError when the storage fails, and what the source throws; a stream
   * that fails or breaks off leaves nothing behind. The same bytes may be put by several at once.
   */
  put(source: ByteSource, expected: Expected): Promise<{ sha256: string; sizeBytes: number }>;
  /** The bytes of a hash, or a part of them that lies within. Throws NoSuchBlobError, a StorageError, and a RangeError for what is no hash. */
  get(sha256: string, range?: ByteRange): Promise<Readable>;
  /** Whether bytes of that hash are there. Throws a StorageError, and a RangeError for what is no hash. */
  has(sha256: string): Promise<boolean>;
  /** Removes the bytes of a hash; no matter whether they are there. Throws a StorageError, and a RangeError for what is no hash. */
  remove(sha256: string): Promise<void>;
}

/** A blob store into which nothing is put without a note. */
export interface NotedBlobs extends Omit<BlobStore, 'put'> {
  put(
    source: ByteSource,
    expected: Expected & { readonly note: Note },
  ): Promise<{ sha256: string; sizeBytes: number }>;
}

/** Who only reads. */
export type BlobReader = Pick<BlobStore, 'get'>;

/** Throws a RangeError for what is no SHA-256 in hex: it would become part of a path. */
export function assertSha256(sha256: string): void {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new RangeError('not a SHA-256 in lower-case hex');
}
