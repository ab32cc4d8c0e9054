import { randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open as openFile, readFile, rename, rm } from 'node:fs/promises';
import { Readable, Writable } from 'node:stream';
import { HEADER_MAX_BYTES } from '../../domain/seal/index.ts';
import { headerOf, readKeys, SealingError, type KeyPair, type SealedHeader } from '../../sealing/index.ts';

/** Pieces as large as a chunk keep the number of turns of the event loop down. */
const PIECE_BYTES = 256 * 1024;

/** A file as a stream; `-` is the standard input. */
export function readStream(file: string): ReadableStream<Uint8Array> {
  const source = file === '-' ? process.stdin : createReadStream(file, { highWaterMark: PIECE_BYTES });
  return Readable.toWeb(source) as unknown as ReadableStream<Uint8Array>;
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
  try {
    const sink = createWriteStream(beside, { flags: 'wx', mode, flush: true, highWaterMark: PIECE_BYTES });
    await stream.pipeTo(Writable.toWeb(sink) as WritableStream<Uint8Array>);
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
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
