import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';

/** Bytes and texts, without a runtime's own buffers: the same code runs in a browser. */

export { bytesToHex, concatBytes, hexToBytes } from '@noble/hashes/utils.js';

const encoder = new TextEncoder();
const strictDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export const utf8 = (text: string): Uint8Array => encoder.encode(text);

/** Reads UTF-8. Throws a TypeError for bytes that are not. */
export const textOf = (bytes: Uint8Array): string => strictDecoder.decode(bytes);

export function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, at) => byte === right[at]);
}

const CHUNK = 8_192;

/** Standard base64 with padding, RFC 4648 section 4. */
export function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += CHUNK)
    binary += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(binary);
}

/** Reads standard base64. Throws a RangeError for anything that its bytes would not be written as. */
export function fromBase64(text: string): Uint8Array {
  let binary: string;
  try {
    binary = atob(text);
  } catch {
    throw new RangeError('not base64');
  }
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  if (btoa(binary) !== text) throw new RangeError('not canonical base64');
  return bytes;
}

/** A hash as people compare it: lower-case hex. */
export const hexOf = (hash: Uint8Array): string => bytesToHex(hash);
export const bytesOfHex = (hex: string): Uint8Array => hexToBytes(hex);
