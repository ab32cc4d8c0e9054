import type { AnnouncementKind } from '../../disclosure/announcement.ts';
import type { TenderDraft } from '../ground/draft.ts';

/** What a launched tender publishes first. Bidders who are invited get their invitation; the public gets the reason. */
export function noticeKind(draft: TenderDraft): AnnouncementKind {
  if (draft.method === 'single-source') return 'single-source';
  if (draft.invitees.length > 0) return 'invited-tender';
  return draft.qualification === 'before' ? 'prequalification-notice' : 'tender-notice';
}
