import type { TenderEvent } from '../events.ts';
import type { FirstStage, PartyRef, TenderDraft, TenderState } from '../state.ts';

/** The state of a tender whose notice was just published. */
export function launched(event: Extract<TenderEvent, { name: 'noticePublished' }>): TenderState {
  const { draft, at } = event;
  return {
    id: event.tenderId,
    version: 1,
    rehearsal: event.rehearsal,
    ruleset: event.ruleset,
    procedure: event.procedure,
    draft,
    phase: 'notice',
    launchedAt: at,
    documentsIssuedFromAt: draft.schedule.documentsIssuedFromAt,
    documentsIssuedUntilAt: draft.schedule.documentsIssuedUntilAt,
    bidDeadlineAt: draft.schedule.bidDeadlineAt,
    decryptionEndsAt: null,
    publicityEndsAt: null,
    firstStage: firstStageOf(draft),
    admitted: admittedAtLaunch(draft),
    milestones: { noticePublished: at },
    deadlines: event.deadlines,
    duties: [],
    clarifications: [],
    objections: [],
    questions: [],
    suspension: null,
    instructions: [],
    closedBidCount: null,
    signedIn: [],
    confirmations: [],
    openedBids: null,
    writtenReports: [],
    evaluation: null,
    award: null,
    cancelledAwards: [],
    contract: null,
    outcome: null,
  };
}

function firstStageOf({ firstStage }: TenderDraft): FirstStage | null {
  if (firstStage === null) return null;
  const { issuedFromAt, issuedUntilAt, dueAt } = firstStage;
  return { issuedFromAt, issuedUntilAt, dueAt, applications: [], conclusion: null };
}

/** Who may bid from the beginning: the invited; nobody while a first stage is to decide it; else anybody (null). */
function admittedAtLaunch(draft: TenderDraft): readonly PartyRef[] | null {
  if (draft.firstStage !== null) return [];
  return draft.invitees.length === 0 ? null : draft.invitees;
}
