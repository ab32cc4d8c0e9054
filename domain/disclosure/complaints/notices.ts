import { complaintDisclosureOf, type ComplaintEvent } from '../../complaint/complaint.ts';
import type { ComplaintState } from '../../complaint/ground/state.ts';
import type { TenderState } from '../../tender/ground/state.ts';
import { plainData } from '../format/text.ts';
import type { PartyNotice } from '../notices/notice.ts';
import { markedRehearsal } from '../notices/rehearsal.ts';

/** What is to be told to which parties at an event of a complaint, given the state after it. */
export function complaintNoticesOf(
  event: ComplaintEvent,
  state: ComplaintState,
  tender: TenderState,
): PartyNotice[] {
  const notices = plainData(complaintDisclosureOf(event).tells(event, { state, tender }));
  return state.rehearsal ? notices.map(markedRehearsal) : notices;
}
