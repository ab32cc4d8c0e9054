import { dutiesAfterEnd, meetDuty } from '../duties.ts';
import type { TenderEvent } from '../events.ts';
import { rulesOf } from '../../procedure/index.ts';
import { PHASES, type Milestone, type Phase, type TenderState } from '../state.ts';
import { withDeadlines } from './deadlines.ts';

type Event<N extends TenderEvent['name']> = Extract<TenderEvent, { name: N }>;

const MS_PER_MINUTE = 60_000;

/** The state with a milestone passed, in its phase. A phase is left backwards by nothing but an award that is lost. */
export function passed(
  state: TenderState,
  milestone: Milestone,
  at: number,
  phase: Phase = state.phase,
): TenderState {
  if (PHASES.indexOf(phase) < PHASES.indexOf(state.phase)) {
    throw new Error(`tender ${state.id} cannot go back from ${state.phase} to ${phase}`);
  }
  return { ...state, phase, milestones: { ...state.milestones, [milestone]: at } };
}

/** What was clarified or amended; a moved deadline is an event of its own. */
export function clarificationIssued(event: Event<'clarificationIssued'>, state: TenderState): TenderState {
  return {
    ...state,
    clarifications: [...state.clarifications, event.clarification],
    deadlines: withDeadlines(state.deadlines, event.deadlines),
  };
}

/** A duty passed its due unmet. It can still be met, late. */
export function stepTimedOut(event: Event<'stepTimedOut'>, state: TenderState): TenderState {
  const timedOutAt = event.at;
  return {
    ...state,
    duties: state.duties.map((duty) => (duty.id === event.dutyId ? { ...duty, timedOutAt } : duty)),
  };
}

/** No more bids: the opening begins, and with it the window in which bidders hand in their keys (EB-015). */
export function bidsClosed(event: Event<'bidsClosed'>, state: TenderState): TenderState {
  return {
    ...passed(state, 'bidsClosed', event.at, 'opening'),
    closedBidCount: event.bidCount,
    decryptionEndsAt: event.at + state.draft.decryptionWindowMinutes * MS_PER_MINUTE,
  };
}

/** The bids are opened. What is owed for those that count as withdrawn falls due. */
export function bidsOpened(event: Event<'bidsOpened'>, state: TenderState): TenderState {
  const duty = event.duty ?? null;
  return {
    ...passed(state, 'bidsOpened', event.at, 'evaluation'),
    openedBids: event.bids,
    duties: duty === null ? state.duties : [...state.duties, duty],
    deadlines: withDeadlines(state.deadlines, event.deadlines ?? []),
  };
}

/** The evaluation report is in: the candidates are due to be published. */
export function evaluationReported(event: Event<'evaluationReported'>, state: TenderState): TenderState {
  return {
    ...passed(state, 'evaluationReported', event.at, publishes(state) ? 'publicity' : 'award'),
    evaluation: event.report,
    duties: [...state.duties, event.duty],
    deadlines: withDeadlines(state.deadlines, event.deadlines),
  };
}

/** Whether candidates are published before the award; procurement publishes the result after it. */
function publishes(state: TenderState): boolean {
  return rulesOf(state.draft).publicity !== null;
}

/** The owner of a duty was reminded before its due. */
export function dutyReminded(event: Event<'dutyReminded'>, state: TenderState): TenderState {
  const announcedAt = event.at;
  return {
    ...state,
    duties: state.duties.map((duty) => (duty.id === event.dutyId ? { ...duty, announcedAt } : duty)),
  };
}

/** What a return of securities passes and which duties it meets, by whose they are. */
const SECURITIES: Readonly<
  Record<Event<'securityReturned'>['whose'], { milestone: Milestone; met: readonly string[] }>
> = {
  withdrawn: { milestone: 'withdrawnSecurityReturned', met: ['return-withdrawn-security'] },
  others: { milestone: 'othersSecurityReturned', met: ['return-others-security'] },
  all: {
    milestone: 'securityReturned',
    met: ['return-withdrawn-security', 'return-others-security', 'return-security', 'repay'],
  },
};

/** Securities went back: of bids that count as withdrawn, of who did not win, or all that were still held. */
export function securityReturned(event: Event<'securityReturned'>, state: TenderState): TenderState {
  const { milestone, met } = SECURITIES[event.whose];
  return {
    ...passed(state, milestone, event.at),
    duties: met.reduce((duties, id) => meetDuty(duties, id, event.at), state.duties),
  };
}

/** The candidates are public. */
export function candidatesPublished(event: Event<'candidatesPublished'>, state: TenderState): TenderState {
  return {
    ...passed(state, 'candidatesPublished', event.at),
    publicityEndsAt: event.publicityEndsAt,
    duties: meetDuty(state.duties, 'publish-candidates', event.at),
    deadlines: withDeadlines(state.deadlines, event.deadlines),
  };
}

/** The award is decided and notified. */
export function awardNoticeIssued(event: Event<'awardNoticeIssued'>, state: TenderState): TenderState {
  return {
    ...passed(state, 'awardNoticeIssued', event.at, 'contract'),
    award: {
      candidate: event.candidate,
      decidedAt: event.at,
      noticeAt: event.at,
      documents: event.documents ?? [],
    },
    duties: [...meetDuty(state.duties, 'issue-award', event.at), ...event.duties],
    deadlines: withDeadlines(state.deadlines, event.deadlines),
  };
}

/** The contract is signed. */
export function contractSigned(event: Event<'contractSigned'>, state: TenderState): TenderState {
  return {
    ...passed(state, 'contractSigned', event.at, 'report'),
    contract: event.contract,
    duties: [...meetDuty(state.duties, 'sign-contract', event.at), ...event.duties],
    deadlines: withDeadlines(state.deadlines, event.deadlines),
  };
}

/** The written report is in, or the contract is filed. */
export function writtenReportSubmitted(
  event: Event<'writtenReportSubmitted'>,
  state: TenderState,
): TenderState {
  const { at: submittedAt, documents } = event;
  return {
    ...passed(state, 'writtenReportSubmitted', submittedAt),
    writtenReports: [...state.writtenReports, { submittedAt, documents }],
    duties: meetDuty(meetDuty(state.duties, 'written-report', submittedAt), 'file-contract', submittedAt),
  };
}

/** The tender has failed: what was still due lapses with it, for a new tender begins anew. */
export function tenderFailed(event: Event<'tenderFailed'>, state: TenderState): TenderState {
  return {
    ...passed(state, 'failed', event.at),
    outcome: event.reason,
    suspension: null,
    duties: dutiesAfterEnd(state),
  };
}
