import { applyComplaint, type ComplaintEvent, type ComplaintState } from '../../domain/complaint/index.ts';
import { complaintAnnouncementOf, complaintNoticesOf } from '../../domain/disclosure/complaints/index.ts';
import { complaintRecordParts } from '../../domain/record/complaint-part.ts';
import { loadState, saveComplaint, type Tx } from '../../store/index.ts';
import { recordHistory, type Doer, type RecordedCase } from './history.ts';

const RECORDED: RecordedCase<ComplaintState, ComplaintEvent> = {
  apply: applyComplaint,
  standsIn: ({ tender, rehearsal }) => ({ tenderId: tender.id, rehearsal }),
  parts: complaintRecordParts,
  prepare: () => Promise.resolve(),
  effects: async (tx, event, state) => {
    const tender = await loadState(tx, state.tender.id, false);
    if (tender === null) throw new Error(`tender ${state.tender.id} is not launched`);
    const announcement = complaintAnnouncementOf(event, state, tender);
    return {
      publication: announcement === null ? null : { announcement, release: null },
      notices: complaintNoticesOf(event, state, tender),
    };
  },
  save: saveComplaint,
};

/** Has a complaint's history grow by events, in the record and the lane of its tender. Gives the new state. */
export function recordComplaintEvents(
  tx: Tx,
  before: ComplaintState | null,
  events: readonly ComplaintEvent[],
  doer: Doer,
): Promise<ComplaintState> {
  return recordHistory(tx, RECORDED, before, events, doer);
}
