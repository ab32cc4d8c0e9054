import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rename, unlink } from 'node:fs/promises';
import path from 'node:path';

/** Writes a file whole or not at all: beside it first, synced, then renamed over it. Mode 0600 unless said otherwise. */
export async function writeWhole(file: string, content: string | Uint8Array, mode = 0o600): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const beside = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  try {
    const handle = await open(beside, 'w', mode);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, file);
  } catch (error) {
    // A disk that fills up is not to be left with halves; what is not there need not go.
    await unlink(beside).catch(() => undefined);
    throw error;
  }
  await syncFolder(path.dirname(file));
}

/** Makes the entries of a folder durable: a new or renamed file outlives a crash only after this. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Reads a file, or null when there is none. */
export async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/**
 * Writes a file that does not exist yet, whole, and gives what stands in it: of two processes that
 * create it at once both get the same content.
 */
export async function createOnce(file: string, make: () => string): Promise<string> {
  const there = await readIfThere(file);
  if (there !== null) return there;
  const aside = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  await writeWhole(aside, make());
  try {
    await link(aside, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await unlink(aside);
  }
  await syncFolder(path.dirname(file));
  return readFile(file, 'utf8');
}

/** A secret of the installation, made at first use and kept in its file. */
export async function installationSecret(file: string, bytes = 24): Promise<string> {
  return (await createOnce(file, () => `${randomBytes(bytes).toString('base64url')}\n`)).trim();
}
