import type { Named } from '../../case/chapter.ts';
import type { LawContext } from '../../law/context.ts';
import { deadlineAfter } from '../../law/deadline.ts';
import { safeEndAt } from '../../law/minimum.ts';
import type { Deadline } from '../../law/types.ts';
import { rulesOf } from '../../procedure/index.ts';
import { moved, parts } from '../../record/parts.ts';
import type { Instant } from '../../time/instant.ts';
import { open } from '../../visibility/audiences.ts';
import { dutyStartsAt } from '../ground/duties.ts';
import type { SharedEvent } from '../ground/events.ts';
import { happened } from '../../case/happened.ts';
import type { TenderChapter } from '../ground/kind.ts';
import type { Duty } from '../ground/parts.ts';
import { ANY_TIME } from '../ground/place.ts';
import { withDueOf } from '../ground/progress.ts';
import type { TenderState } from '../ground/state.ts';
import { rederivationAnnouncement } from './announcement.ts';
import type { CalendarCommand, CalendarEvent } from './commands-and-events.ts';
import { rederivedNotices } from './notices.ts';

type Event<Name extends CalendarEvent['name']> = Named<CalendarEvent, Name>;

type Events = (CalendarEvent | SharedEvent)[];

interface Moved {
  readonly rule: string;
  readonly startsAt: Instant;
  readonly fromAt: Instant;
  readonly toAt: Instant;
}

/**
 * Derives again what was derived on another calendar: deadlines that rest on a year whose holiday
 * notice was not out, and duties still to be met. Leads are counted backwards without rest days, so
 * no calendar moves them. A duty that timed out only for want of the notice is open again.
 *
 * An end of publicity that has become too early because its minimum moved is moved later; one that is long
 * enough stays, because it was announced.
 */
export function decideRederivation(state: TenderState, at: Instant, ctx: LawContext): Events {
  const deadlines = state.deadlines.map((one) => (isStale(one, at, ctx) ? deriveAgain(one, ctx) : one));
  const moved = movedAmong(state.deadlines, deadlines);
  const duties = state.duties.map((duty) => dutyAgain(state, duty, moved, at));
  const events: Events = [
    happened(at, ctx, null, {
      name: 'deadlinesRederived',
      calendar: ctx.calendar.version,
      deadlines,
      duties,
      moved: moved.map(({ rule, fromAt, toAt }) => ({ rule, fromAt, toAt })),
    }),
  ];
  const rule = rulesOf(state.draft).publicity;
  const fromAt = state.publicityEndsAt;
  if (fromAt === null || state.milestones.publicityEnded !== undefined) return events;
  const grown = deadlines.filter((one, index) => one.rule === rule && isLater(one, state.deadlines[index]));
  // An end that was chosen with the end of business is long enough, though the derivation names 24:00.
  const short = grown.filter((one) => fromAt < safeEndAt(ctx, one));
  if (short.length > 0) {
    const toAt = Math.max(...short.map(({ endsAt }) => endsAt));
    events.push(happened(at, ctx, rule, { name: 'publicityMoved', fromAt, toAt }));
  }
  return events;
}

function isStale(deadline: Deadline, at: Instant, ctx: LawContext): boolean {
  const { derivation } = deadline;
  if (derivation.period.bound === 'lead' || derivation.calendar === ctx.calendar.version) return false;
  return derivation.provisional || deadline.endsAt > at;
}

function deriveAgain(deadline: Deadline, ctx: LawContext): Deadline {
  return deadlineAfter(ctx, deadline.rule, deadline.startsAt);
}

/**
 * A duty moves by as much as the deadline that it came from: what a suspension gave it on top of that
 * stays its own. One that is late by the new due as well has timed out at that.
 */
function dutyAgain(state: TenderState, duty: Duty, moved: readonly Moved[], at: Instant): Duty {
  if (duty.metAt !== null) return duty;
  const startsAt = dutyStartsAt(state, duty);
  const move = moved.find((one) => one.rule === duty.rule && one.startsAt === startsAt);
  if (move === undefined) return duty;
  const dueAt = duty.dueAt + (move.toAt - move.fromAt);
  const late = duty.timedOutAt !== null && dueAt <= at;
  return { ...duty, dueAt, timedOutAt: late ? dueAt : null };
}

function movedAmong(before: readonly Deadline[], after: readonly Deadline[]): Moved[] {
  return before.flatMap((old, index) => {
    const toAt = after[index]?.endsAt ?? old.endsAt;
    const { rule, startsAt, endsAt: fromAt } = old;
    return toAt === fromAt ? [] : [{ rule, startsAt, fromAt, toAt }];
  });
}

function isLater(after: Deadline, before: Deadline | undefined): boolean {
  return before !== undefined && after.endsAt > before.endsAt;
}

/** Deadlines and duties as derived on another calendar; open objections follow their duty. */
export function deadlinesRederived(event: Event<'deadlinesRederived'>, state: TenderState): TenderState {
  return {
    ...state,
    deadlines: event.deadlines,
    duties: event.duties,
    objections: state.objections.map((one) => withDueOf(one, event.duties)),
  };
}

export const calendar: TenderChapter<CalendarCommand, never, CalendarEvent> = {
  commands: {
    rederiveDeadlines: {
      zh: '重新推算期限',
      en: 'deriving the deadlines again',
      by: 'administrator',
      while: ANY_TIME,
      refuse: () => [],
      decide: (_, { state, at, ctx }) => decideRederivation(state, at, ctx),
    },
  },
  steps: {},
  events: {
    deadlinesRederived: {
      apply: deadlinesRederived,
      record: (event) =>
        parts({
          calendar: event.calendar,
          moved: event.moved.map(({ rule, fromAt, toAt }) => ({ rule, ...moved(fromAt, toAt) })),
        }),
      reads: open(),
      announces: {
        kind: (event) => (event.moved.length === 0 ? null : 'deadlines-rederived'),
        body: rederivationAnnouncement,
      },
      tells: rederivedNotices,
    },
  },
};
