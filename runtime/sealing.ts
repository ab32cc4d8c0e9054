import { Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import type { BidLetter } from '../domain/bid/types.ts';

export interface SealedBid {
  /** An age file (https://age-encryption.org/v1). */
  readonly bytes: Uint8Array;
  /** What the bidder keeps, and hands in at the opening: `AGE-SECRET-KEY-1...`. */
  readonly identity: string;
}

/** Seals an opening letter to a fresh key of the bidder's own, as any age tool would. */
export async function sealBid(letter: BidLetter, identity?: string): Promise<SealedBid> {
  const own = identity ?? (await generateX25519Identity());
  const encrypter = new Encrypter();
  encrypter.addRecipient(await identityToRecipient(own));
  return { bytes: await encrypter.encrypt(JSON.stringify(letter)), identity: own };
}
