import type { TenderEvent } from '../events.ts';
import type { TenderState } from '../state.ts';
import { withDeadlines } from './deadlines.ts';
import { awardCancelled } from './award-cancellation.ts';
import { launched } from './launch.ts';
import {
  applicationsClosed,
  applicationsDueMoved,
  applicationSubmitted,
  firstStageConcluded,
  firstStageOpened,
} from './first-stage.ts';
import { objectionFiled, objectionReplied } from './objection.ts';
import {
  awardNoticeIssued,
  bidsClosed,
  bidsOpened,
  candidatesPublished,
  clarificationIssued,
  contractSigned,
  dutyReminded,
  evaluationReported,
  passed,
  securityReturned,
  stepTimedOut,
  tenderFailed,
  writtenReportSubmitted,
} from './progress.ts';
import { questionAnswered, questionAsked } from './question.ts';
import { deadlinesRederived } from './rederivation.ts';
import {
  dutiesMoved,
  instructionAcknowledged,
  instructionClosed,
  instructionIssued,
  instructionReported,
  processSuspended,
  tenderInvalidated,
  tenderTerminated,
  withoutGround,
} from './supervision.ts';

/**
 * The state after an event. `noticePublished` begins a tender and takes the state null; every other
 * event needs one. Throws an Error on events that cannot follow: they would be a broken record.
 */
export function apply(event: TenderEvent, state: TenderState | null): TenderState {
  if (event.name === 'noticePublished') {
    if (state !== null) throw new Error(`tender ${state.id} was launched already`);
    return launched(event);
  }
  if (state === null) throw new Error(`${event.name} cannot begin a tender`);
  return { ...changed(event, state), version: state.version + 1 };
}

/** The state of a tender from all its events, in order. Throws an Error when there are none. */
export function replay(events: Iterable<TenderEvent>): TenderState {
  let state: TenderState | null = null;
  for (const event of events) state = apply(event, state);
  if (state === null) throw new Error('a tender has at least its notice');
  return state;
}

function changed(event: Exclude<TenderEvent, { name: 'noticePublished' }>, state: TenderState): TenderState {
  const { at } = event;
  switch (event.name) {
    case 'firstStageOpened':
      return firstStageOpened(event, state);
    case 'applicationSubmitted':
      return applicationSubmitted(event, state);
    case 'applicationsClosed':
      return applicationsClosed(event, state);
    case 'applicationsDueMoved':
      return applicationsDueMoved(event, state);
    case 'firstStageConcluded':
      return firstStageConcluded(event, state);
    case 'documentsOpened':
      return passed(state, 'documentsOpened', at, 'documents');
    case 'documentsClosed':
      return passed(state, 'documentsClosed', at, 'bidding');
    case 'clarificationIssued':
      return clarificationIssued(event, state);
    case 'bidDeadlineMoved':
      return {
        ...state,
        bidDeadlineAt: event.toAt,
        deadlines: withDeadlines(state.deadlines, event.deadlines),
      };
    case 'objectionFiled':
      return objectionFiled(event, state);
    case 'processSuspended':
      return processSuspended(event, state);
    case 'objectionReplied':
      return objectionReplied(event, state);
    case 'questionAsked':
      return questionAsked(event, state);
    case 'questionAnswered':
      return questionAnswered(event, state);
    case 'processResumed':
      return { ...state, suspension: null };
    case 'suspensionLifted':
      return { ...state, suspension: withoutGround(state, event.groundId) };
    case 'decryptionMoved':
      return { ...state, decryptionEndsAt: event.toAt };
    case 'dutiesMoved':
      return dutiesMoved(event, state);
    default:
      return changedLater(event, state);
  }
}

type Earlier =
  | 'noticePublished'
  | 'firstStageOpened'
  | 'applicationSubmitted'
  | 'applicationsClosed'
  | 'applicationsDueMoved'
  | 'firstStageConcluded'
  | 'documentsOpened'
  | 'documentsClosed'
  | 'clarificationIssued'
  | 'bidDeadlineMoved'
  | 'objectionFiled'
  | 'processSuspended'
  | 'objectionReplied'
  | 'questionAsked'
  | 'questionAnswered'
  | 'processResumed'
  | 'suspensionLifted'
  | 'decryptionMoved'
  | 'dutiesMoved';

/** The events from the closing on, and those that come at any time. */
function changedLater(event: Exclude<TenderEvent, { name: Earlier }>, state: TenderState): TenderState {
  const { at } = event;
  switch (event.name) {
    case 'bidsClosed':
      return bidsClosed(event, state);
    case 'keysCompleted':
      return passed(state, 'keysComplete', at);
    case 'bidsOpened':
      return bidsOpened(event, state);
    case 'bidderSignedIn':
      return { ...state, signedIn: [...state.signedIn, { partyId: event.partyId, at }] };
    case 'openingConfirmed':
      return { ...state, confirmations: [...state.confirmations, { partyId: event.partyId, at }] };
    case 'evaluationReported':
      return evaluationReported(event, state);
    case 'candidatesPublished':
      return candidatesPublished(event, state);
    case 'publicityMoved':
      return { ...state, publicityEndsAt: event.toAt };
    case 'publicityEnded':
      return passed(state, 'publicityEnded', at, 'award');
    case 'awardNoticeIssued':
      return awardNoticeIssued(event, state);
    case 'awardCancelled':
      return awardCancelled(event, state);
    case 'contractSigned':
      return contractSigned(event, state);
    case 'securityReturned':
      return securityReturned(event, state);
    case 'writtenReportSubmitted':
      return writtenReportSubmitted(event, state);
    case 'deadlinesRederived':
      return deadlinesRederived(event, state);
    case 'stepTimedOut':
      return stepTimedOut(event, state);
    case 'dutyReminded':
      return dutyReminded(event, state);
    case 'stepEscalated':
      return state;
    case 'instructionIssued':
      return instructionIssued(event, state);
    case 'instructionAcknowledged':
      return instructionAcknowledged(event, state);
    case 'instructionReported':
      return instructionReported(event, state);
    case 'instructionClosed':
      return instructionClosed(event, state);
    case 'tenderTerminated':
      return tenderTerminated(event, state);
    case 'tenderInvalidated':
      return tenderInvalidated(event, state);
    case 'tenderFailed':
      return tenderFailed(event, state);
    case 'tenderCompleted':
      // What is left after the award does not rest: an order may still stand, and has nothing left to suspend.
      return { ...state, outcome: 'reported', suspension: null };
    default:
      return event satisfies never;
  }
}
