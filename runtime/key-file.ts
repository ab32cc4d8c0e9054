import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createOnce, writeWhole } from './files.ts';

const KEY_BYTES = 32;
const ID_HEX = 16;

/** A 256-bit key with the id that is written beside what it encrypts. */
export interface SecretKey {
  /** First 8 bytes of the key's SHA-256, in hex. */
  readonly id: string;
  readonly key: Uint8Array;
}

/** The keys of a file, one a line in base64. The first encrypts; all of them decrypt. */
export interface KeyFile {
  /** What encrypts: the first key as it was when this process started. */
  readonly current: SecretKey;
  /** The key of an id, or null. A file that a rotation changed meanwhile is read again. */
  byId(id: string): SecretKey | null;
}

/**
 * Opens a key file, made with a first key when there is none. A process goes on encrypting under the key that it
 * started with, and takes a newer one to decrypt as soon as it meets it: so a rotation can be spread to every
 * machine before anything is encrypted under the new key. Throws an Error when the file holds no keys.
 */
export async function openKeyFile(file: string): Promise<KeyFile> {
  let keys = parseKeys(file, await createOnce(file, newLine));
  const current = keys[0]!;
  const among = (id: string): SecretKey | null => keys.find((key) => key.id === id) ?? null;
  return {
    current,
    byId: (id) => {
      const known = among(id);
      if (known !== null) return known;
      keys = parseKeys(file, readFileSync(file, 'utf8'));
      return among(id);
    },
  };
}

/** The ids of the keys of a file, the one that encrypts first. Throws an Error when there is no such file. */
export async function keyIdsOf(file: string): Promise<string[]> {
  return parseKeys(file, await readFile(file, 'utf8')).map(({ id }) => id);
}

/** Puts a new key before those of the file; gives its id. What was encrypted before stays readable. */
export async function addKey(file: string): Promise<string> {
  const there = await createOnce(file, newLine);
  parseKeys(file, there);
  const line = newLine();
  await writeWhole(file, line + there);
  return parseKeys(file, line)[0]!.id;
}

/** Leaves the first key of a file alone, for good; gives the ids of those that are gone. */
export async function dropOldKeys(file: string): Promise<string[]> {
  const text = await readFile(file, 'utf8');
  const [, ...old] = parseKeys(file, text);
  await writeWhole(file, `${linesOf(text)[0]}\n`);
  return old.map(({ id }) => id);
}

const newLine = (): string => `${randomBytes(KEY_BYTES).toString('base64')}\n`;
const linesOf = (text: string): string[] => text.split('\n').filter((line) => line.trim() !== '');

function parseKeys(file: string, text: string): SecretKey[] {
  const keys = linesOf(text).map((line) => Buffer.from(line.trim(), 'base64'));
  if (keys.length === 0 || keys.some((key) => key.length !== KEY_BYTES))
    throw new Error(`${file} holds no 256-bit key`);
  return keys.map((key) => ({ id: createHash('sha256').update(key).digest('hex').slice(0, ID_HEX), key }));
}
