import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { open as openFile, readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { HEADER_MAX_BYTES } from '../../domain/seal/index.ts';
import { headerOf, readKeys, SealingError, type KeyPair, type SealedHeader } from '../../sealing/index.ts';

const PIECE_BYTES = 1024 * 1024;

/**
 * A file as a stream; `-` is the standard input. Reads as it is asked, without waiting: a command has
 * nothing else to do meanwhile, and handing each piece between threads takes longer than reading it.
 */
export function readStream(file: string): ReadableStream<Uint8Array> {
  if (file === '-') return Readable.toWeb(process.stdin) as unknown as ReadableStream<Uint8Array>;
  const descriptor = openSync(file, 'r');
  return new ReadableStream<Uint8Array>(
    {
      pull: (controller) => {
        const piece = new Uint8Array(PIECE_BYTES);
        const count = readSync(descriptor, piece);
        if (count > 0) return controller.enqueue(piece.subarray(0, count));
        closeSync(descriptor);
        controller.close();
      },
      cancel: () => closeSync(descriptor),
    },
    { highWaterMark: 0 },
  );
}

/**
 * Writes a stream to a file that is there whole or not at all: beside it first, then renamed. When the
 * stream fails, as it does at the first changed chunk of a sealed file, nothing of it stays.
 */
export async function writeWhole(
  file: string,
  stream: ReadableStream<Uint8Array>,
  mode = 0o600,
): Promise<void> {
  const beside = `${file}.${randomBytes(6).toString('hex')}.part`;
  const descriptor = openSync(beside, 'wx', mode);
  try {
    try {
      await stream.pipeTo(new WritableStream({ write: (piece) => writeFileSync(descriptor, piece) }));
    } finally {
      closeSync(descriptor);
    }
    renameSync(beside, file);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

/** The header at the beginning of a file, which may hold nothing else. */
export async function readHeaderOf(file: string): Promise<SealedHeader> {
  const handle = await openFile(file);
  try {
    const head = Buffer.alloc(HEADER_MAX_BYTES);
    const { bytesRead } = await handle.read(head, 0, head.length, 0);
    return headerOf(head.subarray(0, bytesRead));
  } finally {
    await handle.close();
  }
}

/** The keys of some key files. */
export async function keysOf(files: readonly string[]): Promise<KeyPair[]> {
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  return texts.flatMap((text) => readKeys(text));
}

/** Runs a command; what goes wrong is said in one line, and the process exits with 1. */
export async function sayingWhy(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const known = error instanceof SealingError;
    console.error(
      known ? `${error.zh}\n${error.en}` : error instanceof Error ? error.message : String(error),
    );
    process.exitCode = 1;
  }
}
