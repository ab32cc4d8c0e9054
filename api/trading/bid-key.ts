import type { BlobReader } from '../../runtime/storage/index.ts';
import { fileKeyBy, headerFrom, SealingError, type SealedHeader } from '../../sealing/index.ts';
import { nodeSuites } from '../../sealing/node.ts';

/** The header of a stored bid. Throws what the storage throws, and a SealingError `not-sealed` for bytes without one. */
export async function storedHeader(blobs: BlobReader, sha256: string): Promise<SealedHeader> {
  return headerFrom(await blobs.get(sha256));
}

/**
 * Which of some secret keys opens the header of a stored bid; null when none does. A header that a key fits and that was
 * never right counts as fitting: that is for the opening to find. Throws what the storage throws.
 */
export async function fittingKey(
  blobs: BlobReader,
  sha256: string,
  identities: readonly string[],
): Promise<string | null> {
  const header = await storedHeader(blobs, sha256);
  for (const identity of identities) {
    if (await fits(header, identity)) return identity;
  }
  return null;
}

async function fits(header: SealedHeader, identity: string): Promise<boolean> {
  try {
    await fileKeyBy([identity], header, nodeSuites);
    return true;
  } catch (error) {
    if (error instanceof SealingError) return error.code !== 'wrong-key';
    throw error;
  }
}
