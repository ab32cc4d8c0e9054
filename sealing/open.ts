import { concatBytes } from '@noble/hashes/utils.js';
import { parseSealedHeader } from '../domain/seal/header-reader.ts';
import type { Header } from '../domain/seal/stanza.ts';
import { ARMORED } from '../domain/seal/submission.ts';
import { isPostQuantum } from './age/x25519.ts';
import { SealingError } from './errors.ts';
import { readHead, type Head, type PieceReader, type SealedHeader } from './head.ts';
import { isFileKey, PAYLOAD_NONCE_BYTES, payloadKey, SUITES } from './header.ts';
import { openPayload } from './payload.ts';
import { throughStream } from './stream.ts';
import type { Aead, Suite } from './suite.ts';

/** By what a file is opened: its owner's secret keys, or the file key that enough shares gave. */
export type Opening = { readonly identities: readonly string[] } | { readonly fileKey: Uint8Array };

/** The header at the beginning of some bytes. Throws a SealingError `not-sealed` when there is none. */
export function headerOf(bytes: Uint8Array): SealedHeader {
  const found = parseSealedHeader(bytes);
  if (found === null) throw new SealingError('not-sealed');
  return { ...found, bytes: bytes.slice(0, found.header.sizeBytes) };
}

/**
 * The header at the beginning of what comes in chunks, of which no more is read than it takes. Throws a
 * SealingError `not-sealed` when there is none, and what the chunks throw.
 */
export async function headerFrom(chunks: AsyncIterable<Uint8Array>): Promise<SealedHeader> {
  const iterator = chunks[Symbol.asyncIterator]();
  try {
    return sealedOf(await readHead({ read: () => iterator.next() })).read;
  } finally {
    await iterator.return?.();
  }
}

/** The file key that a secret key gets from a header. Throws a SealingError `wrong-key` or `corrupted`. */
export async function fileKeyBy(
  identities: readonly string[],
  { scheme, header, bytes }: SealedHeader,
  suites = SUITES,
): Promise<Uint8Array> {
  const suite = suites[scheme];
  for (const identity of identities) {
    const fileKey =
      scheme === 'age' && isPostQuantum(identity)
        ? await postQuantumKey(bytes, identity)
        : unwrappedBy(suite, header, identity);
    if (fileKey === null) continue;
    if (!isFileKey(suite, bytes, header, fileKey)) throw new SealingError('corrupted');
    return fileKey;
  }
  throw new SealingError('wrong-key');
}

async function postQuantumKey(bytes: Uint8Array, identity: string): Promise<Uint8Array | null> {
  const { postQuantumFileKey } = await import('./age/post-quantum.ts');
  return postQuantumFileKey(bytes, identity);
}

function unwrappedBy(suite: Suite, { stanzas }: Header, identity: string): Uint8Array | null {
  for (const stanza of stanzas) {
    const fileKey = unwrapped(suite, stanza, identity);
    if (fileKey !== null) return fileKey;
  }
  return null;
}

function unwrapped(suite: Suite, stanza: Header['stanzas'][number], identity: string): Uint8Array | null {
  try {
    return suite.unwrap(stanza, identity);
  } catch (error) {
    // A mistyped key has the form of one, and its check characters do not hold.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/**
 * Opens a sealed stream. Resolves when the header is read and its MAC holds; the plain bytes follow, and
 * fail with a SealingError `corrupted` where they were changed: use none of them before the end. Throws
 * `not-sealed`, `wrong-key` or `corrupted`.
 */
export async function open(
  sealed: ReadableStream<Uint8Array>,
  by: Opening,
  suites = SUITES,
): Promise<ReadableStream<Uint8Array>> {
  const reader = sealed.getReader();
  try {
    const { aead, key, rest } = await beginOpening(reader, by, suites);
    return remaining(reader, rest).pipeThrough(throughStream(openPayload(aead, key)));
  } catch (error) {
    await reader.cancel(error).catch(() => undefined);
    throw error;
  }
}

/** A sealed file whose header was read and fits the key. */
export interface BegunOpening {
  readonly aead: Aead;
  /** The payload's key, for sealing/payload.ts. */
  readonly key: Uint8Array;
  /** What was already read of the payload; the reader has what follows it. */
  readonly rest: Uint8Array;
}

/** All of opening but the payload, for those who have the bytes otherwise than as a stream. Throws as `open` does. */
export async function beginOpening(reader: PieceReader, by: Opening, suites = SUITES): Promise<BegunOpening> {
  const { head, read } = sealedOf(await readHead(reader));
  const suite = suites[read.scheme];
  const fileKey = 'fileKey' in by ? by.fileKey : await fileKeyBy(by.identities, read, suites);
  if (!isFileKey(suite, read.bytes, read.header, fileKey)) throw new SealingError('wrong-key');
  const [nonce, rest] = await readBytes(reader, head.subarray(read.bytes.length), PAYLOAD_NONCE_BYTES);
  if (nonce.length < PAYLOAD_NONCE_BYTES) throw new SealingError('corrupted');
  return { aead: suite.aead, key: payloadKey(suite, fileKey, nonce), rest };
}

function sealedOf({ sealed, bytes }: Head): { head: Uint8Array; read: SealedHeader } {
  if (sealed === 'armored') throw new SealingError('not-sealed', ARMORED);
  if (sealed === null) throw new SealingError('not-sealed');
  return { head: bytes, read: sealed };
}

/** The first bytes, fewer when there are no more, and what was read beyond them. */
async function readBytes(
  reader: PieceReader,
  already: Uint8Array,
  count: number,
): Promise<[Uint8Array, Uint8Array]> {
  let bytes = already;
  while (bytes.length < count) {
    const { value } = await reader.read();
    if (value === undefined) break;
    bytes = concatBytes(bytes, value);
  }
  return [bytes.subarray(0, count), bytes.subarray(count)];
}

function remaining(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  first: Uint8Array,
): ReadableStream<Uint8Array> {
  let start: Uint8Array | null = first;
  return new ReadableStream({
    async pull(controller) {
      if (start !== null && start.length > 0) {
        controller.enqueue(start);
        start = null;
        return;
      }
      const { done, value } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
}
