import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { access, mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { assertSha256, NoSuchBlobError, type BlobStore } from './blob-store.ts';
import { HashingStream } from './hashing.ts';

/**
 * A blob store in a folder: `ab/cd/<sha256>`. Bytes go to `incoming/` first and are synced; then the
 * file is renamed to its hash and the folder synced, so that an acknowledged blob survives a crash.
 */
export function folderStore(root: string): BlobStore {
  const fileOf = (sha256: string): string => {
    assertSha256(sha256);
    return path.join(root, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  };
  return {
    put: (stream, { maxBytes }) => put(root, fileOf, stream, maxBytes),
    get: async (sha256) => {
      const handle = await open(fileOf(sha256), 'r').catch((error: NodeJS.ErrnoException) => {
        throw error.code === 'ENOENT' ? new NoSuchBlobError(sha256) : error;
      });
      return createReadStream('', { fd: handle });
    },
    has: (sha256) =>
      access(fileOf(sha256)).then(
        () => true,
        () => false,
      ),
  };
}

async function put(
  root: string,
  fileOf: (sha256: string) => string,
  stream: Readable,
  maxBytes: number,
): Promise<{ sha256: string; sizeBytes: number }> {
  const incoming = path.join(root, 'incoming', randomUUID());
  await mkdir(path.dirname(incoming), { recursive: true });
  const hashing = new HashingStream(maxBytes);
  try {
    await pipeline(stream, hashing, createWriteStream(incoming, { flags: 'wx', flush: true }));
    const sha256 = hashing.digest();
    const file = fileOf(sha256);
    const folder = path.dirname(file);
    await rename(incoming, file).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
      await mkdir(folder, { recursive: true });
      await rename(incoming, file);
    });
    await syncFolder(folder);
    return { sha256, sizeBytes: hashing.sizeBytes };
  } catch (error) {
    await rm(incoming, { force: true });
    throw error;
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
