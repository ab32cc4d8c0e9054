import type { TenderEvent } from '../events.ts';
import type { TenderState } from '../state.ts';

/** The state of a tender whose notice was just published. */
export function launched(event: Extract<TenderEvent, { name: 'noticePublished' }>): TenderState {
  const { draft, at } = event;
  return {
    id: event.tenderId,
    version: 1,
    rehearsal: event.rehearsal,
    ruleset: event.ruleset,
    draft,
    phase: 'notice',
    launchedAt: at,
    documentsIssuedFromAt: draft.schedule.documentsIssuedFromAt,
    documentsIssuedUntilAt: draft.schedule.documentsIssuedUntilAt,
    bidDeadlineAt: draft.schedule.bidDeadlineAt,
    decryptionEndsAt: null,
    publicityEndsAt: null,
    milestones: { noticePublished: at },
    deadlines: event.deadlines,
    duties: [],
    clarifications: [],
    objections: [],
    suspension: null,
    closedBidCount: null,
    openedBids: null,
    evaluation: null,
    award: null,
    contract: null,
    outcome: null,
  };
}
