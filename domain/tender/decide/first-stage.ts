import { checkSchedule } from '../../law/checks/draft.ts';
import type { LawContext } from '../../law/context.ts';
import { numberOf } from '../../law/values.ts';
import { rulesOf } from '../../procedure/index.ts';
import type { Instant } from '../../time/instant.ts';
import type { Actor, TenderCommand } from '../commands.ts';
import type { TenderEvent } from '../events.ts';
import type { Application, PartyRef, TenderState } from '../state.ts';
import { happened } from './happened.ts';

type Command<N extends TenderCommand['name']> = Extract<TenderCommand, { name: N }>;

/** The rule of a first stage: how applications are handled, or that a tender has two stages. */
export function firstStageRule(state: TenderState): string {
  return state.draft.method === 'two-stage' ? 'ZTB-021' : 'EB-026';
}

/** An application, or a technical proposal, is received. */
export function decideApplication(
  command: Command<'submitApplication'>,
  actor: Actor,
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): TenderEvent[] {
  const { partyId, uscc, partyName } = actor;
  if (partyId === null || uscc === null) throw new Error('an application needs a party');
  const application: Application = {
    id: command.id,
    partyId,
    party: { name: partyName ?? uscc, uscc },
    filedAt: at,
    documents: command.documents,
  };
  return [happened(at, ctx, firstStageRule(state), { name: 'applicationSubmitted', application })];
}

/**
 * The first stage ends: who may bid, and when. With too few qualified the tender has failed (ZTB-009); of
 * proposals the law asks no number.
 */
export function decideConclusion(
  command: Command<'concludeFirstStage'>,
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): TenderEvent[] {
  const rules = rulesOf(state.draft);
  const { schedule, documents, committee, report = [] } = command;
  const admitted = command.admitted.map((uscc) => applicantOf(state, uscc));
  const rejected = command.rejected.map(({ uscc, reason }) => ({ party: applicantOf(state, uscc), reason }));
  const prequalified = state.draft.qualification === 'before';
  const concluded = happened(at, ctx, prequalified ? rules.applicationResult : 'ZTB-021', {
    name: 'firstStageConcluded',
    conclusion: { concludedAt: at, admitted, rejected, committee, report },
    schedule,
    documents,
    deadlines: checkSchedule(ctx, { ...state.draft, schedule }).deadlines,
  });
  if (!prequalified || admitted.length >= leastQualified(ctx, rules.fewQualified)) return [concluded];
  const reason = 'failed-fewer-than-three';
  return [concluded, happened(at, ctx, rules.fewQualified, { name: 'tenderFailed', reason })];
}

function leastQualified(ctx: LawContext, rule: string): number {
  return numberOf(ctx, rule, rule === 'ZTB-009' ? 'minQualified' : 'minConforming');
}

function applicantOf(state: TenderState, uscc: string): PartyRef {
  const found = state.firstStage?.applications.find((one) => one.party.uscc === uscc);
  if (found === undefined) throw new Error(`${uscc} has not applied`);
  return found.party;
}
