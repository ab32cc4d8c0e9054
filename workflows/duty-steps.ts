import type { Instant } from '../domain/time/instant.ts';
import type { Retries } from './retries.ts';

/** What falls due of a duty: that its owner is reminded, or that it has passed unmet. */
export interface DutyStep {
  readonly name: 'announceDue' | 'timeOutDuty';
  readonly dutyId: string;
  readonly dueAt: Instant;
  /** When it is to be taken: its due, or later where it failed. */
  readonly takeAt: Instant;
}

/** The name of a step of a duty among those that failed. */
export const dutyStepKey = ({ name, dutyId }: Pick<DutyStep, 'name' | 'dutyId'>): string =>
  `${name}:${dutyId}`;

/** A duty as the facts of a tender or a complaint have it. */
interface WatchedDuty {
  readonly id: string;
  readonly dueAt: Instant;
  readonly remindAt: Instant | null;
}

/**
 * The step of some duties that is to be taken soonest, or null. Without `reminds` duties only time out, as in runs from
 * before reminders.
 */
export function nextDutyStep(
  duties: readonly WatchedDuty[],
  reminds: boolean,
  retries: Retries,
): DutyStep | null {
  const step = (name: DutyStep['name'], dutyId: string, dueAt: Instant): DutyStep => ({
    ...{ name, dutyId, dueAt },
    takeAt: retries.takenAt(dutyStepKey({ name, dutyId }), dueAt),
  });
  const steps = duties.flatMap(({ id, dueAt, remindAt }): DutyStep[] => {
    const timeOut = step('timeOutDuty', id, dueAt);
    // Histories of before reminders have none among their facts.
    if (!reminds || remindAt == null) return [timeOut];
    return [timeOut, step('announceDue', id, remindAt)];
  });
  return steps.reduce<DutyStep | null>(
    (soonest, one) => (soonest !== null && soonest.takeAt <= one.takeAt ? soonest : one),
    null,
  );
}
