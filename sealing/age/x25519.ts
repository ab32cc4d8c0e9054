import { ed25519, x25519 } from '@noble/curves/ed25519.js';
import { bech32 } from '@scure/base';
import { equalBytes } from '../bytes.ts';
import { groupOf, type Group } from '../group.ts';
import type { KeyPair, Opener } from '../suite.ts';

const { Point } = ed25519;
/** A point of the curve that X25519 and Ed25519 share. */
export type Edwards = typeof Point.BASE;
// For as few products as a dealing has, a table for windows of six bits takes longer to make than it saves.
Point.BASE.precompute(4);
const IDENTITY_PREFIX = 'AGE-SECRET-KEY-';
const RECIPIENT_PREFIX = 'age';
/**
 * Five times the order of the prime-order group, less one. X25519 takes it as it is: it is a multiple of 8, with bit 254 as
 * its highest. So it maps P = A + T, A of the prime-order group and T of small order, to −A, which has P's u-coordinate
 * where T is neutral and nowhere else: A = −A − T would make A of small order, too.
 */
const FIVE_ORDERS_LESS_ONE = littleEndianBytes(5n * Point.Fn.ORDER - 1n);

/** X25519 (RFC 7748): secrets and points of 32 bytes. */
export interface X25519 {
  publicOf(secret: Uint8Array): Uint8Array;
  /** Throws for a point of small order. */
  shared(secret: Uint8Array, point: Uint8Array): Uint8Array;
}

/** X25519 in JavaScript; sealing/node.ts has the machine's own. */
export const jsX25519: X25519 = {
  publicOf: (secret) => x25519.getPublicKey(secret),
  shared: (secret, point) => x25519.getSharedSecret(secret, point),
};

/** age's keys. */
export interface AgeKeys {
  generate(): KeyPair;
  recipientOf(identity: string): string;
  pointOf(recipient: string): Uint8Array;
  openerOf(identity: string): Opener;
  readonly group: Group;
}

/** age's keys, written as age writes them (https://age-encryption.org/v1). `isOfPrimeOrder` is asked of any points but the neutral one. */
export function ageKeys(by: X25519, isOfPrimeOrder: (point: Edwards) => boolean): AgeKeys {
  const recipientOf = (identity: string): string =>
    bech32.encodeFromBytes(RECIPIENT_PREFIX, by.publicOf(secretOf(identity)));
  const pointOf = (recipient: string): Uint8Array => edwardsOf(publicOf(recipient), isOfPrimeOrder);
  return {
    generate() {
      const secret = crypto.getRandomValues(new Uint8Array(32));
      const identity = bech32.encodeFromBytes(IDENTITY_PREFIX, secret).toUpperCase();
      return { identity, recipient: recipientOf(identity) };
    },
    recipientOf,
    pointOf,
    openerOf: (identity) => openerOf(secretOf(identity), pointOf(recipientOf(identity))),
    group: groupOf<Edwards>(Point, isOfPrimeOrder),
  };
}

/** Whether a text has the form of a secret key that quantum computers do not break either (sealing/age/post-quantum.ts). */
export const isPostQuantum = (identity: string): boolean => identity.startsWith('AGE-SECRET-KEY-PQ-1');

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
function edwardsOf(montgomery: Uint8Array, isOfPrimeOrder: (point: Edwards) => boolean): Uint8Array {
  const { Fp } = Point;
  const u = littleEndian(montgomery);
  // One text for one key: u is reduced, and its unused bit is not set. For u = -1 there is no y.
  if (u >= Fp.ORDER - 1n) throw new RangeError('no canonical u-coordinate');
  const y = Fp.div(Fp.sub(u, Fp.ONE), Fp.add(u, Fp.ONE));
  const bytes = Fp.toBytes(y);
  const point = Point.fromBytes(bytes);
  if (point.is0() || !isOfPrimeOrder(point)) throw new RangeError('no point of the prime-order group');
  return bytes;
}

/** Whether a point other than the neutral one is of the prime-order group, found out by an X25519 that is faster than JavaScript. */
export const isOfPrimeOrderBy =
  (by: X25519) =>
  (point: Edwards): boolean => {
    const u = littleEndianBytes(uOf(point));
    try {
      return equalBytes(by.shared(FIVE_ORDERS_LESS_ONE, u), u);
    } catch {
      // Of small order.
      return false;
    }
  };

/** The u-coordinate of a point other than the neutral one. */
function uOf(point: Edwards): bigint {
  const { Fp } = Point;
  const { y } = point.toAffine();
  return Fp.div(Fp.add(Fp.ONE, y), Fp.sub(Fp.ONE, y));
}

/** The u-coordinate of a point, as X25519 gives it: the same for a point and its negative. */
export const montgomeryOf = (point: Uint8Array): Uint8Array => ed25519.utils.toMontgomery(point);

/** An age secret as a scalar of the group, with the sign that fits the point of its public key. */
function openerOf(secretBytes: Uint8Array, point: Uint8Array): Opener {
  const secret = Uint8Array.from(secretBytes);
  // Clamping, RFC 7748 section 5.
  secret[0]! &= 248;
  secret[31]! = (secret[31]! & 127) | 64;
  const order = Point.Fn.ORDER;
  const scalar = littleEndian(secret) % order;
  const same = Point.BASE.multiply(scalar).equals(Point.fromBytes(point));
  return { scalar: same ? scalar : order - scalar, point };
}

const littleEndian = (bytes: Uint8Array): bigint =>
  bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);

function littleEndianBytes(value: bigint): Uint8Array {
  return Uint8Array.from({ length: 32 }, (_, at) => Number((value >> BigInt(8 * at)) & 0xffn));
}
