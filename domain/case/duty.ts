import type { Instant } from '../time/instant.ts';

/** A duty with a due instant on a person; unmet at its due it becomes a timed-out step. */
export interface CaseDuty<Id extends string = string, Owner extends string = string> {
  readonly id: Id;
  readonly rule: string;
  readonly article: string;
  readonly owner: Owner;
  readonly dueAt: Instant;
  /** When its owner was reminded that it falls due; null: not yet. */
  readonly announcedAt: Instant | null;
  readonly metAt: Instant | null;
  readonly timedOutAt: Instant | null;
}

/** A duty that begins: its owner was told of nothing yet, and it is neither met nor timed out. */
export function dutyBegun<Id extends string, Owner extends string>(
  begun: Pick<CaseDuty<Id, Owner>, 'id' | 'rule' | 'article' | 'owner' | 'dueAt'>,
): CaseDuty<Id, Owner> {
  const { id, rule, article, owner, dueAt } = begun;
  return { id, rule, article, owner, dueAt, announcedAt: null, metAt: null, timedOutAt: null };
}

/** The duties with one of them met. A duty met late keeps the instant at which it timed out. */
export function meetDuty<Duty extends CaseDuty>(
  duties: readonly Duty[],
  id: Duty['id'],
  at: Instant,
): readonly Duty[] {
  return duties.map((duty) => (duty.id === id && duty.metAt === null ? { ...duty, metAt: at } : duty));
}

/** Duties neither met nor timed out, soonest first. */
export function unsettledDuties<Duty extends CaseDuty>(duties: readonly Duty[]): Duty[] {
  return duties
    .filter((duty) => duty.metAt === null && duty.timedOutAt === null)
    .toSorted((a, b) => a.dueAt - b.dueAt || (a.id < b.id ? -1 : 1));
}

/**
 * When the owner of a duty is reminded, so many ms before its due; null when that was done, or there is no time
 * for it: who is to be reminded longer before than the duty lasts was told when it began, which is enough.
 * `startsAt`: from when its period runs, null when it has none.
 */
export function reminderAt(
  { dueAt, announcedAt }: Pick<CaseDuty, 'dueAt' | 'announcedAt'>,
  startsAt: Instant | null,
  beforeMs: number,
): Instant | null {
  if (beforeMs <= 0 || announcedAt !== null) return null;
  const remindAt = dueAt - beforeMs;
  return startsAt === null || remindAt <= startsAt ? null : remindAt;
}
