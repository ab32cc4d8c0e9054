import type { LawContext } from '../../law/context.ts';
import { numberOf } from '../../law/values.ts';
import { addDays, dateOf, MS_PER_DAY, startOfDate, type Instant } from '../../time/instant.ts';
import { moveBidDeadline } from '../ground/deadlines-moved.ts';
import type { SharedEvent } from '../ground/events.ts';
import type { TenderState } from '../ground/state.ts';

interface Outage {
  readonly fromAt: Instant;
  readonly untilAt: Instant;
}

const MS_PER_HOUR = 3_600_000;

const MS_PER_MINUTE = 60_000;

/**
 * Interpretation (INT-07): when the platform could not be reached for long in the hours before a deadline,
 * the deadline moves to the same hour of the next working day. The outages are the evidence. Empty when
 * they are too short, or the deadline has not come.
 */
export function makeUpDowntime(
  step: { readonly outages: readonly Outage[] },
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): SharedEvent[] {
  if (state.phase !== 'bidding' || state.suspension !== null || at < state.bidDeadlineAt) return [];
  const outages = relevantOutages(step.outages, state.bidDeadlineAt, ctx);
  const downMs = outages.reduce((sum, { fromAt, untilAt }) => sum + (untilAt - fromAt), 0);
  if (downMs < numberOf(ctx, 'INT-07', 'minMinutes') * MS_PER_MINUTE) return [];
  const moved = moveBidDeadline(
    state,
    nextWorkingDay(state.bidDeadlineAt, ctx),
    'downtime',
    at,
    ctx,
    'INT-07',
  );
  return [{ ...moved, outages } as SharedEvent[][number]];
}

/** The parts of outages that lie in the hours before the deadline. */
function relevantOutages(
  outages: readonly { readonly fromAt: Instant; readonly untilAt: Instant }[],
  deadlineAt: Instant,
  ctx: LawContext,
): { fromAt: Instant; untilAt: Instant }[] {
  const windowFromAt = deadlineAt - numberOf(ctx, 'INT-07', 'windowHours') * MS_PER_HOUR;
  return outages
    .map(({ fromAt, untilAt }) => ({
      fromAt: Math.max(fromAt, windowFromAt),
      untilAt: Math.min(untilAt, deadlineAt),
    }))
    .filter(({ fromAt, untilAt }) => untilAt > fromAt);
}

function nextWorkingDay(at: Instant, ctx: LawContext): Instant {
  const timeOfDay = at - startOfDate(dateOf(at));
  let date = addDays(dateOf(at), 1);
  while (!ctx.calendar.dayOf(date).working) date = addDays(date, 1);
  return startOfDate(date) + (timeOfDay % MS_PER_DAY);
}
