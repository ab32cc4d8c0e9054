import type { LawContext } from '../../law/context.ts';
import { deadlineAfter } from '../../law/deadline.ts';
import type { Deadline } from '../../law/types.ts';
import { rulesOf } from '../../procedure/index.ts';
import type { Instant } from '../../time/instant.ts';
import { dutyStartsAt } from '../duties.ts';
import type { TenderEvent } from '../events.ts';
import type { Duty, TenderState } from '../state.ts';
import { happened } from './happened.ts';

interface Moved {
  readonly rule: string;
  readonly fromAt: Instant;
  readonly toAt: Instant;
}

/**
 * Derives again what was derived on another calendar: deadlines that rest on a year whose holiday
 * notice was not out, and duties still to be met. Leads are counted backwards without rest days, so
 * no calendar moves them. A duty that timed out only for want of the notice is open again.
 *
 * An end of publicity that has become too early moves later; one that is later than need be stays,
 * because it was announced.
 */
export function decideRederivation(state: TenderState, at: Instant, ctx: LawContext): TenderEvent[] {
  const deadlines = state.deadlines.map((one) => (isStale(one, at, ctx) ? deriveAgain(one, ctx) : one));
  const duties = state.duties.map((duty) => dutyAgain(state, duty, deadlines, at));
  const events = [
    happened(at, ctx, null, {
      name: 'deadlinesRederived',
      calendar: ctx.calendar.version,
      deadlines,
      duties,
      moved: movedAmong(state.deadlines, deadlines),
    }),
  ];
  const rule = rulesOf(state.draft).publicity;
  const publicity = latestPublicityEnd(deadlines, rule);
  const fromAt = state.publicityEndsAt;
  const running = fromAt !== null && state.milestones.publicityEnded === undefined;
  if (running && publicity !== null && publicity > fromAt) {
    events.push(happened(at, ctx, rule, { name: 'publicityMoved', fromAt, toAt: publicity }));
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

function dutyAgain(state: TenderState, duty: Duty, deadlines: readonly Deadline[], at: Instant): Duty {
  if (duty.metAt !== null) return duty;
  const startsAt = dutyStartsAt(state, duty);
  const deadline = deadlines.find((one) => one.rule === duty.rule && one.startsAt === startsAt);
  if (deadline === undefined || deadline.endsAt === duty.dueAt) return duty;
  return { ...duty, dueAt: deadline.endsAt, timedOutAt: deadline.endsAt > at ? null : duty.timedOutAt };
}

function movedAmong(before: readonly Deadline[], after: readonly Deadline[]): Moved[] {
  return before.flatMap((old, index) => {
    const toAt = after[index]?.endsAt ?? old.endsAt;
    return toAt === old.endsAt ? [] : [{ rule: old.rule, fromAt: old.endsAt, toAt }];
  });
}

function latestPublicityEnd(deadlines: readonly Deadline[], rule: string | null): Instant | null {
  const ends = deadlines.filter((one) => one.rule === rule).map((one) => one.endsAt);
  return ends.length === 0 ? null : Math.max(...ends);
}
