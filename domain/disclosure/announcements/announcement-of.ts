import type { TenderEvent, TenderState } from '../../tender/index.ts';
import type { Announcement, AnnouncementBody, AnnouncementContext, DocumentLink } from '../announcement.ts';
import { KIND_NAMES } from '../announcement.ts';
import { plainData } from '../format/text.ts';
import { titled } from '../title.ts';
import { documentUrl } from '../urls.ts';
import { awardResult } from './award-result.ts';
import { candidatePublicity, publicityMoved } from './candidate-publicity.ts';
import { clarificationAnnouncement } from './clarification.ts';
import { contractAnnouncement } from './contract.ts';
import { deadlineMoved } from './deadline-moved.ts';
import { deadlinesRederived } from './deadlines-rederived.ts';
import { openingRecord } from './opening-record.ts';
import { objectionReply, resumptionAnnouncement, suspensionAnnouncement } from './suspension.ts';
import { tenderFailed } from './tender-failed.ts';
import { tenderNotice } from './tender-notice.ts';

/**
 * The announcement that the law calls for at an event, given the state after it; null where it calls
 * for none. Text is cleaned of control and direction-changing characters.
 */
export function announcementOf(
  event: TenderEvent,
  state: TenderState,
  ctx: AnnouncementContext,
): Announcement | null {
  const body = bodyOf(event, state, ctx);
  if (body === null) return null;
  const documents = (body.documents ?? []).map((document): DocumentLink => ({
    ...document,
    url: documentUrl(ctx.publicUrl, state.id, document.sha256),
  }));
  return plainData({
    ...body,
    title: titled(state, KIND_NAMES[body.kind]),
    projectCode: state.draft.projectCode,
    documents,
    at: event.at,
    rehearsal: state.rehearsal,
  });
}

/** Every event is decided here by name, so that a new one cannot be forgotten: the compiler asks for it. */
function bodyOf(event: TenderEvent, state: TenderState, ctx: AnnouncementContext): AnnouncementBody | null {
  switch (event.name) {
    case 'noticePublished':
      return tenderNotice(event, ctx);
    case 'clarificationIssued':
      return clarificationAnnouncement(event, state);
    case 'bidDeadlineMoved':
      return deadlineMoved(event, state);
    case 'processSuspended':
      return suspensionAnnouncement(event, state);
    case 'objectionReplied':
      return objectionReply(event, state);
    case 'processResumed':
      return resumptionAnnouncement(event, state);
    case 'bidsOpened':
      return openingRecord(event, state, ctx);
    case 'candidatesPublished':
      return candidatePublicity(event, state, ctx);
    case 'publicityMoved':
      return publicityMoved(event, state);
    case 'awardNoticeIssued':
      return awardResult(event, state);
    case 'contractSigned':
      return contractAnnouncement(event, state);
    case 'deadlinesRederived':
      return event.moved.length === 0 ? null : deadlinesRederived(event, state);
    case 'tenderFailed':
      return tenderFailed(event, state);
    // Steps that the record shows, but that no article asks to announce.
    case 'documentsOpened':
    case 'documentsClosed':
    case 'objectionFiled':
    case 'bidsClosed':
    case 'keysCompleted':
    case 'evaluationReported':
    case 'publicityEnded':
    case 'securityReturned':
    case 'writtenReportSubmitted':
    case 'stepTimedOut':
    case 'firstStageOpened':
    case 'applicationSubmitted':
    case 'applicationsClosed':
    case 'applicationsDueMoved':
    case 'firstStageConcluded':
    case 'suspensionLifted':
    case 'decryptionMoved':
    case 'dutiesMoved':
    case 'instructionIssued':
    case 'instructionAcknowledged':
    case 'instructionReported':
    case 'instructionClosed':
    case 'dutyReminded':
    case 'stepEscalated':
    case 'tenderTerminated':
    case 'tenderInvalidated':
    case 'tenderCompleted':
      return null;
  }
}
