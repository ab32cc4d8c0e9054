import { meetDuty } from '../duties.ts';
import type { TenderEvent } from '../events.ts';
import type { TenderState } from '../state.ts';
import { withDeadlines } from './deadlines.ts';
import { launched } from './launch.ts';
import { objectionFiled, objectionReplied, processSuspended } from './objection.ts';
import {
  awardNoticeIssued,
  bidsClosed,
  candidatesPublished,
  clarificationIssued,
  contractSigned,
  evaluationReported,
  passed,
  stepTimedOut,
  tenderFailed,
} from './progress.ts';
import { deadlinesRederived } from './rederivation.ts';

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
    case 'processResumed':
      return { ...state, suspension: null };
    case 'bidsClosed':
      return bidsClosed(event, state);
    case 'keysCompleted':
      return passed(state, 'keysComplete', at);
    case 'bidsOpened':
      return { ...passed(state, 'bidsOpened', at, 'evaluation'), openedBids: event.bids };
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
    case 'contractSigned':
      return contractSigned(event, state);
    case 'securityReturned':
      return {
        ...passed(state, 'securityReturned', at),
        duties: meetDuty(state.duties, 'return-security', at),
      };
    case 'writtenReportSubmitted':
      return {
        ...passed(state, 'writtenReportSubmitted', at),
        duties: meetDuty(state.duties, 'written-report', at),
      };
    case 'deadlinesRederived':
      return deadlinesRederived(event, state);
    case 'stepTimedOut':
      return stepTimedOut(event, state);
    case 'tenderFailed':
      return tenderFailed(event, state);
    case 'tenderCompleted':
      return { ...state, outcome: 'reported' };
    default:
      return event satisfies never;
  }
}
