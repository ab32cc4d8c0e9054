import { complaintDisclosureOf, type ComplaintEvent } from '../../complaint/complaint.ts';
import type { ComplaintState } from '../../complaint/ground/state.ts';
import type { TenderState } from '../../tender/ground/state.ts';
import type { Announcement } from '../announcement.ts';
import { kindName } from '../announcements/kinds.ts';
import { plainData } from '../format/text.ts';
import { titled } from '../title.ts';

/** The announcement that the law calls for at an event of a complaint, given the state after it; null where it calls for none. */
export function complaintAnnouncementOf(
  event: ComplaintEvent,
  state: ComplaintState,
  tender: TenderState,
): Announcement | null {
  const { announces } = complaintDisclosureOf(event);
  if (announces === null) return null;
  const shown = { state, tender };
  const kind = typeof announces.kind === 'function' ? announces.kind(event, shown) : announces.kind;
  if (kind === null) return null;
  const name = kindName(kind, tender.draft);
  return plainData({
    ...announces.body(event, shown, null),
    kind,
    kindName: name,
    title: titled(tender, name),
    projectCode: tender.draft.projectCode,
    documents: [],
    at: event.at,
    rehearsal: state.rehearsal,
  });
}
