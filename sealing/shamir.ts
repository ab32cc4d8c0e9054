import { combine, split } from 'shamir-secret-sharing';

/** A point of each byte's polynomial over GF(2^8): where, and the values there. */
export interface Share {
  /** 1 to 255. */
  readonly index: number;
  readonly value: Uint8Array;
}

/** Splits a secret into `count` shares, any `threshold` (at least 2) of which give it back, and fewer say nothing of it (Shamir 1979). */
export async function splitSecret(secret: Uint8Array, count: number, threshold: number): Promise<Share[]> {
  return (await split(plain(secret), count, threshold)).map((bytes) => ({
    index: bytes.at(-1) ?? 0,
    value: bytes.subarray(0, -1),
  }));
}

/**
 * The value at `at` (0: the secret) of the polynomial through the given shares, which have different
 * indices and equal lengths; there are at least two. With fewer than the threshold it is some other value.
 */
export function valueAt(shares: readonly Share[], at: number): Promise<Uint8Array> {
  const same = shares.find(({ index }) => index === at);
  if (same !== undefined) return Promise.resolve(same.value);
  // The library interpolates at 0. In GF(2^8) x and x ⊕ at lie on polynomials of the same degree, so the axis is moved.
  return combine(shares.map(({ index, value }) => plain(Uint8Array.of(...value, index ^ at))));
}

/** The library takes no subclass of Uint8Array. */
const plain = (bytes: Uint8Array): Uint8Array => Uint8Array.from(bytes);
