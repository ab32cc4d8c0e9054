import type { LeafEntry } from '../leaf.ts';

/** The event of the entry that commits to a batch of sealed acts. */
export const ACTS_SEALED = 'actsSealed';

/** A sealed act as its batch commits to it: like an entry of the log, with no index of its own. */
export type SealedLeaf = Omit<LeafEntry, 'index'>;

/** Public facts of an entry `actsSealed`. It is alike for a batch of none and of a thousand. */
export interface SealedBatchFacts {
  /** Root (hex) of the tree over the acts of the batch. */
  readonly root: string;
  readonly depth: number;
  /** Acts were committed to here that came from then on; null for the first batch. */
  readonly fromAt: string | null;
  /** And before this instant. */
  readonly untilAt: string;
}

/** Whether a public fact of the record says that sealed acts may come: then batches follow one another fast. */
export const SEALED_PHASES: readonly string[] = [
  'notice',
  'prequalification',
  'proposals',
  'documents',
  'bidding',
  'opening',
];

/** While no tender is before its opening, a batch an hour is enough for what is refused or signed meanwhile. */
export const IDLE_EVERY_MS = 3_600_000;

/** A round that could not be taken at its instant is not made up: the next one takes what it left. */
export const ROUND_GRACE_MS = 10_000;

/**
 * The instant of the round that is to be taken now, by public facts alone: the last whole interval, unless a batch
 * reached it already or it is long past. Null when there is none.
 */
export function dueRound(facts: {
  readonly now: number;
  readonly lastUntil: number | null;
  readonly everyMs: number;
}): number | null {
  const { now, lastUntil, everyMs } = facts;
  const at = Math.floor(now / everyMs) * everyMs;
  const taken = lastUntil !== null && lastUntil >= at;
  return taken || now - at > Math.min(ROUND_GRACE_MS, everyMs) ? null : at;
}
