import type { TenderEvent, TenderState } from '../../tender/index.ts';
import { isPublicPaper, papersOf } from '../../visibility/index.ts';
import type {
  Announcement,
  AnnouncementBody,
  AnnouncementContext,
  DocumentLink,
  EventOf,
} from '../announcement.ts';
import { plainData } from '../format/text.ts';
import { titled } from '../title.ts';
import { documentUrl } from '../urls.ts';
import { awardCancelled } from './award-cancelled.ts';
import { awardResult } from './award-result.ts';
import { candidatePublicity, publicityMoved } from './candidate-publicity.ts';
import { clarificationAnnouncement } from './clarification.ts';
import { contractAnnouncement } from './contract.ts';
import { deadlineMoved, decryptionMoved } from './deadline-moved.ts';
import { deadlinesRederived } from './deadlines-rederived.ts';
import { invalidation, termination } from './ended.ts';
import { applicationsDueMoved, firstStageConcluded } from './first-stage.ts';
import { kindName, kindOf } from './kinds.ts';
import { objectionReply } from './objection-reply.ts';
import { openingRecord } from './opening-record.ts';
import { resumptionAnnouncement, suspensionAnnouncement, suspensionLifted } from './suspension.ts';
import { tenderFailed } from './tender-failed.ts';
import { noticeAnnouncement } from './tender-notice.ts';

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
  if (kind === null) return null;
  const body = bodyOf(event, state, ctx);
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

type Body<Name extends TenderEvent['name']> = (
  event: EventOf<Name>,
  state: TenderState,
  ctx: AnnouncementContext,
) => AnnouncementBody;

/** What each announced event says; every event that has a kind is here. */
const BODIES: { readonly [Name in TenderEvent['name']]?: Body<Name> } = {
  noticePublished: noticeAnnouncement,
  firstStageConcluded,
  applicationsDueMoved,
  clarificationIssued: clarificationAnnouncement,
  bidDeadlineMoved: deadlineMoved,
  processSuspended: suspensionAnnouncement,
  suspensionLifted,
  objectionReplied: objectionReply,
  processResumed: resumptionAnnouncement,
  decryptionMoved,
  bidsOpened: openingRecord,
  candidatesPublished: candidatePublicity,
  publicityMoved,
  awardNoticeIssued: awardResult,
  awardCancelled,
  contractSigned: contractAnnouncement,
  deadlinesRederived,
  tenderFailed,
  tenderTerminated: termination,
  tenderInvalidated: invalidation,
};

function bodyOf(event: TenderEvent, state: TenderState, ctx: AnnouncementContext): AnnouncementBody {
  const body = BODIES[event.name] as Body<never> | undefined;
  if (body === undefined) throw new RangeError(`${event.name} has a kind of announcement, but no text`);
  return body(event as never, state, ctx);
}
