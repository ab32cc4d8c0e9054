import type { TenderState } from '../../tender/ground/state.ts';
import { disclosureOf, type TenderEvent } from '../../tender/tender.ts';
import { plainData } from '../format/text.ts';
import type { PartyNotice } from './notice.ts';
import { markedRehearsal } from './rehearsal.ts';

/**
 * What is to be told to which parties at an event, given the state after it. A notice never names a
 * holder of documents, one of the invited, an applicant or a bidder before the opening, or an objector.
 */
export function noticesOf(event: TenderEvent, state: TenderState): PartyNotice[] {
  const notices = plainData(disclosureOf(event).tells(event, state));
  return state.rehearsal ? notices.map(markedRehearsal) : notices;
}
