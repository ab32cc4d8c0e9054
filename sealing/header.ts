import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { VERSION_LINES } from '../domain/seal/demand.ts';
import { encodeStanzas, toBase64, type Header, type Stanza } from '../domain/seal/stanza.ts';
import { ageSuite } from './age/suite.ts';
import { equalBytes } from './bytes.ts';
import { gmSuite } from './gm/suite.ts';
import { FILE_KEY_BYTES, type Suite, type Suites } from './suite.ts';

/** The suites in JavaScript; sealing/node.ts has those on what Node computes by itself. */
export const SUITES: Suites = { age: ageSuite, gm: gmSuite };

/** Before the payload stands the nonce from which, with the file key, its key is derived. */
export const PAYLOAD_NONCE_BYTES = 16;

/** The header's bytes with the MAC that only who knows the file key can make. */
export function writeHeader(suite: Suite, stanzas: readonly Stanza[], fileKey: Uint8Array): Uint8Array {
  const text = encodeStanzas(VERSION_LINES[suite.scheme], stanzas);
  const maced = utf8ToBytes(text);
  return concatBytes(maced, utf8ToBytes(` ${toBase64(headerMac(suite, maced, fileKey))}\n`));
}

/**
 * Whether this is the header's file key. At most one is: the MAC commits to its key, which
 * ChaCha20-Poly1305 does not.
 */
export function isFileKey(suite: Suite, bytes: Uint8Array, header: Header, fileKey: Uint8Array): boolean {
  if (fileKey.length !== FILE_KEY_BYTES) return false;
  return equalBytes(header.mac, headerMac(suite, bytes.subarray(0, header.macedBytes), fileKey));
}

function headerMac(suite: Suite, maced: Uint8Array, fileKey: Uint8Array): Uint8Array {
  return suite.mac(suite.kdf(fileKey, undefined, 'header', 32), maced);
}

export function payloadKey(suite: Suite, fileKey: Uint8Array, nonce: Uint8Array): Uint8Array {
  return suite.kdf(fileKey, nonce, 'payload', suite.aead.keyBytes);
}
