/**
 * What is found of one trustee's hand-in. Anybody can find it again from the header of the bid, the
 * tender's demand and the hand-in: nothing secret is needed.
 */
export type ShareVerdict =
  | {
      readonly trusteeId: string;
      readonly verdict: 'good';
      readonly index: number;
      readonly share: Uint8Array;
    }
  /** The trustee opened its box, proves it, and the box does not hold what the bidder committed to. */
  | {
      readonly trusteeId: string;
      readonly verdict: 'bidder-fault';
      readonly reason: 'box-does-not-open' | 'not-as-committed';
    }
  /** What came is no hand-in for this bid, or its proof does not hold. */
  | {
      readonly trusteeId: string;
      readonly verdict: 'trustee-fault';
      readonly reason: 'malformed' | 'another-bid' | 'proof-fails';
    }
  | { readonly trusteeId: string; readonly verdict: 'absent' };

/** Whose doing it is that a bid stays sealed (电子招标投标办法第三十一条第一款): the bidder's counts as revocation, another's as withdrawal. */
export type Cause = 'bidder' | 'other';

export interface ShareCount {
  readonly good: number;
  readonly bidderFault: number;
  readonly trusteeFault: number;
  readonly absent: number;
}

export function countVerdicts(verdicts: readonly ShareVerdict[]): ShareCount {
  const count = (verdict: ShareVerdict['verdict']): number =>
    verdicts.filter((one) => one.verdict === verdict).length;
  return {
    good: count('good'),
    bidderFault: count('bidder-fault'),
    trusteeFault: count('trustee-fault'),
    absent: count('absent'),
  };
}

/**
 * Who is to answer for it that too few good shares came. The bidder, when there would be enough had
 * its boxes held what it committed to: the trustees did their part. Otherwise others: even flawless
 * shares would not have sufficed. Null when there are enough.
 */
export function causeOfTooFew(count: ShareCount, threshold: number): Cause | null {
  if (count.good >= threshold) return null;
  return count.good + count.bidderFault >= threshold ? 'bidder' : 'other';
}
