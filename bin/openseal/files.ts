import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readSync, renameSync, rmSync } from 'node:fs';
import { open as openFile, readFile } from 'node:fs/promises';
import { HEADER_MAX_BYTES } from '../../domain/seal/index.ts';
import { SealingError } from '../../sealing/errors.ts';
import { readKeys } from '../../sealing/keys.ts';
import { nodeSuites } from '../../sealing/node.ts';
import type { PieceReader, SealedHeader } from '../../sealing/head.ts';
import { headerOf } from '../../sealing/open.ts';
import type { PayloadWork } from '../../sealing/payload.ts';
import type { KeyPair } from '../../sealing/suite.ts';

const PIECE_BYTES = 1024 * 1024;

/**
 * A file piece by piece; `-` is the standard input. Reads when it is asked, without waiting, always to the same
 * memory: a piece must have been used before the next is asked for.
 */
export function readPieces(file: string): PieceReader {
  if (file === '-') {
    const pieces = process.stdin.iterator() as AsyncIterator<Uint8Array>;
    return { read: () => pieces.next() };
  }
  const descriptor = openSync(file, 'r');
  const room = new Uint8Array(PIECE_BYTES);
  return {
    read: () => {
      const count = readSync(descriptor, room);
      if (count > 0) return Promise.resolve({ value: room.subarray(0, count) });
      closeSync(descriptor);
      return Promise.resolve({ done: true });
    },
  };
}

/** Writes bytes, and resolves when they may be used otherwise. */
export type Write = (bytes: Uint8Array) => Promise<void>;

/**
 * Sends what comes through sealing or opening, to its end. One output is written while the next is made: the work has two
 * rooms.
 */
export async function sendThrough(source: PieceReader, work: PayloadWork, write: Write): Promise<void> {
  let writing: Promise<void> | null = null;
  for (;;) {
    const { value } = await source.read();
    const made = value === undefined ? work.end() : work.push(value);
    await writing;
    writing = made === null ? null : write(made);
    // Where the work fails first, that is what is said.
    writing?.catch(() => undefined);
    if (value === undefined) break;
  }
  await writing;
}

/**
 * Writes a file that is there whole or not at all: beside it first, then renamed. When `produce` fails, as it does
 * at the first changed chunk of a sealed file, nothing of it stays.
 */
export async function writeWhole(
  file: string,
  produce: (write: Write) => Promise<void>,
  mode = 0o600,
): Promise<void> {
  const beside = `${file}.${randomBytes(6).toString('hex')}.part`;
  const handle = await openFile(beside, 'wx', mode);
  try {
    try {
      await produce((bytes) => handle.writeFile(bytes));
    } finally {
      await handle.close();
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
  return (await Promise.all(texts.map((text) => readKeys(text, nodeSuites)))).flat();
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
