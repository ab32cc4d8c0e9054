import { rulesOf } from '../../procedure/index.ts';
import type { TenderEvent } from '../events.ts';
import type { Milestone, TenderState } from '../state.ts';

/** What an award notice sets: with the award it falls away, and comes anew with the next one. */
const OF_THE_AWARD: readonly string[] = ['sign-contract', 'written-report', 'return-others-security'];

/**
 * An award is lost before its contract: the tender stands again where it was before the notice, with one
 * candidate fewer. It is the one step that leads back; the process, which waits for the contract, goes on
 * waiting for it. A written report told of the award that is no more, and is owed again; so are the
 * securities of who did not win, where the one that was the winner's goes back with them now.
 */
export function awardCancelled(
  event: Extract<TenderEvent, { name: 'awardCancelled' }>,
  state: TenderState,
): TenderState {
  const { award } = state;
  if (award === null || event.rule === null || event.article === null)
    throw new Error(`tender ${state.id} has no award to lose`);
  const { candidate, ground, rule, article, securityKept, instructionId } = event;
  const undone: Milestone[] = ['awardNoticeIssued', 'writtenReportSubmitted'];
  if (!securityKept) undone.push('othersSecurityReturned');
  const { contract, closingReport, othersSecurityReturn } = rulesOf(state.draft);
  const rules = [contract, closingReport, othersSecurityReturn];
  return {
    ...state,
    phase: 'award',
    award: null,
    cancelledAwards: [
      ...state.cancelledAwards,
      {
        candidate,
        ground,
        rule,
        article,
        noticeAt: award.noticeAt,
        cancelledAt: event.at,
        securityKept,
        instructionId,
        documents: event.documents,
        noticeDocuments: award.documents,
      },
    ],
    milestones: without(state.milestones, undone),
    duties: state.duties.filter(({ id }) => !OF_THE_AWARD.includes(id)),
    deadlines: state.deadlines.filter(
      (one) => !(rules.includes(one.rule) && one.startsAt === award.noticeAt),
    ),
  };
}

function without(
  milestones: TenderState['milestones'],
  undone: readonly Milestone[],
): TenderState['milestones'] {
  return Object.fromEntries(
    Object.entries(milestones).filter(([name]) => !undone.includes(name as Milestone)),
  );
}
