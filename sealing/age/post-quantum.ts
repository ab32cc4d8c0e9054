import { Decrypter, identityToRecipient } from 'age-encryption';
import { SealingError } from '../errors.ts';
import type { KeyPair } from '../suite.ts';

/**
 * Post-quantum keys (`AGE-SECRET-KEY-PQ-1…`) are the age library's alone: it is loaded where one is used, and gives the file
 * key; everything after that is as with any other key.
 */

/** The key pair of a post-quantum secret key. Throws a RangeError for text that is none. */
export async function postQuantumPair(identity: string): Promise<KeyPair> {
  try {
    return { identity, recipient: await identityToRecipient(identity) };
  } catch (error) {
    throw new RangeError('not a post-quantum age identity (AGE-SECRET-KEY-PQ-1…)', { cause: error });
  }
}

/** The file key that a post-quantum key gets from the bytes of a header; null when no stanza answers to it. Throws a SealingError `corrupted`. */
export async function postQuantumFileKey(
  headerBytes: Uint8Array,
  identity: string,
): Promise<Uint8Array | null> {
  const decrypter = new Decrypter();
  try {
    decrypter.addIdentity(identity);
  } catch {
    // A mistyped key has the form of one, and its check characters do not hold.
    return null;
  }
  try {
    return await decrypter.decryptHeader(headerBytes);
  } catch (error) {
    // The library has no class for it, only this sentence.
    if (error instanceof Error && /no identity matched/i.test(error.message)) return null;
    throw new SealingError('corrupted', undefined, error);
  }
}
