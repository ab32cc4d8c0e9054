import { randomUUID } from 'node:crypto';
import { open, unlink, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { StorageError } from '../../runtime/storage/index.ts';

const PIECE_BYTES = 65_536;
/** What waits for the disk at most, before the sender waits. */
const PENDING_BYTES = 1024 * 1024;
/** What one process keeps in spools at most: beyond it senders wait, as they would without any. */
const ALL_BYTES = 4 * 1024 * 1024 * 1024;

let kept = 0;

interface SpoolEnds {
  /** Takes a piece, or null at the end; false: no more until `pull`. */
  readonly push: (piece: Buffer | null) => boolean;
  readonly fail: (error: Error) => void;
  /** Whether there is room for more. */
  readonly room: (more: boolean) => void;
}

/**
 * A nameless file between a sender and a reader that is kept waiting (by a database or a storage that stands
 * still): so the last byte is here when it arrived, not when somebody came to read it.
 */
export class Spool {
  private readonly ends: SpoolEnds;
  private readonly maxBytes: number;
  private readonly file: Promise<FileHandle>;
  private tail: Promise<void>;
  private taken = 0;
  private written = 0;
  private read = 0;
  private ended = false;
  private wanted = false;
  private reading = false;
  private closed = false;

  constructor(folder: string, maxBytes: number, ends: SpoolEnds) {
    this.ends = ends;
    this.maxBytes = maxBytes;
    this.file = nameless(path.join(folder, `spool-${randomUUID()}`));
    this.tail = this.file.then(
      () => undefined,
      (error: unknown) => this.failed(error),
    );
  }

  write(piece: Buffer): void {
    const at = this.taken;
    this.taken += piece.length;
    kept += piece.length;
    if (!this.hasRoom()) this.ends.room(false);
    this.tail = this.tail
      .then(async () => {
        if (this.closed) return;
        await (await this.file).write(piece, 0, piece.length, at);
        this.written = at + piece.length;
        if (this.hasRoom()) this.ends.room(true);
        this.serve();
      })
      .catch((error: unknown) => this.failed(error));
  }

  end(): void {
    this.ended = true;
    this.serve();
  }

  pull(): void {
    this.wanted = true;
    this.serve();
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    kept -= this.taken;
    void this.tail.then(async () => (await this.file).close()).catch(() => undefined);
  }

  /** Who brings more than it may is read no further: the reader finds that out by what is here. */
  private hasRoom(): boolean {
    return this.taken - this.written < PENDING_BYTES && this.taken <= this.maxBytes && kept < ALL_BYTES;
  }

  private serve(): void {
    if (!this.wanted || this.reading || this.closed) return;
    if (this.read === this.written) {
      if (this.ended && this.written === this.taken) this.ends.push(null);
      else if (!this.ended && this.taken === this.written) this.ends.room(true);
      return;
    }
    this.reading = true;
    void this.piece().then(
      (piece) => {
        this.reading = false;
        this.wanted = this.ends.push(piece);
        this.serve();
      },
      (error: unknown) => this.failed(error),
    );
  }

  private async piece(): Promise<Buffer> {
    const piece = Buffer.allocUnsafe(Math.min(PIECE_BYTES, this.written - this.read));
    const { bytesRead } = await (await this.file).read(piece, 0, piece.length, this.read);
    this.read += bytesRead;
    return piece.subarray(0, bytesRead);
  }

  private failed(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    this.ends.fail(
      new StorageError(`a body cannot be kept while it waits: ${reason}`, { cause: error, refuses: false }),
    );
  }
}

/** A file that is gone with the process, however that ends. */
async function nameless(file: string): Promise<FileHandle> {
  const handle = await open(file, 'wx+', 0o600);
  await unlink(file);
  return handle;
}
