import { createHash } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';
import { TooLargeError } from './blob-store.ts';

/** Passes bytes on, counts and hashes them, and fails beyond the limit. */
export class HashingStream extends Transform {
  sizeBytes = 0;
  private readonly hash = createHash('sha256');
  private readonly maxBytes: number;

  constructor(maxBytes: number) {
    super();
    this.maxBytes = maxBytes;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.sizeBytes += chunk.length;
    if (this.sizeBytes > this.maxBytes) return done(new TooLargeError(this.maxBytes));
    this.hash.update(chunk);
    done(null, chunk);
  }

  /** The hash of what passed; to be asked for once, at the end. */
  digest(): string {
    return this.hash.digest('hex');
  }
}
