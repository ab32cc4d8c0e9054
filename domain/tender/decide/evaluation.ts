import { checkPublicity } from '../../law/checks/publicity.ts';
import type { LawContext } from '../../law/context.ts';
import { deadlineAfter } from '../../law/deadline.ts';
import { numberOf } from '../../law/values.ts';
import { rulesOf } from '../../procedure/index.ts';
import type { Instant } from '../../time/instant.ts';
import type { TenderCommand } from '../commands.ts';
import { dutyFor } from '../duties.ts';
import type { TenderEvent } from '../events.ts';
import type { TenderState } from '../state.ts';
import { happened } from './happened.ts';

/** The evaluation report is received; without a candidate the tender has failed. */
export function decideEvaluationReport(
  command: Extract<TenderCommand, { name: 'submitEvaluationReport' }>,
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): TenderEvent[] {
  const { committee, candidates, rejected, summary, documents } = command;
  const rules = rulesOf(state.draft);
  const next = rules.candidatesDue ?? rules.awardDue;
  if (next === null) throw new RangeError(`${state.procedure} has nothing due after the evaluation`);
  const due = deadlineAfter(ctx, next, at);
  const reported = happened(at, ctx, rules.evaluationReport, {
    name: 'evaluationReported',
    report: { reportedAt: at, committee, candidates, rejected, summary, documents },
    deadlines: [due],
    duty: dutyFor(rules.candidatesDue === null ? 'issue-award' : 'publish-candidates', due),
  });
  if (candidates.length === 0) {
    return [reported, happened(at, ctx, rules.allRejected, { name: 'tenderFailed', reason: 'all-rejected' })];
  }
  if (!tooFewConform(state, rejected.length, rules.fewConforming, ctx)) return [reported];
  const reason = 'failed-fewer-than-three';
  return [reported, happened(at, ctx, rules.fewConforming, { name: 'tenderFailed', reason })];
}

/** In procurement too few conforming bids end the tender (87号令 43); under 招标投标法 the committee decides. */
function tooFewConform(state: TenderState, rejected: number, rule: string | null, ctx: LawContext): boolean {
  if (rule === null) return false;
  const opened = (state.openedBids ?? []).filter((bid) => bid.result === 'opened').length;
  return opened - rejected < numberOf(ctx, rule, 'minConforming');
}

/** The candidates are published, until the end asked for or the earliest lawful one. */
export function decideCandidates(
  command: Extract<TenderCommand, { name: 'publishCandidates' }>,
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): TenderEvent[] {
  const { deadlines, earliestEndAt } = checkPublicity(ctx, state, at, command.publicityEndsAt);
  return [
    happened(at, ctx, rulesOf(state.draft).candidatesDue, {
      name: 'candidatesPublished',
      publicityEndsAt: command.publicityEndsAt ?? earliestEndAt,
      deadlines,
    }),
  ];
}
