import { PHASES_BEFORE_OPENING } from '../../procedure/index.ts';
import type { LeafEntry } from '../leaf.ts';
import type { PublicPart } from '../parts/index.ts';

/** The event of the entry that commits to a batch of sealed acts. */
export const ACTS_SEALED = 'actsSealed';

/** A sealed act as its batch commits to it: like an entry of the log, with no index of its own. */
export type SealedLeaf = Omit<LeafEntry, 'index'>;

/** Public facts of an entry `actsSealed`. It is alike for a batch of none and of a thousand. */
export type SealedBatchFacts = PublicPart<'actsSealed'>;

/** Whether a public fact of the record says that sealed acts may come: then batches follow one another fast. */
export const SEALED_PHASES: readonly string[] = [...PHASES_BEFORE_OPENING, 'opening'];

/** How a tender stands, as far as batches depend on it. */
interface Course {
  readonly phase: string;
  readonly outcome: string | null;
  readonly milestones: { readonly applicationsClosed?: number; readonly bidsClosed?: number };
}

/**
 * Whether a step of a tender ends a time in which things are done in secret: a closing, an opening, or the tender's end
 * before that. All that was done until then enters the record first, by a batch that looks as any other. So a bid in
 * time stands before its closing, a key before its opening, and nothing waits for a tender that is over.
 */
export function standsAfterBatch(before: Course, after: Course): boolean {
  const inSecret = before.outcome === null && SEALED_PHASES.includes(before.phase);
  return (
    inSecret &&
    (after.outcome !== null ||
      !SEALED_PHASES.includes(after.phase) ||
      after.milestones.bidsClosed !== before.milestones.bidsClosed ||
      after.milestones.applicationsClosed !== before.milestones.applicationsClosed)
  );
}

/**
 * How long after its receipt an act stands in the record at the latest (ms): what receipts promise. Some rounds may be
 * missed meanwhile; `verify receipt` tells where the promise was not kept.
 */
export const SEALED_WITHIN_MS = 300_000;

/** While no tender is before its opening, a batch an hour is enough for what is refused or signed meanwhile. */
export const IDLE_EVERY_MS = 3_600_000;

/** A round that could not be taken at its instant is not made up: the next one takes what it left. */
const ROUND_GRACE_MS = 10_000;

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
