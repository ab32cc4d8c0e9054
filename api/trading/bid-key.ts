import { Decrypter } from 'age-encryption';
import type { BlobStore } from '../../runtime/storage/index.ts';
import { fileKeyBy, headerFrom, SealingError, type SealedHeader } from '../../sealing/index.ts';

/** The header of a stored bid. Throws what the storage throws, and a SealingError `not-sealed` for bytes without one. */
export async function storedHeader(blobs: BlobStore, sha256: string): Promise<SealedHeader> {
  return headerFrom(await blobs.get(sha256));
}

/**
 * Whether a key opens the header of a stored bid. A header that the key fits and that was never right
 * counts as fitting: that is for the opening to find. Throws what the storage throws.
 */
export async function keyFits(blobs: BlobStore, sha256: string, identity: string): Promise<boolean> {
  const header = await storedHeader(blobs, sha256);
  if (identity.startsWith('AGE-SECRET-KEY-PQ-')) return postQuantumKeyFits(header, identity);
  try {
    fileKeyBy([identity], header);
    return true;
  } catch (error) {
    if (error instanceof SealingError) return error.code !== 'wrong-key';
    throw error;
  }
}

/** Post-quantum keys are the age library's alone; it has no class for a key that fits no stanza, only a sentence. */
async function postQuantumKeyFits({ bytes }: SealedHeader, identity: string): Promise<boolean> {
  const decrypter = new Decrypter();
  try {
    decrypter.addIdentity(identity);
  } catch {
    // A mistyped key has the form of one, and its check characters do not hold.
    return false;
  }
  return decrypter.decryptHeader(bytes).then(
    () => true,
    (error: unknown) => !(error instanceof Error && /no identity matched/i.test(error.message)),
  );
}
