import { happened } from '../../case/happened.ts';
import type { LawContext } from '../../law/context.ts';
import { deadlineAfter } from '../../law/deadline.ts';
import type { Deadline } from '../../law/types.ts';
import { moved as movedTimes, parts } from '../../record/parts.ts';
import type { Instant } from '../../time/instant.ts';
import { complaintDutyStartsAt, decisionDeadline, dueAgain } from '../ground/duties.ts';
import { LIVE_COMPLAINT_STATUSES } from '../ground/facts.ts';
import type { ComplaintChapter } from '../ground/kind.ts';
import { OF_COMPLAINT } from '../ground/recorded.ts';
import { complaintRules } from '../ground/rules.ts';
import type { ComplaintDuty, ComplaintState } from '../ground/state.ts';
import type { CalendarCommand, CalendarEvent, MovedComplaintDuty } from './commands-and-events.ts';
import { rederivedNotices } from './notices.ts';

/**
 * Derives again what is still owed and was derived on another calendar: what rests on a year whose holiday notice
 * was not out, or falls due later. A duty that timed out only for want of the notice is open again. What the
 * authority set itself stays, and so does the time of the filing, which the filing has settled.
 */
export function decideComplaintRederivation(
  state: ComplaintState,
  at: Instant,
  ctx: LawContext,
): CalendarEvent[] {
  const moved: MovedComplaintDuty[] = [];
  let deadlines = state.deadlines;
  const duties = state.duties.map((duty) => {
    const before = isOwed(state, duty) ? deadlineOf(state, duty) : undefined;
    if (before === undefined || !isStale(before, at, ctx)) return duty;
    const after = derivedAgain(state, duty.id, ctx);
    if (after === null) return duty;
    deadlines = deadlines.map((one) => (one === before ? after : one));
    const { endsAt: dueAt } = after;
    if (dueAt === duty.dueAt) return duty;
    moved.push({ dutyId: duty.id, rule: duty.rule, fromAt: duty.dueAt, toAt: dueAt });
    const late = duty.timedOutAt !== null && dueAt <= at;
    return { ...dueAgain(duty, dueAt), timedOutAt: late ? dueAt : null };
  });
  const body = { calendar: ctx.calendar.version, deadlines, duties, moved };
  return [happened(at, ctx, null, { name: 'complaintDeadlinesRederived', ...body })];
}

/** Once it is decided nothing but the publication is owed, though what was late before stays on show. */
function isOwed({ status }: ComplaintState, { id, metAt }: ComplaintDuty): boolean {
  return metAt === null && (status !== 'decided' || id === 'publish');
}

function deadlineOf({ deadlines }: ComplaintState, { rule, dueAt }: ComplaintDuty): Deadline | undefined {
  return deadlines.find((one) => one.rule === rule && one.endsAt === dueAt);
}

function isStale({ derivation, endsAt }: Deadline, at: Instant, ctx: LawContext): boolean {
  return derivation.calendar !== ctx.calendar.version && (derivation.provisional || endsAt > at);
}

/** The deadline that a duty rests on, as the calendar now has it; null for one whose due the authority set. */
function derivedAgain(state: ComplaintState, id: ComplaintDuty['id'], ctx: LawContext): Deadline | null {
  const rules = complaintRules(ctx);
  const startsAt = complaintDutyStartsAt(state, id);
  if (startsAt === null) return null;
  const after = (rule: string | null, from: Instant, period?: string): Deadline | null =>
    rule === null ? null : deadlineAfter(ctx, rule, from, period);
  switch (id) {
    case 'correct':
      return null;
    case 'review':
      return after(rules.review, startsAt);
    case 'copies':
      // Copies are owed from the acceptance on, and their time runs from the receipt.
      return after(rules.copies, state.receivedAt, 'copies');
    case 'statement':
      return after(rules.statement, startsAt);
    case 'decide':
      return decisionDeadline(ctx, state, startsAt);
    case 'publish':
      return after(rules.publication, startsAt);
    default:
      return id satisfies never;
  }
}

export const calendar: ComplaintChapter<CalendarCommand, never, CalendarEvent> = {
  commands: {
    rederiveComplaint: {
      zh: '重新推算投诉处理的期限',
      en: 'deriving the times of the complaint again',
      by: 'administrator',
      while: LIVE_COMPLAINT_STATUSES,
      refuse: () => [],
      decide: (_, { state, at, ctx }) => decideComplaintRederivation(state, at, ctx),
    },
  },
  steps: {},
  events: {
    complaintDeadlinesRederived: {
      apply: ({ deadlines, duties }, state) => ({ ...state, deadlines, duties }),
      record: ({ calendar: version, moved }) =>
        parts({
          calendar: version,
          moved: moved.map(({ dutyId, rule, fromAt, toAt }) => ({
            duty: dutyId,
            rule,
            ...movedTimes(fromAt, toAt),
          })),
        }),
      reads: OF_COMPLAINT,
      announces: null,
      tells: rederivedNotices,
    },
  },
};
