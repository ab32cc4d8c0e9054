import type { LawContext } from '../../law/context.ts';
import type { Actor } from '../../tender/ground/actor.ts';
import { requirePinnedRuleset } from '../../tender/ground/pinned.ts';
import type { Instant } from '../../time/instant.ts';
import type { ComplaintCommand, ComplaintStep } from '../commands.ts';
import { runningComplaintDuties } from '../duties.ts';
import type { ComplaintEvent } from '../events.ts';
import { complaintEnded } from '../facts.ts';
import { complaintRules } from '../rules.ts';
import type { ComplaintState } from '../state.ts';
import type { Surroundings } from '../surroundings.ts';
import { decideFiling } from './filing.ts';
import {
  decideAcceptance,
  decideCopies,
  decideCorrection,
  decideCorrectionRequest,
  decideDecision,
  decideExcludedEnd,
  decideWithdrawal,
} from './handling.ts';
import { happened } from './happened.ts';
import { decideComplaintRederivation } from './rederive.ts';

/**
 * What an admitted command brings about, in order. Assumes that `admitComplaint` gave no refusal for the same
 * arguments; throws an Error where that would make it impossible to decide.
 */
export function decideComplaint(
  command: ComplaintCommand,
  actor: Actor,
  state: ComplaintState | null,
  at: Instant,
  ctx: LawContext,
  around: Surroundings,
): ComplaintEvent[] {
  requirePinnedRuleset(around.tender, ctx);
  if (command.name === 'fileComplaint') return decideFiling(command, actor, at, ctx, around);
  if (state === null) throw new Error(`${command.name} needs a complaint`);
  const rules = complaintRules(ctx);
  switch (command.name) {
    case 'correctComplaint':
      return decideCorrection(command, at, ctx);
    case 'withdrawComplaint':
      return decideWithdrawal(command, at, ctx);
    case 'requestCorrection':
      return decideCorrectionRequest(command, state, at, ctx);
    case 'acceptComplaint':
      return decideAcceptance(state, at, ctx);
    case 'refuseComplaint': {
      const { ground, reason } = command;
      return [happened(at, ctx, rules.refusal, { name: 'complaintRefused', ground, reason })];
    }
    case 'sendCopies':
      return decideCopies(at, ctx);
    case 'openExcludedTime': {
      const { id, kind, text } = command;
      const excluded = { id, kind, text, openedAt: at, closedAt: null };
      return [happened(at, ctx, rules.decision, { name: 'excludedTimeOpened', excluded })];
    }
    case 'closeExcludedTime':
      return decideExcludedEnd(command, state, at, ctx);
    case 'makeStatement': {
      const { text, documents } = command;
      return [happened(at, ctx, rules.statement, { name: 'complaintStatementMade', text, documents })];
    }
    case 'decideComplaint':
      return decideDecision(command, at, ctx, around);
    case 'publishDecision':
      return [happened(at, ctx, rules.remedies ?? rules.decision, { name: 'complaintDecisionPublished' })];
    case 'rederiveComplaint':
      return decideComplaintRederivation(state, at, ctx);
    default:
      return command satisfies never;
  }
}

/**
 * The owner of a duty is told that it falls due, once for each due; a duty whose time is over unmet becomes a
 * timed-out step. Empty when it was done already, rests, or is not due.
 */
export function decideComplaintStep(
  step: ComplaintStep,
  state: ComplaintState,
  at: Instant,
): ComplaintEvent[] {
  const duty = runningComplaintDuties(state).find((one) => one.id === step.dutyId);
  if (duty === undefined || complaintEnded(state.status)) return [];
  const { id: dutyId, owner, dueAt, rule, article } = duty;
  if (step.name === 'announceDue') {
    if (duty.announcedAt !== null || at >= dueAt) return [];
    return [{ name: 'complaintDutyReminded', dutyId, owner, dueAt, at, rule, article }];
  }
  if (at < dueAt) return [];
  return [{ name: 'complaintStepTimedOut', dutyId, owner, dueAt, at, rule, article }];
}
