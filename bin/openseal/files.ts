import { randomBytes } from 'node:crypto';
import { open as openFile, readFile, rename, rm, type FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { HEADER_MAX_BYTES } from '../../domain/seal/index.ts';
import { headerOf, readKeys, SealingError, type KeyPair, type SealedHeader } from '../../sealing/index.ts';

/** Large pieces make few turns of the event loop. */
const PIECE_BYTES = 256 * 1024;

/** A file as a stream; `-` is the standard input. */
export function readStream(file: string): ReadableStream<Uint8Array> {
  if (file === '-') return Readable.toWeb(process.stdin) as unknown as ReadableStream<Uint8Array>;
  // Node's own conversion of file streams copies every byte once more.
  let handle: FileHandle | null = null;
  return new ReadableStream<Uint8Array>({
    start: async () => void (handle = await openFile(file)),
    pull: async (controller) => {
      const { bytesRead, buffer } = await handle!.read(new Uint8Array(PIECE_BYTES));
      if (bytesRead > 0) return controller.enqueue(buffer.subarray(0, bytesRead));
      await handle!.close();
      controller.close();
    },
    cancel: () => handle?.close(),
  });
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
  const handle = await openFile(beside, 'wx', mode);
  try {
    try {
      await stream.pipeTo(new WritableStream({ write: (piece) => handle.writeFile(piece) }));
    } finally {
      await handle.close();
    }
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
