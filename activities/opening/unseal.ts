import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { BidLetter } from '../../domain/bid/types.ts';
import type { BlobStore } from '../../runtime/storage/index.ts';
import { keyLines, open, SealingError } from '../../sealing/index.ts';
import { nodeSuites } from '../../sealing/node.ts';
import { LetterHead } from './letter.ts';

export interface UnsealedBid {
  readonly result: 'opened' | 'wrong-key' | 'corrupted' | 'no-bid-letter' | 'file-changed';
  readonly letter: BidLetter | null;
  /** SHA-256 of the decrypted bytes, which stand in the blob store; null when nothing was decrypted. */
  readonly plaintextSha256: string | null;
  /** What these bytes are; null when nothing was decrypted. */
  readonly form: { readonly sizeBytes: number; readonly archive: boolean } | null;
}

/** What a bid is opened with: its bidder's secret key (more than one, line by line, where none could be checked), or the file key that its trustees' shares gave. */
export type BidKey = string | { readonly fileKey: Uint8Array };

/** The bidder's own bytes do not decrypt; anything else that fails is the platform's trouble. */
class BrokenSealError extends Error {
  readonly result: 'wrong-key' | 'corrupted';
  constructor(result: 'wrong-key' | 'corrupted', cause: unknown) {
    super(`the bid does not decrypt: ${result}`, { cause });
    this.name = 'BrokenSealError';
    this.result = result;
  }
}

/**
 * Opens one bid: the stored bytes are read once and must have the receipt's hash, then are decrypted
 * as a stream with the bidder's key, or the file key out of shares, and stored again. The plain bytes are the opening letter
 * `bid.json`, alone or as the first member of a tar archive. Storage that fails is thrown, to be tried
 * again: it is not the bidder's fault. `beat` is told of every chunk, for a large bid takes its time.
 */
export async function unsealBid(
  blobs: BlobStore,
  sha256: string,
  key: BidKey,
  beat: () => void = () => undefined,
): Promise<UnsealedBid> {
  const found = await foundHash(blobs, sha256, beat);
  return found === sha256 ? decryptBid(blobs, sha256, key, beat) : shut('file-changed');
}

/** What the stored bytes of a hash hash to now; anything else than that hash is the platform's fault. */
export async function foundHash(blobs: BlobStore, sha256: string, beat: () => void): Promise<string> {
  return hashOf(await blobs.get(sha256), beat);
}

const shut = (result: 'wrong-key' | 'corrupted' | 'file-changed'): UnsealedBid => ({
  result,
  letter: null,
  plaintextSha256: null,
  form: null,
});

/** Opens a bid whose stored bytes were found to be those of the receipt; throws what the storage throws. */
export async function decryptBid(
  blobs: BlobStore,
  sha256: string,
  key: BidKey,
  beat: () => void,
): Promise<UnsealedBid> {
  const head = new LetterHead();
  try {
    const plain = keptBy(head, decrypted(blobs, sha256, key), beat);
    const { sha256: plaintextSha256, sizeBytes } = await blobs.put(plain, {
      maxBytes: Number.MAX_SAFE_INTEGER,
    });
    const { letter, archive } = head.letter();
    const form = { sizeBytes, archive };
    return { result: letter === null ? 'no-bid-letter' : 'opened', letter, plaintextSha256, form };
  } catch (error) {
    if (error instanceof BrokenSealError) return shut(error.result);
    throw error;
  }
}

/** The same chunks; the head keeps what the letter stands in. */
async function* keptBy(
  head: LetterHead,
  chunks: AsyncIterable<Uint8Array>,
  beat: () => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    beat();
    head.keep(chunk);
    yield chunk;
  }
}

async function hashOf(stream: Readable, beat: () => void): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of stream) {
    hash.update(chunk as Uint8Array);
    beat();
  }
  return hash.digest('hex');
}

/** The plain bytes, chunk by chunk. Throws a BrokenSealError, or what the storage threw. */
async function* decrypted(blobs: BlobStore, sha256: string, key: BidKey): AsyncGenerator<Uint8Array> {
  const sealed = await blobs.get(sha256);
  const ofStorage: { error?: Error } = {};
  sealed.once('error', (error) => (ofStorage.error = error));
  try {
    const reader = (await opened(sealed, key)).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } catch (error) {
    if (ofStorage.error !== undefined) throw ofStorage.error;
    throw error instanceof BrokenSealError ? error : new BrokenSealError('corrupted', error);
  } finally {
    sealed.destroy();
  }
}

async function opened(sealed: Readable, key: BidKey): Promise<ReadableStream<Uint8Array>> {
  const stream = webStreamOf(sealed);
  try {
    return await open(stream, typeof key === 'string' ? { identities: keyLines(key) } : key, nodeSuites);
  } catch (error) {
    const wrong = error instanceof SealingError && error.code === 'wrong-key';
    throw new BrokenSealError(wrong ? 'wrong-key' : 'corrupted', error);
  }
}

/** A stream's chunks as they are: Node's own conversion copies each, and the copies outrun the garbage collector. */
function webStreamOf(source: Readable): ReadableStream<Uint8Array> {
  const chunks = source.iterator() as AsyncIterator<Uint8Array>;
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const { done, value } = await chunks.next();
        if (done === true) controller.close();
        else controller.enqueue(value);
      },
      cancel: async () => void (await chunks.return?.()),
    },
    { highWaterMark: 0 },
  );
}
