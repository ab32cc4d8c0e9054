import { concatBytes } from '@noble/hashes/utils.js';
import { equalBytes } from '../bytes.ts';
import type { Aead } from '../suite.ts';

const KEY_BYTES = 16;
const HASH_BYTES = 32;

/** How SM4 and HMAC-SM3 are computed: in JavaScript here, by the machine's OpenSSL in sealing/node.ts. */
export interface GmPrimitives {
  readonly ctr: (key: Uint8Array, counter: Uint8Array, data: Uint8Array) => Uint8Array;
  readonly mac: (key: Uint8Array, ...parts: Uint8Array[]) => Uint8Array;
}

/**
 * SM4-CTR, then HMAC-SM3 over nonce and ciphertext. The key is the cipher's 16 bytes, then the MAC's 32;
 * the counter block is the nonce and four zero bytes. Other than GCM it commits to its key, and OpenSSL 3.0
 * has all of it.
 */
export function gmAead({ ctr, mac }: GmPrimitives): Aead {
  const counterOf = (nonce: Uint8Array): Uint8Array => concatBytes(nonce, new Uint8Array(4));
  return {
    keyBytes: KEY_BYTES + HASH_BYTES,
    tagBytes: HASH_BYTES,
    seal: (key, nonce, plain, into = new Uint8Array(plain.length + HASH_BYTES)) => {
      const sealed = ctr(key.subarray(0, KEY_BYTES), counterOf(nonce), plain);
      into.set(sealed);
      into.set(mac(key.subarray(KEY_BYTES), nonce, sealed), sealed.length);
      return into;
    },
    open: (key, nonce, sealed, into) => {
      if (sealed.length < HASH_BYTES) return null;
      const body = sealed.subarray(0, -HASH_BYTES);
      const tag = sealed.subarray(-HASH_BYTES);
      if (!equalBytes(tag, mac(key.subarray(KEY_BYTES), nonce, body))) return null;
      const plain = ctr(key.subarray(0, KEY_BYTES), counterOf(nonce), body);
      into?.set(plain);
      return into ?? plain;
    },
  };
}
