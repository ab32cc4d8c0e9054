import type { Deadline } from '../../law/types.ts';

/**
 * Deadlines with new ones taken in. What is counted backwards follows its end point, so a new lead
 * replaces the earlier one of its rule; what is counted forward replaces only the same count, so
 * that two objections keep two reply deadlines.
 */
export function withDeadlines(known: readonly Deadline[], added: readonly Deadline[]): readonly Deadline[] {
  return added.reduce<readonly Deadline[]>(
    (all, one) => [...all.filter((old) => !replaces(one, old)), one],
    known,
  );
}

function replaces(one: Deadline, old: Deadline): boolean {
  if (one.rule !== old.rule) return false;
  return one.derivation.period.bound === 'lead' || one.startsAt === old.startsAt;
}
