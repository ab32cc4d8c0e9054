import { weierstrass } from '@noble/curves/abstract/weierstrass.js';
import { bytesToHex, concatBytes, hexToBytes } from '@noble/hashes/utils.js';
import type { KeyPair, Opener } from '../suite.ts';
import { equalBytes } from '../bytes.ts';
import { sm3 } from './sm3.ts';

/** The curve of GB/T 32918.5. */
export const Sm2Point = weierstrass({
  p: 0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffffn,
  n: 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n,
  h: 1n,
  a: 0xfffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffcn,
  b: 0x28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93n,
  Gx: 0x32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7n,
  Gy: 0xbc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0n,
});

const IDENTITY = /^SM2-SECRET-KEY-([0-9A-F]{64})$/;
const RECIPIENT = /^04[0-9a-f]{128}$/;
const COORDINATE_BYTES = 32;
const HASH_BYTES = 32;

/** A new key pair: `SM2-SECRET-KEY-` and 64 hex digits; 130 hex digits of the uncompressed point. */
export function generate(): KeyPair {
  // 48 bytes taken modulo the order leave no bias.
  const random = BigInt(`0x${bytesToHex(crypto.getRandomValues(new Uint8Array(48)))}`);
  const scalar = (random % (Sm2Point.Fn.ORDER - 1n)) + 1n;
  const identity = `SM2-SECRET-KEY-${scalar.toString(16).padStart(64, '0').toUpperCase()}`;
  return { identity, recipient: recipientOf(identity) };
}

export function recipientOf(identity: string): string {
  return bytesToHex(Sm2Point.BASE.multiply(scalarOf(identity)).toBytes(false));
}

/** Throws a RangeError for text that is no SM2 secret key. */
export function scalarOf(identity: string): bigint {
  const digits = IDENTITY.exec(identity)?.[1];
  const scalar = digits === undefined ? 0n : BigInt(`0x${digits}`);
  if (scalar === 0n || scalar >= Sm2Point.Fn.ORDER) {
    throw new RangeError('not an SM2 secret key (SM2-SECRET-KEY-…)');
  }
  return scalar;
}

/** The compressed point of a public key. Throws a RangeError for text that is none. */
export function pointOf(recipient: string): Uint8Array {
  if (!RECIPIENT.test(recipient)) throw new RangeError('not an SM2 public key (130 hex digits, 04…)');
  return Sm2Point.fromBytes(hexToBytes(recipient)).toBytes();
}

export function openerOf(identity: string): Opener {
  return { scalar: scalarOf(identity), point: pointOf(recipientOf(identity)) };
}

/** The two hashed halves of an SM2 ciphertext (GB/T 32918.4), C3 ‖ C2, under the point that both sides share. */
export function maskWith(shared: Uint8Array, plain: Uint8Array): Uint8Array {
  const [x, y] = coordinates(shared);
  const pad = kdf(concatBytes(x, y), plain.length);
  return concatBytes(
    sm3(concatBytes(x, plain, y)),
    plain.map((byte, at) => byte ^ (pad[at] ?? 0)),
  );
}

/** What C3 ‖ C2 hold, or null when C3 does not agree. */
export function unmaskWith(shared: Uint8Array, sealed: Uint8Array): Uint8Array | null {
  if (sealed.length <= HASH_BYTES) return null;
  const [x, y] = coordinates(shared);
  const masked = sealed.subarray(HASH_BYTES);
  const pad = kdf(concatBytes(x, y), masked.length);
  const plain = masked.map((byte, at) => byte ^ (pad[at] ?? 0));
  return equalBytes(sealed.subarray(0, HASH_BYTES), sm3(concatBytes(x, plain, y))) ? plain : null;
}

/** The key derivation of GB/T 32918.4: SM3 over the secret and a count from 1. */
function kdf(secret: Uint8Array, bytes: number): Uint8Array {
  const blocks: Uint8Array[] = [];
  for (let count = 1; blocks.length * HASH_BYTES < bytes; count++) {
    blocks.push(sm3(concatBytes(secret, Uint8Array.of(0, 0, count >> 8, count))));
  }
  const pad = concatBytes(...blocks).subarray(0, bytes);
  if (pad.every((byte) => byte === 0))
    throw new RangeError('the key derivation gives zeros: choose another key');
  return pad;
}

function coordinates(point: Uint8Array): [Uint8Array, Uint8Array] {
  const bytes = Sm2Point.fromBytes(point).toBytes(false);
  return [bytes.subarray(1, 1 + COORDINATE_BYTES), bytes.subarray(1 + COORDINATE_BYTES)];
}

/** An SM2 ciphertext as GM/T 0009 writes it (DER), which `openssl pkeyutl` reads: x and y of C1, C3, C2. */
export function toDer(ephemeral: Uint8Array, masked: Uint8Array): Uint8Array {
  const [x, y] = coordinates(ephemeral);
  const octets = [masked.subarray(0, HASH_BYTES), masked.subarray(HASH_BYTES)].map((bytes) =>
    der(0x04, bytes),
  );
  return der(0x30, concatBytes(derInteger(x), derInteger(y), ...octets));
}

/** C1 (compressed) and C3 ‖ C2 of a DER ciphertext; null for anything else. Throws for a C1 that is no point. */
export function fromDer(bytes: Uint8Array): { ephemeral: Uint8Array; masked: Uint8Array } | null {
  const sequence = readDer(bytes, 0x30);
  if (sequence === null || sequence.rest.length > 0) return null;
  const x = readDer(sequence.value, 0x02);
  const y = readDer(x?.rest, 0x02);
  const hash = readDer(y?.rest, 0x04);
  const cipher = readDer(hash?.rest, 0x04);
  if (!x || !y || !hash || !cipher || cipher.rest.length > 0 || hash.value.length !== HASH_BYTES) return null;
  const [wideX, wideY] = [x.value, y.value].map(wide);
  if (!wideX || !wideY) return null;
  const ephemeral = Sm2Point.fromBytes(concatBytes(Uint8Array.of(0x04), wideX, wideY)).toBytes();
  const masked = concatBytes(hash.value, cipher.value);
  return equalBytes(toDer(ephemeral, masked), bytes) ? { ephemeral, masked } : null;
}

/** An INTEGER's bytes at the width of a coordinate; null when they are more. */
function wide(integer: Uint8Array): Uint8Array | null {
  const bytes = integer[0] === 0 ? integer.subarray(1) : integer;
  if (bytes.length > COORDINATE_BYTES) return null;
  return concatBytes(new Uint8Array(COORDINATE_BYTES - bytes.length), bytes);
}

function derInteger(bytes: Uint8Array): Uint8Array {
  const first = bytes.findIndex((byte) => byte !== 0);
  const trimmed = first < 0 ? Uint8Array.of(0) : bytes.subarray(first);
  return der(0x02, (trimmed[0] ?? 0) < 0x80 ? trimmed : concatBytes(Uint8Array.of(0), trimmed));
}

function der(tag: number, value: Uint8Array): Uint8Array {
  const { length } = value;
  const size = length < 0x80 ? [length] : [0x81, length];
  if (length > 0xff) throw new RangeError('longer than an SM2 ciphertext of a key');
  return concatBytes(Uint8Array.of(tag, ...size), value);
}

function readDer(bytes: Uint8Array | undefined, tag: number): { value: Uint8Array; rest: Uint8Array } | null {
  if (bytes === undefined || bytes[0] !== tag) return null;
  const long = bytes[1] === 0x81;
  const length = bytes[long ? 2 : 1] ?? 0xff;
  const start = long ? 3 : 2;
  if (bytes.length < start + length) return null;
  return { value: bytes.subarray(start, start + length), rest: bytes.subarray(start + length) };
}
