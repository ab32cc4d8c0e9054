import { ed25519, x25519 } from '@noble/curves/ed25519.js';
import { bech32 } from '@scure/base';
import type { KeyPair, Opener } from '../suite.ts';

const { Point } = ed25519;
const IDENTITY_PREFIX = 'AGE-SECRET-KEY-';
const RECIPIENT_PREFIX = 'age';

/** A new key pair, written as age writes them (https://age-encryption.org/v1). */
export function generate(): KeyPair {
  const secret = crypto.getRandomValues(new Uint8Array(32));
  const identity = bech32.encodeFromBytes(IDENTITY_PREFIX, secret).toUpperCase();
  return { identity, recipient: recipientOf(identity) };
}

export function recipientOf(identity: string): string {
  return bech32.encodeFromBytes(RECIPIENT_PREFIX, x25519.getPublicKey(secretOf(identity)));
}

/** The 32 bytes of `AGE-SECRET-KEY-1…`. Throws a RangeError for anything else. */
export function secretOf(identity: string): Uint8Array {
  return decode(identity, IDENTITY_PREFIX, 'an age identity (AGE-SECRET-KEY-1…)');
}

/** The 32 bytes of `age1…`. Throws a RangeError for anything else. */
export function publicOf(recipient: string): Uint8Array {
  return decode(recipient, RECIPIENT_PREFIX, 'an age X25519 recipient (age1…)');
}

function decode(text: string, prefix: string, what: string): Uint8Array {
  const decoded = (() => {
    try {
      return bech32.decodeToBytes(text);
    } catch {
      return null;
    }
  })();
  const upper = prefix === IDENTITY_PREFIX;
  const cased = text === (upper ? text.toUpperCase() : text.toLowerCase());
  if (decoded?.prefix.toLowerCase() !== prefix.toLowerCase() || decoded.bytes.length !== 32 || !cased) {
    throw new RangeError(`not ${what}`);
  }
  return decoded.bytes;
}

/**
 * The Edwards point of an X25519 public key (RFC 7748, section 4.1): v is free to choose, the even
 * x is taken. Throws a RangeError for u of the twist or outside the prime-order group.
 */
export function pointOf(recipient: string): Uint8Array {
  return edwardsOf(publicOf(recipient));
}

function edwardsOf(montgomery: Uint8Array): Uint8Array {
  const { Fp } = Point;
  const u = littleEndian(montgomery);
  // One text for one key: u is reduced, and its unused bit is not set. For u = -1 there is no y.
  if (u >= Fp.ORDER - 1n) throw new RangeError('no canonical u-coordinate');
  const y = Fp.div(Fp.sub(u, Fp.ONE), Fp.add(u, Fp.ONE));
  const bytes = Fp.toBytes(y);
  const point = Point.fromBytes(bytes);
  if (point.is0() || !point.isTorsionFree()) throw new RangeError('no point of the prime-order group');
  return bytes;
}

/** The u-coordinate of a point, as X25519 gives it: the same for a point and its negative. */
export const montgomeryOf = (point: Uint8Array): Uint8Array => ed25519.utils.toMontgomery(point);

/** The secret of an age identity as a scalar of the group, with the sign that fits `pointOf` its recipient. */
export function openerOf(identity: string): Opener {
  const secret = Uint8Array.from(secretOf(identity));
  // Clamping, RFC 7748 section 5.
  secret[0]! &= 248;
  secret[31]! = (secret[31]! & 127) | 64;
  const order = Point.Fn.ORDER;
  const scalar = littleEndian(secret) % order;
  const point = pointOf(recipientOf(identity));
  const same = Point.BASE.multiply(scalar).equals(Point.fromBytes(point));
  return { scalar: same ? scalar : order - scalar, point };
}

const littleEndian = (bytes: Uint8Array): bigint =>
  bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
