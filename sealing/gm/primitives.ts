import { bytesToHex, concatBytes, hexToBytes } from '@noble/hashes/utils.js';
import { sm3 as sm3Hex, sm4 } from 'sm-crypto-v2';
import type { Aead } from '../suite.ts';

const BLOCK_BYTES = 16;
const KEY_BYTES = 16;
const HASH_BYTES = 32;

/** SM3 (GB/T 32905): 32 bytes. */
export const sm3 = (data: Uint8Array): Uint8Array => hexToBytes(sm3Hex(data));

/** HMAC (RFC 2104) over SM3: 32 bytes. */
export const hmacSm3 = (key: Uint8Array, data: Uint8Array): Uint8Array =>
  hexToBytes(sm3Hex(data, { mode: 'hmac', key: bytesToHex(key) }));

/** HKDF (RFC 5869) over SM3. */
export function hkdfSm3(
  secret: Uint8Array,
  salt: Uint8Array | undefined,
  info: Uint8Array,
  bytes: number,
): Uint8Array {
  const pseudoRandom = hmacSm3(salt ?? new Uint8Array(HASH_BYTES), secret);
  let block = new Uint8Array();
  const blocks: Uint8Array[] = [];
  for (let count = 1; blocks.length * HASH_BYTES < bytes; count++) {
    block = Uint8Array.from(hmacSm3(pseudoRandom, concatBytes(block, info, Uint8Array.of(count))));
    blocks.push(block);
  }
  return concatBytes(...blocks).subarray(0, bytes);
}

/** SM4 (GB/T 32907) in counter mode, from a first counter block of 16 bytes; the last four count. */
export function sm4Ctr(key: Uint8Array, counter: Uint8Array, data: Uint8Array): Uint8Array {
  const count = Math.ceil(data.length / BLOCK_BYTES);
  if (count === 0) return new Uint8Array();
  const counters = new Uint8Array(count * BLOCK_BYTES);
  const view = new DataView(counters.buffer);
  for (let block = 0; block < count; block++) {
    counters.set(counter, block * BLOCK_BYTES);
    view.setUint32(block * BLOCK_BYTES + 12, block);
  }
  const pad = sm4.encrypt(counters, key, { mode: 'ecb', padding: 'none', output: 'array' });
  return data.map((byte, at) => byte ^ (pad[at] ?? 0));
}

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
    seal: (key, nonce, plain) => {
      const sealed = ctr(key.subarray(0, KEY_BYTES), counterOf(nonce), plain);
      return concatBytes(sealed, mac(key.subarray(KEY_BYTES), nonce, sealed));
    },
    open: (key, nonce, sealed) => {
      if (sealed.length < HASH_BYTES) return null;
      const body = sealed.subarray(0, -HASH_BYTES);
      const tag = sealed.subarray(-HASH_BYTES);
      if (!equalBytes(tag, mac(key.subarray(KEY_BYTES), nonce, body))) return null;
      return ctr(key.subarray(0, KEY_BYTES), counterOf(nonce), body);
    },
  };
}

/** Compares in the same time wherever the first difference is. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  let difference = a.length ^ b.length;
  for (let at = 0; at < a.length; at++) difference |= (a[at] ?? 0) ^ (b[at] ?? 0);
  return difference === 0;
}
