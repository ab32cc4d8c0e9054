import { numberOf } from '../../law/values.ts';
import type { LawContext } from '../../law/context.ts';
import type { Instant } from '../../time/instant.ts';
import type { SystemStep } from '../commands.ts';
import type { TenderEvent } from '../events.ts';
import { requirePinnedRuleset } from '../pinned.ts';
import type { TenderState } from '../state.ts';
import { happened } from './happened.ts';

type Step<N extends SystemStep['name']> = Extract<SystemStep, { name: N }>;

/**
 * What a step of the clock brings at an instant. Empty when it was done already, is not due, or rests
 * on an unanswered objection: a caller may repeat it without harm.
 *
 * Issue of documents goes on during a suspension (it serves the bidders); the closing and the end of
 * the publicity wait for the process to go on.
 */
export function decideStep(
  step: SystemStep,
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): TenderEvent[] {
  requirePinnedRuleset(state, ctx);
  if (state.outcome !== null) return [];
  switch (step.name) {
    case 'openDocuments':
      if (state.phase !== 'notice' || at < state.documentsIssuedFromAt) return [];
      return [happened(at, ctx, 'ZTB-004', { name: 'documentsOpened' })];
    case 'closeDocuments':
      if (state.phase !== 'documents' || at < state.documentsIssuedUntilAt) return [];
      return [happened(at, ctx, 'ZTB-001', { name: 'documentsClosed' })];
    case 'closeBids':
      return closeBids(step, state, at, ctx);
    case 'completeKeys':
      if (state.phase !== 'opening' || state.milestones.keysComplete !== undefined) return [];
      return [happened(at, ctx, 'EB-013', { name: 'keysCompleted' })];
    case 'openBids':
      return openBids(step, state, at, ctx);
    case 'endPublicity':
      return endPublicity(state, at, ctx);
    case 'timeOutDuty':
      return timeOutDuty(step, state, at);
    default:
      return step satisfies never;
  }
}

function closeBids(step: Step<'closeBids'>, state: TenderState, at: Instant, ctx: LawContext): TenderEvent[] {
  if (state.phase !== 'bidding' || state.suspension !== null || at < state.bidDeadlineAt) return [];
  const { bidCount, bidderCount } = step;
  const closed = happened(at, ctx, 'ZTB-211', { name: 'bidsClosed', bidCount, bidderCount });
  if (bidderCount >= numberOf(ctx, 'ZTB-213', 'minBidders')) return [closed];
  return [closed, happened(at, ctx, 'ZTB-213', { name: 'tenderFailed', reason: 'failed-fewer-than-three' })];
}

function openBids(step: Step<'openBids'>, state: TenderState, at: Instant, ctx: LawContext): TenderEvent[] {
  if (state.phase !== 'opening') return [];
  const windowOver = state.decryptionEndsAt !== null && at >= state.decryptionEndsAt;
  if (state.milestones.keysComplete === undefined && !windowOver) return [];
  return [happened(at, ctx, 'ZTB-302', { name: 'bidsOpened', bids: step.bids })];
}

function endPublicity(state: TenderState, at: Instant, ctx: LawContext): TenderEvent[] {
  const { publicityEndsAt, suspension } = state;
  if (state.phase !== 'publicity' || suspension !== null) return [];
  if (publicityEndsAt === null || at < publicityEndsAt) return [];
  return [happened(at, ctx, 'ZTB-402', { name: 'publicityEnded' })];
}

function timeOutDuty(step: Step<'timeOutDuty'>, state: TenderState, at: Instant): TenderEvent[] {
  const duty = state.duties.find((one) => one.id === step.dutyId);
  if (duty === undefined || duty.metAt !== null || duty.timedOutAt !== null || at < duty.dueAt) return [];
  const { rule, article, id: dutyId, dueAt } = duty;
  return [{ name: 'stepTimedOut', dutyId, dueAt, at, rule, article }];
}
