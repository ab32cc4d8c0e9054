import { createWriteStream, type WriteStream } from 'node:fs';
import type { Readable } from 'node:stream';

/** How long the file is left alone after it would not take a line. */
const AGAIN_AFTER_MS = 5_000;
/** How much waits for a slow disk; what comes beyond it is dropped. */
const WAITING_BYTES = 4 * 1024 * 1024;

/**
 * The file in which a child's output is kept. What a disk does not take, as when it is full, is dropped and counted: the
 * child goes on, and so does whoever supervises it. The file is tried again every few seconds, and then says how much is
 * missing.
 */
export class ChildLog {
  private readonly file: string;
  private readonly told: (line: string) => void;
  private stream: WriteStream | null = null;
  private failedAt = -Infinity;
  private lostBytes = 0;
  private failing = false;
  private ended = false;

  /** `told` hears, once each, that the file cannot be written and that it can be again. */
  constructor(file: string, told: (line: string) => void) {
    this.file = file;
    this.told = told;
  }

  /** Keeps what comes from a stream, until that ends. */
  keep(output: Readable): void {
    output.on('data', (chunk: Buffer) => this.write(chunk));
    // A pipe that breaks has nothing more to keep.
    output.on('error', () => undefined);
  }

  write(chunk: Buffer): void {
    const stream = this.opened();
    if (stream === null || stream.writableLength > WAITING_BYTES) {
      this.lostBytes += chunk.length;
      return;
    }
    stream.write(chunk, (error) => {
      if (error) this.lostBytes += chunk.length;
    });
  }

  end(): void {
    this.ended = true;
    this.stream?.end();
    this.stream = null;
  }

  private opened(): WriteStream | null {
    if (this.stream !== null) return this.stream;
    if (this.ended || performance.now() - this.failedAt < AGAIN_AFTER_MS) return null;
    const stream = createWriteStream(this.file, { flags: 'a' });
    stream.once('error', (error) => this.failed(stream, error));
    if (this.lostBytes > 0) {
      const lost = this.lostBytes;
      stream.write(`(${lost} bytes of output are missing here: the file could not be written)\n`, (error) => {
        if (error) return;
        this.lostBytes -= lost;
        this.failing = false;
        this.told(`${this.file} is written again`);
      });
    }
    this.stream = stream;
    return stream;
  }

  private failed(stream: WriteStream, error: Error): void {
    if (this.stream === stream) this.stream = null;
    this.failedAt = performance.now();
    stream.destroy();
    if (this.failing) return;
    this.failing = true;
    this.told(`${this.file} cannot be written, output is dropped until it can: ${error.message}`);
  }
}
