import { VERSION_LINES } from './demand.ts';
import { HEADER_MAX_BYTES, parseHeader } from './stanza.ts';

/** One recipient of an age file: its type (`X25519`, `scrypt`, ...) and arguments. */
export interface AgeRecipient {
  readonly type: string;
  readonly args: readonly string[];
}

export interface AgeHeader {
  readonly recipients: readonly AgeRecipient[];
  /** Length of the header in bytes; the encrypted payload begins there. */
  readonly sizeBytes: number;
}

/** A header is looked for in so many bytes at most. */
export const AGE_HEADER_MAX_BYTES = HEADER_MAX_BYTES;

/**
 * Reads the header of an age file (https://age-encryption.org/v1). Null when the bytes do not begin with
 * one: then they are no sealed bid. Says nothing of whether the payload decrypts; only the key can.
 */
export function parseAgeHeader(bytes: Uint8Array): AgeHeader | null {
  const header = parseHeader(bytes, VERSION_LINES.age);
  if (header === null || !passphraseStandsAlone(header.stanzas)) return null;
  return {
    recipients: header.stanzas.map(({ type, args }) => ({ type, args })),
    sizeBytes: header.sizeBytes,
  };
}

/** A passphrase (scrypt) has no stanza beside it, or whoever knows it could not tell who wrote the file. */
export function passphraseStandsAlone(stanzas: readonly { readonly type: string }[]): boolean {
  return stanzas.length === 1 || stanzas.every(({ type }) => type !== 'scrypt');
}
