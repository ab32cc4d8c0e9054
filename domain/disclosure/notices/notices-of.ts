import type { TenderEvent, TenderState } from '../../tender/index.ts';
import { REHEARSAL_MARK } from '../announcement.ts';
import { plainData } from '../format/text.ts';
import {
  awardNotices,
  contractNotices,
  publicityMovedNotices,
  publicityNotices,
  securityNotices,
} from './award-notices.ts';
import {
  clarificationNotices,
  deadlineNotices,
  rederivedNotices,
  timedOutNotices,
} from './deadline-notices.ts';
import type { PartyNotice } from './notice.ts';
import { objectionNotices, replyNotices, resumptionNotices, suspensionNotices } from './objection-notices.ts';
import { closingNotices, failureNotices, openingNotices } from './opening-notices.ts';

/**
 * What is to be told to which parties at an event, given the state after it. A notice never names a
 * holder of documents, a bidder before the opening, or an objector.
 */
export function noticesOf(event: TenderEvent, state: TenderState): PartyNotice[] {
  const notices = plainData(partyNotices(event, state));
  return state.rehearsal ? notices.map(markRehearsal) : notices;
}

function markRehearsal(notice: PartyNotice): PartyNotice {
  return {
    ...notice,
    titleZh: `${REHEARSAL_MARK} ${notice.titleZh}`,
    titleEn: `[Rehearsal] ${notice.titleEn}`,
  };
}

/** Every event is decided here by name, so that a new one cannot be forgotten: the compiler asks for it. */
function partyNotices(event: TenderEvent, state: TenderState): PartyNotice[] {
  switch (event.name) {
    case 'clarificationIssued':
      return clarificationNotices(event, state);
    case 'bidDeadlineMoved':
      return deadlineNotices(event, state);
    case 'objectionFiled':
      return objectionNotices(event, state);
    case 'processSuspended':
      return suspensionNotices(event, state);
    case 'objectionReplied':
      return replyNotices(event, state);
    case 'processResumed':
      return resumptionNotices(event, state);
    case 'bidsClosed':
      return closingNotices(event, state);
    case 'bidsOpened':
      return openingNotices(event, state);
    case 'candidatesPublished':
      return publicityNotices(event, state);
    case 'publicityMoved':
      return publicityMovedNotices(event, state);
    case 'awardNoticeIssued':
      return awardNotices(event, state);
    case 'contractSigned':
      return contractNotices(event, state);
    case 'securityReturned':
      return securityNotices(event, state);
    case 'deadlinesRederived':
      return rederivedNotices(event, state);
    case 'stepTimedOut':
      return timedOutNotices(event, state);
    case 'tenderFailed':
      return failureNotices(event, state);
    // The notice is published to all before anybody holds documents; the others concern no party, or are secret.
    case 'noticePublished':
    case 'documentsOpened':
    case 'documentsClosed':
    case 'keysCompleted':
    case 'evaluationReported':
    case 'publicityEnded':
    case 'writtenReportSubmitted':
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
      return [];
  }
}
