import { happened } from '../../case/happened.ts';
import type { LawContext } from '../../law/context.ts';
import { endAfterSuspension } from '../../objection/index.ts';
import { MS_PER_DAY, type Instant } from '../../time/instant.ts';
import { moveApplicationsDue, moveBidDeadline } from './deadlines-moved.ts';
import { dutyStartsAt, openDuties, restsWithProcess } from './duties.ts';
import type { SharedEvent } from './events.ts';
import type { TenderState } from './state.ts';

/**
 * What follows when some grounds of a suspension end. With the last order of the authority the tenderee's
 * own clocks run again; with the last ground the process goes on, and who lost time gets it back.
 */
export function goOn(
  state: TenderState,
  ended: readonly string[],
  at: Instant,
  ctx: LawContext,
): SharedEvent[] {
  const { suspension } = state;
  if (suspension === null) return [];
  const left = suspension.grounds.filter((ground) => !ended.includes(ground.id));
  const { orderedSinceAt } = suspension;
  const orderOver = orderedSinceAt !== null && !left.some((ground) => ground.kind === 'instruction');
  const clocks = orderOver ? restartDuties(state, orderedSinceAt, at, ctx) : [];
  if (left.length > 0) return clocks;
  const resumed: SharedEvent = happened(at, ctx, suspension.rule, {
    name: 'processResumed',
    suspendedMs: Math.max(0, at - suspension.sinceAt),
  });
  return [...clocks, resumed, ...giveBackTime(state, suspension.sinceAt, suspension.rule, at, ctx)];
}

/**
 * Interpretation (INT-06): an order to suspend stops the time in which the tenderee must bring the process
 * forward; it has as many days left afterwards as before. Replies and repayments are owed all the while.
 */
function restartDuties(state: TenderState, sinceAt: Instant, at: Instant, ctx: LawContext): SharedEvent[] {
  const moved = openDuties(state)
    .filter(restsWithProcess)
    .flatMap((duty) => {
      const fromAt = Math.max(sinceAt, dutyStartsAt(state, duty) ?? sinceAt);
      const days = Math.ceil((at - fromAt) / MS_PER_DAY);
      return days <= 0 ? [] : [{ dutyId: duty.id, fromAt: duty.dueAt, toAt: duty.dueAt + days * MS_PER_DAY }];
    });
  if (moved.length === 0) return [];
  return [happened(at, ctx, 'INT-06', { name: 'dutiesMoved', because: 'suspension', reason: null, moved })];
}

/** The end points still to come that the pause reached or pressed upon. */
function giveBackTime(
  state: TenderState,
  sinceAt: Instant,
  rule: string,
  at: Instant,
  ctx: LawContext,
): SharedEvent[] {
  const { applicationsClosed, bidsClosed, bidsOpened, publicityEnded } = state.milestones;
  if (state.firstStage !== null && applicationsClosed === undefined) {
    const fromAt = state.firstStage.dueAt;
    const toAt = endAfterSuspension(fromAt, sinceAt, at);
    return toAt === fromAt ? [] : [moveApplicationsDue(state, toAt, at, ctx, rule)];
  }
  if (bidsClosed === undefined) {
    const toAt = endAfterSuspension(state.bidDeadlineAt, sinceAt, at);
    return toAt === state.bidDeadlineAt ? [] : [moveBidDeadline(state, toAt, 'suspension', at, ctx, rule)];
  }
  if (bidsOpened === undefined && state.decryptionEndsAt !== null) {
    const fromAt = state.decryptionEndsAt;
    const toAt = fromAt + (at - Math.max(sinceAt, bidsClosed));
    return [happened(at, ctx, rule, { name: 'decryptionMoved', fromAt, toAt })];
  }
  const fromAt = state.publicityEndsAt;
  if (fromAt === null || publicityEnded !== undefined) return [];
  const toAt = endAfterSuspension(fromAt, sinceAt, at);
  return toAt === fromAt ? [] : [happened(at, ctx, rule, { name: 'publicityMoved', fromAt, toAt })];
}

/** The orders to suspend end: all of them by a new order, those at their limit by themselves. */
export function liftOrders(
  state: TenderState,
  because: 'order' | 'limit',
  at: Instant,
  ctx: LawContext,
): SharedEvent[] {
  const over = (state.suspension?.grounds ?? []).filter(
    ({ kind, untilAt }) =>
      kind === 'instruction' && (because === 'order' || (untilAt !== null && at >= untilAt)),
  );
  if (over.length === 0) return [];
  const lifted = over.map(({ id, rule }) =>
    happened<SharedEvent>(at, ctx, rule, { name: 'suspensionLifted', groundId: id, because }),
  );
  return [
    ...lifted,
    ...goOn(
      state,
      over.map(({ id }) => id),
      at,
      ctx,
    ),
  ];
}

/** A ground is gone; the suspension itself ends with `processResumed`. */
export function withoutGround(state: TenderState, groundId: string): TenderState['suspension'] {
  const { suspension } = state;
  if (suspension === null) return null;
  const grounds = suspension.grounds.filter((one) => one.id !== groundId);
  const ordered = grounds.some((one) => one.kind === 'instruction');
  return { ...suspension, grounds, orderedSinceAt: ordered ? suspension.orderedSinceAt : null };
}
