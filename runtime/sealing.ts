import { Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import type { BidLetter } from '../domain/bid/types.ts';

export interface SealedBid {
  /** An age file (https://age-encryption.org/v1). */
  readonly bytes: Uint8Array;
  /** What the bidder keeps, and hands in at the opening: `AGE-SECRET-KEY-1...`. */
  readonly identity: string;
  /** The public half of the identity: `age1...`. */
  readonly recipient: string;
}

const BLOCK_BYTES = 512;

/**
 * Seals an opening letter as any age tool would, to the given identity or a fresh one of the bidder's own.
 * With an attachment the plain bytes are a tar archive: `bid.json` first, `attachment` after it.
 */
export async function sealBid(
  letter: BidLetter,
  options: { readonly identity?: string; readonly attachment?: Uint8Array } = {},
): Promise<SealedBid> {
  const identity = options.identity ?? (await generateX25519Identity());
  const recipient = await identityToRecipient(identity);
  const json = new TextEncoder().encode(JSON.stringify(letter));
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  const { attachment } = options;
  const plain = attachment === undefined ? json : tar({ 'bid.json': json, attachment });
  return { bytes: await encrypter.encrypt(plain), identity, recipient };
}

/** A POSIX ustar archive (POSIX.1-2017 pax) of regular files; names of at most 100 ASCII characters. */
export function tar(files: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const blocks = Object.entries(files).flatMap(([name, content]) => [
    tarHeader(name, content.length),
    content,
    Buffer.alloc((BLOCK_BYTES - (content.length % BLOCK_BYTES)) % BLOCK_BYTES),
  ]);
  return Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK_BYTES)]);
}

function tarHeader(name: string, sizeBytes: number): Buffer {
  const header = Buffer.alloc(BLOCK_BYTES);
  const octal = (value: number, digits: number): string => value.toString(8).padStart(digits, '0');
  header.write(name, 0, 'latin1');
  header.write(`${octal(0o644, 7)}\0${octal(0, 7)}\0${octal(0, 7)}\0`, 100, 'latin1');
  header.write(`${octal(sizeBytes, 11)}\0${octal(0, 11)}\0`, 124, 'latin1');
  // The checksum is taken with spaces in its own place.
  header.write('        0', 148, 'latin1');
  header.write('ustar\x0000', 257, 'latin1');
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${octal(sum, 6)}\0 `, 148, 'latin1');
  return header;
}
