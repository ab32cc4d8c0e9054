import { numberOf } from '../../law/values.ts';
import { rulesOf } from '../../procedure/index.ts';
import type { LawContext } from '../../law/context.ts';
import type { Instant } from '../../time/instant.ts';
import type { SystemStep } from '../commands.ts';
import { restsWithProcess } from '../duties.ts';
import type { TenderEvent } from '../events.ts';
import { requirePinnedRuleset } from '../pinned.ts';
import type { TenderState } from '../state.ts';
import { makeUpDowntime } from './downtime.ts';
import { decideFirstStageStep } from './first-stage-step.ts';
import { happened } from './happened.ts';
import { decideOpened } from './opening.ts';
import { lift } from './supervision.ts';

type Step<N extends SystemStep['name']> = Extract<SystemStep, { name: N }>;

/** The authority has the whole process at rest, the opening included. */
const ordered = (state: TenderState): boolean =>
  state.suspension !== null && state.suspension.orderedSinceAt !== null;

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
  if (step.name === 'timeOutDuty') return timeOutDuty(step, state, at);
  if (step.name === 'announceDue') return announceDue(step, state, at);
  if (state.outcome !== null) return [];
  switch (step.name) {
    case 'openFirstStage':
    case 'closeApplications':
      return decideFirstStageStep(step, state, at, ctx);
    case 'openDocuments':
      if (!mayOpenDocuments(state) || at < state.documentsIssuedFromAt) return [];
      return [happened(at, ctx, rulesOf(state.draft).bidPreparation, { name: 'documentsOpened' })];
    case 'closeDocuments':
      if (state.phase !== 'documents' || at < state.documentsIssuedUntilAt) return [];
      return [happened(at, ctx, rulesOf(state.draft).documentsIssue, { name: 'documentsClosed' })];
    case 'closeBids':
      return closeBids(step, state, at, ctx);
    case 'completeKeys':
      if (state.phase !== 'opening' || ordered(state) || state.milestones.keysComplete !== undefined)
        return [];
      return [happened(at, ctx, 'EB-013', { name: 'keysCompleted' })];
    case 'openBids':
      return openBids(step, state, at, ctx);
    case 'endPublicity':
      return endPublicity(state, at, ctx);
    case 'endSuspension':
      return lift(state, 'limit', at, ctx);
    case 'makeUpDowntime':
      return makeUpDowntime(step, state, at, ctx);
    default:
      return step satisfies never;
  }
}

function closeBids(step: Step<'closeBids'>, state: TenderState, at: Instant, ctx: LawContext): TenderEvent[] {
  if (state.phase !== 'bidding' || state.suspension !== null || at < state.bidDeadlineAt) return [];
  const { bidCount, bidderCount } = step;
  const { lateBid, fewBidders } = rulesOf(state.draft);
  const closed = happened(at, ctx, lateBid, { name: 'bidsClosed', bidCount, bidderCount });
  // Where no verified rule asks for a number, one response is enough to go on and none is not.
  const least = fewBidders === null ? 1 : numberOf(ctx, fewBidders, 'minBidders');
  if (bidderCount >= least) return [closed];
  const reason = 'failed-fewer-than-three';
  return [closed, happened(at, ctx, fewBidders ?? 'GP-211', { name: 'tenderFailed', reason })];
}

function openBids(step: Step<'openBids'>, state: TenderState, at: Instant, ctx: LawContext): TenderEvent[] {
  if (state.phase !== 'opening' || ordered(state)) return [];
  const windowOver = state.decryptionEndsAt !== null && at >= state.decryptionEndsAt;
  if (state.milestones.keysComplete === undefined && !windowOver) return [];
  return decideOpened(step, state, at, ctx);
}

function endPublicity(state: TenderState, at: Instant, ctx: LawContext): TenderEvent[] {
  const { publicityEndsAt, suspension } = state;
  if (state.phase !== 'publicity' || suspension !== null) return [];
  if (publicityEndsAt === null || at < publicityEndsAt) return [];
  return [happened(at, ctx, rulesOf(state.draft).publicity, { name: 'publicityEnded' })];
}

function timeOutDuty(step: Step<'timeOutDuty'>, state: TenderState, at: Instant): TenderEvent[] {
  const duty = state.duties.find((one) => one.id === step.dutyId);
  if (duty === undefined || duty.metAt !== null || duty.timedOutAt !== null || at < duty.dueAt) return [];
  if (ordered(state) && restsWithProcess(duty)) return [];
  const { rule, article, id: dutyId, dueAt } = duty;
  return [{ name: 'stepTimedOut', dutyId, dueAt, at, rule, article }];
}

/** The owner of a duty is told that it falls due; once, and not while its time stands still. */
function announceDue(step: Step<'announceDue'>, state: TenderState, at: Instant): TenderEvent[] {
  const duty = state.duties.find((one) => one.id === step.dutyId);
  if (duty === undefined || duty.metAt !== null || duty.announcedAt !== null || at >= duty.dueAt) return [];
  if (ordered(state) && restsWithProcess(duty)) return [];
  const { rule, article, id: dutyId, dueAt } = duty;
  return [{ name: 'dutyReminded', dutyId, dueAt, at, rule, article }];
}

/** The documents come after the notice; where there is a first stage, after its end. */
function mayOpenDocuments(state: TenderState): boolean {
  if (state.firstStage === null) return state.phase === 'notice';
  return state.milestones.firstStageConcluded !== undefined && state.milestones.documentsOpened === undefined;
}
