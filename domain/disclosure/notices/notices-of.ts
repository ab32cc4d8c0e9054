import type { TenderEvent, TenderState } from '../../tender/index.ts';
import { REHEARSAL_MARK, type EventOf } from '../announcement.ts';
import { plainData } from '../format/text.ts';
import { cancellationNotices } from './award-cancelled-notices.ts';
import {
  awardNotices,
  contractNotices,
  publicityMovedNotices,
  publicityNotices,
  securityNotices,
} from './award-notices.ts';
import { clarificationNotices, deadlineNotices, rederivedNotices } from './deadline-notices.ts';
import { dutiesMovedNotices, escalationNotices, reminderNotices, timedOutNotices } from './duty-notices.ts';
import { failureNotices, invalidationNotices, terminationNotices } from './ended-notices.ts';
import {
  applicationNotices,
  applicationsClosedNotices,
  applicationsMovedNotices,
  firstStageNotices,
  invitationNotices,
} from './first-stage-notices.ts';
import {
  acknowledgementNotices,
  instructionClosedNotices,
  instructionNotices,
  reportNotices,
} from './instruction-notices.ts';
import type { PartyNotice } from './notice.ts';
import { objectionNotices, replyNotices } from './objection-notices.ts';
import { answerNotices, questionNotices } from './question-notices.ts';
import {
  evaluationNotices,
  resultNotices,
  signedContractNotices,
  writtenReportNotices,
} from './paper-notices.ts';
import { closingNotices, openingNotices } from './opening-notices.ts';
import {
  decryptionMovedNotices,
  resumptionNotices,
  suspensionLiftedNotices,
  suspensionNotices,
} from './suspension-notices.ts';

type NoticesOf<Name extends TenderEvent['name']> = (
  event: EventOf<Name>,
  state: TenderState,
) => PartyNotice[];

/** Concerns no party, is secret, or is told with another step. */
const nobody = (): PartyNotice[] => [];

/** Every event is decided here by name, so that a new one cannot be forgotten: the compiler asks for it. */
const NOTICES: { readonly [Name in TenderEvent['name']]: NoticesOf<Name> } = {
  // Where anybody may come the notice is published to all before anybody holds documents.
  noticePublished: invitationNotices,
  firstStageOpened: nobody,
  applicationSubmitted: applicationNotices,
  applicationsClosed: applicationsClosedNotices,
  applicationsDueMoved: applicationsMovedNotices,
  firstStageConcluded: firstStageNotices,
  documentsOpened: nobody,
  documentsClosed: nobody,
  clarificationIssued: clarificationNotices,
  bidDeadlineMoved: deadlineNotices,
  objectionFiled: objectionNotices,
  processSuspended: suspensionNotices,
  suspensionLifted: suspensionLiftedNotices,
  objectionReplied: replyNotices,
  questionAsked: questionNotices,
  questionAnswered: answerNotices,
  processResumed: resumptionNotices,
  decryptionMoved: decryptionMovedNotices,
  dutiesMoved: dutiesMovedNotices,
  instructionIssued: instructionNotices,
  instructionAcknowledged: acknowledgementNotices,
  instructionReported: reportNotices,
  instructionClosed: instructionClosedNotices,
  bidsClosed: closingNotices,
  bidderSignedIn: nobody,
  openingConfirmed: nobody,
  keysCompleted: nobody,
  bidsOpened: openingNotices,
  evaluationReported: evaluationNotices,
  candidatesPublished: publicityNotices,
  publicityMoved: publicityMovedNotices,
  publicityEnded: nobody,
  awardNoticeIssued: (event, state) => [...awardNotices(event, state), ...resultNotices(event, state)],
  awardCancelled: cancellationNotices,
  contractSigned: (event, state) => [
    ...contractNotices(event, state),
    ...signedContractNotices(event, state),
  ],
  securityReturned: securityNotices,
  writtenReportSubmitted: writtenReportNotices,
  deadlinesRederived: rederivedNotices,
  stepTimedOut: timedOutNotices,
  dutyReminded: reminderNotices,
  stepEscalated: escalationNotices,
  tenderFailed: failureNotices,
  tenderTerminated: terminationNotices,
  tenderInvalidated: invalidationNotices,
  tenderCompleted: nobody,
};

/**
 * What is to be told to which parties at an event, given the state after it. A notice never names a
 * holder of documents, one of the invited, an applicant or a bidder before the opening, or an objector.
 */
export function noticesOf(event: TenderEvent, state: TenderState): PartyNotice[] {
  const tell = NOTICES[event.name] as (event: never, state: TenderState) => PartyNotice[];
  const notices = plainData(tell(event as never, state));
  return state.rehearsal ? notices.map(markRehearsal) : notices;
}

function markRehearsal(notice: PartyNotice): PartyNotice {
  return {
    ...notice,
    titleZh: `${REHEARSAL_MARK} ${notice.titleZh}`,
    titleEn: `[Rehearsal] ${notice.titleEn}`,
  };
}
