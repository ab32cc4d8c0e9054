import { createHash } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';
import { OtherBytesError, TooLargeError, type Expected } from './blob-store.ts';

/** Passes bytes on, counts and hashes them, and fails beyond the limit, and at the end of others than expected. */
export class HashingStream extends Transform {
  sizeBytes = 0;
  private readonly hash = createHash('sha256');
  private readonly expected: Expected;
  private digested = '';

  constructor(expected: Expected) {
    super();
    this.expected = expected;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.sizeBytes += chunk.length;
    const { maxBytes } = this.expected;
    if (this.sizeBytes > maxBytes) return done(new TooLargeError(maxBytes));
    this.hash.update(chunk);
    done(null, chunk);
  }

  override _flush(done: TransformCallback): void {
    this.digested = this.hash.digest('hex');
    const { sha256 } = this.expected;
    done(sha256 === undefined || sha256 === this.digested ? null : new OtherBytesError(this.digested));
  }

  /** The SHA-256 (hex) of what passed, once all of it has. */
  get sha256(): string {
    return this.digested;
  }
}
