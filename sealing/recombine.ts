import type { SealingDemand } from '../domain/seal/demand.ts';
import { causeOfTooFew, countVerdicts, type Cause, type ShareVerdict } from '../domain/seal/verdict.ts';
import { judgeHandIn, sharedBid, type HandIn } from './hand-in.ts';
import { isFileKey } from './header.ts';
import type { SealedHeader } from './head.ts';
import { valueAt, type Share } from './shamir.ts';
import { fileKeyOf, isDealing } from './shares.ts';

/** What became of a bid by its shares, with what was found of each trustee's hand-in. */
export type Recombination = { readonly verdicts: readonly ShareVerdict[] } & (
  | { readonly result: 'opened'; readonly fileKey: Uint8Array }
  /** Fewer good shares than the threshold, and whose doing that is. */
  | { readonly result: 'too-few'; readonly cause: Cause }
  /** Enough good shares, but what the bidder dealt is no dealing of the file's key. The bidder's fault, whichever shares showed it. */
  | { readonly result: 'misdealt'; readonly cause: 'bidder' }
);

/**
 * Puts a bid's file key together from what the trustees handed in (by trustee id; null or missing for who
 * did not). The demand is the tender's, against which the header was checked at submission. Throws a
 * SealingError `bad-request` when the header holds no shares.
 */
export async function recombine(
  sealed: SealedHeader,
  demand: SealingDemand,
  handIns: ReadonlyMap<string, HandIn | null>,
): Promise<Recombination> {
  const bid = sharedBid(sealed);
  const verdicts = demand.trustees.map(({ id }) => judgeHandIn(bid, id, handIns.get(id) ?? null));
  const cause = causeOfTooFew(countVerdicts(verdicts), demand.threshold);
  if (cause !== null) return { result: 'too-few', cause, verdicts };
  const good: Share[] = verdicts.flatMap((one) =>
    one.verdict === 'good' ? [{ index: one.index, value: one.share }] : [],
  );
  const dealt = await isDealing(bid.suite, good, bid.shares, bid.binding, demand);
  const fileKey = fileKeyOf(bid.suite, await valueAt(good.slice(0, demand.threshold), 0));
  if (!dealt || !isFileKey(bid.suite, sealed.bytes, sealed.header, fileKey)) {
    return { result: 'misdealt', cause: 'bidder', verdicts };
  }
  return { result: 'opened', fileKey, verdicts };
}
