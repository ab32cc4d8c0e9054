import { complaintDisclosureOf, type ComplaintEvent } from '../complaint/complaint.ts';
import type { ComplaintState } from '../complaint/ground/state.ts';
import type { RecordParts } from './parts.ts';

/**
 * Divides a complaint's event into its public and its secret part, as its chapter declares. That there is a complaint,
 * about what, and whether its authority keeps its times is for everybody to see; who complains, in which words and with
 * which evidence is only committed to: it would tell who holds documents or bids (招标投标法 22), and what the evaluation
 * weighed (44). The decision's reasons come with its announcement.
 */
export function complaintRecordParts(event: ComplaintEvent, state: ComplaintState): RecordParts {
  const { data, secret, documents } = complaintDisclosureOf(event).record(event);
  return { data: { complaintId: state.id, ...data }, secret, documents };
}
