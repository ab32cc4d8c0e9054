import { Readable } from 'node:stream';
import { ConfigError, type StorageConfig } from '../config.ts';
import { StorageError, type BlobStore, type Note } from './blob-store.ts';
import { folderStore } from './folder.ts';
import { s3Store } from './s3.ts';

export {
  NoSuchBlobError,
  OtherBytesError,
  StorageError,
  TooLargeError,
  type BlobReader,
  type BlobStore,
  type ByteRange,
  type NotedBlobs,
  type Note,
} from './blob-store.ts';

/** The blob store that the configuration names. */
export function createBlobStore(config: StorageConfig): BlobStore {
  return config.kind === 'folder' ? folderStore(config.path) : s3Store(config);
}

/** A blob store that has all that is put into it noted. */
export function noted(blobs: BlobStore, note: Note): BlobStore {
  return { ...blobs, put: (source, expected) => blobs.put(source, { ...expected, note }) };
}

/**
 * Tries a storage out by keeping the empty bytes and reading them back, so that wrong credentials or a missing
 * bucket are told of at the start. Throws a ConfigError when it refuses. One that is only away is no reason
 * not to start, for everything else is served without it: `warn` is told.
 */
export async function tryStorage(blobs: BlobStore, warn: (line: string) => void): Promise<void> {
  try {
    const { sha256 } = await blobs.put(Readable.from([]), { maxBytes: 0 });
    (await blobs.get(sha256)).destroy();
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    if (error.refuses) throw new ConfigError(`OPENSEAL_STORAGE: ${error.message}`);
    warn(`no documents or bids can be taken until the storage serves: ${error.message}`);
  }
}
