import type { TenderState } from '../../tender/ground/state.ts';
import { disclosureOf, type TenderEvent } from '../../tender/tender.ts';
import { isPublicPaper, papersOf } from '../../visibility/index.ts';
import type { Announcement, AnnouncementContext, DocumentLink } from '../announcement.ts';
import { plainData } from '../format/text.ts';
import { titled } from '../title.ts';
import { documentUrl } from '../urls.ts';
import { kindName, kindOf } from './kinds.ts';

/**
 * The announcement that the law calls for at an event, given the state after it; null where it calls
 * for none (`kindOf`). Text is cleaned of control and direction-changing characters.
 */
export function announcementOf(
  event: TenderEvent,
  state: TenderState,
  ctx: AnnouncementContext,
): Announcement | null {
  const kind = kindOf(event, state);
  const { announces } = disclosureOf(event);
  if (kind === null || announces === null) return null;
  const body = announces.body(event, state, ctx);
  const name = kindName(kind, state.draft);
  const published = new Set(
    papersOf(state)
      .filter((paper) => isPublicPaper(paper, state))
      .map(({ document }) => document.sha256),
  );
  const documents = (body.documents ?? []).map((document): DocumentLink => ({
    ...document,
    url: published.has(document.sha256) ? documentUrl(ctx.publicUrl, state.id, document.sha256) : null,
  }));
  return plainData({
    ...body,
    kind,
    kindName: name,
    title: titled(state, name),
    projectCode: state.draft.projectCode,
    documents,
    at: event.at,
    rehearsal: state.rehearsal,
  });
}
