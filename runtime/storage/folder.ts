import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { access, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { syncFolder } from '../files.ts';
import {
  ABANDONED_AFTER_MS,
  assertSha256,
  NoSuchBlobError,
  StorageError,
  type BlobStore,
  type ByteSource,
  type Expected,
} from './blob-store.ts';
import { HashingStream } from './hashing.ts';

/** A disk that is full or broken may serve again; with these it does not, as it is configured. */
const REFUSALS: readonly string[] = ['EACCES', 'EEXIST', 'EISDIR', 'ENOENT', 'ENOTDIR', 'EPERM', 'EROFS'];

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? '';
const isMissing = (error: unknown): boolean => codeOf(error) === 'ENOENT';

/** The disk's failure in our words. */
function failureOf(error: unknown): StorageError {
  const reason = error instanceof Error ? error.message : String(error);
  const refuses = REFUSALS.includes(codeOf(error));
  return new StorageError(`the folder of stored bytes fails: ${reason}`, { cause: error, refuses });
}

/**
 * A blob store in a folder: `ab/cd/<sha256>`. Bytes go to `incoming/` first and are synced; then the
 * file is renamed to its hash and the folder synced, so that an acknowledged blob survives a crash.
 */
export function folderStore(root: string): BlobStore {
  const incoming = path.join(root, 'incoming');
  const folders = new SyncedFolders(root);
  const fileOf = (sha256: string): string => {
    assertSha256(sha256);
    return path.join(root, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  };
  let ready: Promise<void> | null = null;
  const prepare = (): Promise<void> =>
    (ready ??= prepareIncoming(incoming).catch((error: unknown) => {
      // The next put tries again: a disk may come back.
      ready = null;
      throw failureOf(error);
    }));

  return {
    put: async (source, expected) => {
      await prepare().catch((error: unknown) => {
        if (source instanceof Readable) source.destroy();
        throw error;
      });
      const { file, sha256, sizeBytes } = await receive(source, path.join(incoming, randomUUID()), expected);
      await noted(file, sha256, expected);
      await settle(file, fileOf(sha256), folders);
      return { sha256, sizeBytes };
    },
    get: async (sha256, range) => {
      const file = fileOf(sha256);
      const handle = await open(file, 'r').catch((error: unknown) => {
        throw isMissing(error) ? new NoSuchBlobError(sha256) : failureOf(error);
      });
      return createReadStream('', {
        fd: handle,
        ...(range === undefined ? {} : { start: range.from, end: range.to }),
      });
    },
    has: async (sha256) => {
      const file = fileOf(sha256);
      try {
        await access(file);
        return true;
      } catch (error) {
        if (isMissing(error)) return false;
        throw failureOf(error);
      }
    },
    remove: async (sha256) => {
      const file = fileOf(sha256);
      try {
        await rm(file);
        await syncFolder(path.dirname(file));
      } catch (error) {
        if (!isMissing(error)) throw failureOf(error);
      }
    },
  };
}

/** Writes a stream to a file that is synced when this resolves, and gone when it throws. */
async function receive(
  source: ByteSource,
  file: string,
  expected: Expected,
): Promise<{ file: string; sha256: string; sizeBytes: number }> {
  const hashing = new HashingStream(expected);
  try {
    await pipeline(source, hashing, createWriteStream(file, { flags: 'wx', flush: true }));
  } catch (error) {
    // What the disk will not take it may not remove either; the next process does.
    await rm(file, { force: true }).catch(() => undefined);
    throw isOfWriting(error, file) ? failureOf(error) : error;
  }
  return { file, sha256: hashing.sha256, sizeBytes: hashing.sizeBytes };
}

/** Has the hash of a received file noted; nothing is left where that throws. */
async function noted(file: string, sha256: string, { note }: Expected): Promise<void> {
  try {
    await note?.(sha256);
  } catch (error) {
    await rm(file, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** Whether it was the writing that failed, not the source: a source reads, and knows nothing of the file. */
function isOfWriting(error: unknown, file: string): boolean {
  const { syscall, path: of } = error as NodeJS.ErrnoException;
  return of === file || (syscall !== undefined && ['write', 'writev', 'fsync', 'close'].includes(syscall));
}

/** Gives a received file its name for good. Whoever put the same bytes before is replaced by the same. */
async function settle(from: string, to: string, folders: SyncedFolders): Promise<void> {
  const folder = path.dirname(to);
  try {
    await rename(from, to).catch(async (error: unknown) => {
      if (!isMissing(error)) throw error;
      await mkdir(folder, { recursive: true });
      await rename(from, to);
    });
    await folders.sync(folder);
  } catch (error) {
    await rm(from, { force: true }).catch(() => undefined);
    throw failureOf(error);
  }
}

/** Syncs folders; those above a folder only once, for their entries change no more. */
class SyncedFolders {
  private readonly root: string;
  private readonly anchored = new Set<string>();

  constructor(root: string) {
    this.root = root;
  }

  async sync(folder: string): Promise<void> {
    await syncFolder(folder);
    if (this.anchored.has(folder)) return;
    for (let above = folder; above !== this.root;) {
      above = path.dirname(above);
      await syncFolder(above);
    }
    this.anchored.add(folder);
  }
}

/** Makes the folder of what is on its way in, and clears it of what killed processes left there. */
async function prepareIncoming(incoming: string): Promise<void> {
  await mkdir(incoming, { recursive: true });
  for (const name of await readdir(incoming)) {
    const file = path.join(incoming, name);
    const { mtimeMs } = await stat(file).catch((error: unknown) => {
      // Another process has just renamed it.
      if (isMissing(error)) return { mtimeMs: Date.now() };
      throw error;
    });
    if (Date.now() - mtimeMs > ABANDONED_AFTER_MS) await rm(file, { force: true });
  }
}
