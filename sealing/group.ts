import type { CurvePoint, CurvePointCons } from '@noble/curves/abstract/curve.js';

/**
 * A group of prime order, by its encoded points: what shares and their proofs need of a curve. Points that come from outside
 * are checked on each use: on the curve, in the prime-order subgroup, not the neutral one. A point that is not throws.
 */
export interface Group {
  /** The prime number of points. */
  readonly order: bigint;
  /** k·G, for 0 < k < order. Takes the same time for every k. */
  timesBase(k: bigint): Uint8Array;
  /** k·P, for 0 < k < order. Takes the same time for every k. */
  times(k: bigint, point: Uint8Array): Uint8Array;
  /** a·G − b·P, for public a and b; null for the neutral point. */
  difference(a: bigint, b: bigint, point: Uint8Array, base?: Uint8Array): Uint8Array | null;
  /** Throws a RangeError for bytes that are no point of the group. */
  check(point: Uint8Array): void;
}

/**
 * The group over a curve of @noble/curves, points in its own canonical encoding (compressed). `isOfPrimeOrder` is asked of
 * points of the curve other than the neutral one.
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a point's field is nobody's business here
export function groupOf<P extends CurvePoint<any, P>>(
  curve: CurvePointCons<P>,
  isOfPrimeOrder: (point: P) => boolean = (point) => point.isTorsionFree(),
): Group {
  const decode = (bytes: Uint8Array): P => {
    const point = curve.fromBytes(bytes);
    if (point.is0() || !isOfPrimeOrder(point)) throw new RangeError('no point of the prime-order group');
    return point;
  };
  return {
    order: curve.Fn.ORDER,
    timesBase: (k) => curve.BASE.multiply(k).toBytes(),
    times: (k, point) => decode(point).multiply(k).toBytes(),
    difference: (a, b, point, base) => {
      const from = base === undefined ? curve.BASE : decode(base);
      const result = from.multiplyUnsafe(a).subtract(decode(point).multiplyUnsafe(b));
      return result.is0() ? null : result.toBytes();
    },
    check: (point) => void decode(point),
  };
}
