import { checkPublicity } from '../../law/checks/publicity.ts';
import type { LawContext } from '../../law/context.ts';
import { deadlineAfter } from '../../law/deadline.ts';
import type { Instant } from '../../time/instant.ts';
import type { TenderCommand } from '../commands.ts';
import { dutyFor } from '../duties.ts';
import type { TenderEvent } from '../events.ts';
import type { TenderState } from '../state.ts';
import { happened } from './happened.ts';

/** The evaluation report is received; without a candidate the tender has failed. */
export function decideEvaluationReport(
  command: Extract<TenderCommand, { name: 'submitEvaluationReport' }>,
  at: Instant,
  ctx: LawContext,
): TenderEvent[] {
  const { committee, candidates, rejected, summary, documents } = command;
  const publication = deadlineAfter(ctx, 'ZTB-401', at);
  const reported = happened(at, ctx, 'ZTB-318', {
    name: 'evaluationReported',
    report: { reportedAt: at, committee, candidates, rejected, summary, documents },
    deadlines: [publication],
    duty: dutyFor('publish-candidates', publication),
  });
  if (candidates.length > 0) return [reported];
  return [reported, happened(at, ctx, 'ZTB-316', { name: 'tenderFailed', reason: 'all-rejected' })];
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
    happened(at, ctx, 'ZTB-401', {
      name: 'candidatesPublished',
      publicityEndsAt: command.publicityEndsAt ?? earliestEndAt,
      deadlines,
    }),
  ];
}
