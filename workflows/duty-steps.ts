import type { Instant } from '../domain/time/instant.ts';

/** What falls due of a duty: that its owner is reminded, or that it has passed unmet. */
export interface DutyStep {
  readonly name: 'announceDue' | 'timeOutDuty';
  readonly dutyId: string;
  readonly dueAt: Instant;
}

/** A duty as the facts of a tender or a complaint have it. */
interface WatchedDuty {
  readonly id: string;
  readonly dueAt: Instant;
  readonly remindAt: Instant | null;
}

/** The soonest step of some duties, or null. Without `reminds` duties only time out, as in runs from before reminders. */
export function nextDutyStep(duties: readonly WatchedDuty[], reminds: boolean): DutyStep | null {
  const steps = duties.flatMap(({ id, dueAt, remindAt }): DutyStep[] => {
    const timeOut: DutyStep = { name: 'timeOutDuty', dutyId: id, dueAt };
    // Histories of before reminders have none among their facts.
    if (!reminds || remindAt == null) return [timeOut];
    return [timeOut, { name: 'announceDue', dutyId: id, dueAt: remindAt }];
  });
  return steps.reduce<DutyStep | null>(
    (soonest, one) => (soonest !== null && soonest.dueAt <= one.dueAt ? soonest : one),
    null,
  );
}
