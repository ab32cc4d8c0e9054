import type { StorageConfig } from '../config.ts';
import type { BlobStore } from './blob-store.ts';
import { folderStore } from './folder.ts';
import { s3Store } from './s3.ts';

export { NoSuchBlobError, TooLargeError, type BlobStore } from './blob-store.ts';

/** The blob store that the configuration names. */
export function createBlobStore(config: StorageConfig): BlobStore {
  return config.kind === 'folder' ? folderStore(config.path) : s3Store(config);
}
