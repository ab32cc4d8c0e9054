import { createHash } from 'node:crypto';
import { PassThrough, Readable } from 'node:stream';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { Decrypter } from 'age-encryption';
import { BID_LETTER_MAX_BYTES, parseBidLetter } from '../../domain/bid/letter.ts';
import type { BidLetter } from '../../domain/bid/types.ts';
import type { BlobStore } from '../../runtime/storage/index.ts';
import { firstMember } from './tar.ts';

export interface UnsealedBid {
  readonly result: 'opened' | 'wrong-key' | 'corrupted' | 'no-bid-letter';
  readonly letter: BidLetter | null;
  /** SHA-256 of the decrypted bytes, which stand in the blob store; null when nothing was decrypted. */
  readonly plaintextSha256: string | null;
}

const failed = (result: UnsealedBid['result']): UnsealedBid => ({
  result,
  letter: null,
  plaintextSha256: null,
});

/**
 * Opens one bid: the stored bytes are read once and must have the receipt's hash, then are decrypted
 * as a stream with the bidder's age identity and stored again. The plain bytes are the opening letter
 * `bid.json`, alone or as the first member of a tar archive. Storage that fails is thrown, to be tried
 * again: it is not the bidder's fault.
 */
export async function unsealBid(blobs: BlobStore, sha256: string, identity: string): Promise<UnsealedBid> {
  if ((await hashOf(await blobs.get(sha256))) !== sha256) return failed('corrupted');
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  const sealed = await blobs.get(sha256);
  let plain: ReadableStream<Uint8Array>;
  try {
    plain = await decrypter.decrypt(Readable.toWeb(sealed) as unknown as ReadableStream<Uint8Array>);
  } catch (error) {
    sealed.destroy();
    // No stanza of the header answers to this identity: the library has no class for it, only this sentence.
    return failed(
      error instanceof Error && /no identity matched/i.test(error.message) ? 'wrong-key' : 'corrupted',
    );
  }
  const head = new Head(BID_LETTER_MAX_BYTES + 1024);
  const source = Readable.fromWeb(plain as unknown as NodeReadableStream<Uint8Array>);
  let decryptionFailed = false;
  source.once('error', () => (decryptionFailed = true));
  try {
    const { sha256: plaintextSha256 } = await blobs.put(source.compose(head) as Readable, {
      maxBytes: Number.MAX_SAFE_INTEGER,
    });
    const letter = letterOf(head.bytes());
    return { result: letter === null ? 'no-bid-letter' : 'opened', letter, plaintextSha256 };
  } catch (error) {
    if (decryptionFailed) return failed('corrupted');
    throw error;
  }
}

async function hashOf(stream: Readable): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of stream) hash.update(chunk as Uint8Array);
  return hash.digest('hex');
}

function letterOf(head: Buffer): BidLetter | null {
  const member = head[0] === '{'.charCodeAt(0) ? head : firstMember(head, 'bid.json');
  if (member === null || member.length > BID_LETTER_MAX_BYTES) return null;
  return parseBidLetter(member.toString('utf8'));
}

/** Passes bytes on and keeps the first of them. */
class Head extends PassThrough {
  private readonly kept: Buffer[] = [];
  private left: number;

  constructor(sizeBytes: number) {
    super();
    this.left = sizeBytes;
  }

  override _transform(
    chunk: Buffer,
    encoding: BufferEncoding,
    done: (error?: Error | null, data?: unknown) => void,
  ): void {
    if (this.left > 0) {
      this.kept.push(Buffer.from(chunk.subarray(0, this.left)));
      this.left -= Math.min(this.left, chunk.length);
    }
    super._transform(chunk, encoding, done);
  }

  bytes(): Buffer {
    return Buffer.concat(this.kept);
  }
}
