import type { TenderEvent } from '../tender/events.ts';
import { isoShanghai } from '../time/instant.ts';
import { supervisionParts } from './supervision-part.ts';

/** An event's facts for the record: what everybody may read, and what is only committed to. */
export interface RecordParts {
  readonly data: Readonly<Record<string, unknown>>;
  readonly secret: Readonly<Record<string, unknown>>;
  /** SHA-256 of the documents the event concerns. */
  readonly documents: readonly string[];
  /** Not even that it happened, or how often, is known before the opening. */
  readonly confidential?: true;
}

const shownSpan = ({ fromAt, untilAt }: { fromAt: number; untilAt: number }) => ({
  fromAt: isoShanghai(fromAt),
  untilAt: isoShanghai(untilAt),
});

const parts = (data: object, secret: object = {}, documents: readonly string[] = []): RecordParts => ({
  data: data as RecordParts['data'],
  secret: secret as RecordParts['secret'],
  documents,
});

/**
 * Divides an event into its public and its secret part. Secret until later or for good: who objected
 * (招标投标法 22), the committee's names before the award (招标投标法 37) and what the evaluation found
 * before its publicity (招标投标法 44). What was read out at the opening is public (EB-016).
 */
export function recordParts(event: TenderEvent): RecordParts {
  switch (event.name) {
    case 'noticePublished': {
      const { title, projectCode, tenderee, agency, region, attributes, schedule, documents } = event.draft;
      const data = {
        title,
        projectCode,
        tenderee,
        agency,
        region,
        attributes,
        ruleset: event.ruleset,
        documentsIssuedFromAt: isoShanghai(schedule.documentsIssuedFromAt),
        documentsIssuedUntilAt: isoShanghai(schedule.documentsIssuedUntilAt),
        bidDeadlineAt: isoShanghai(schedule.bidDeadlineAt),
        warnings: event.warnings.map(({ rule, zh }) => ({ rule, zh })),
      };
      return parts(
        data,
        {},
        documents.map((document) => document.sha256),
      );
    }
    case 'clarificationIssued': {
      const { id, kind, affectsBids, title, bidDeadlineAfterAt, documents } = event.clarification;
      const data = { id, kind, affectsBids, title, bidDeadlineAt: isoShanghai(bidDeadlineAfterAt) };
      return parts(
        data,
        {},
        documents.map((document) => document.sha256),
      );
    }
    case 'bidDeadlineMoved':
    case 'publicityMoved':
    case 'applicationsDueMoved':
    case 'decryptionMoved':
      return parts({
        fromAt: isoShanghai(event.fromAt),
        toAt: isoShanghai(event.toAt),
        ...('because' in event ? { because: event.because } : {}),
        ...('outages' in event && event.outages !== undefined
          ? { outages: event.outages.map(shownSpan) }
          : {}),
      });
    case 'objectionFiled': {
      const { id, subject, replyDueAt, partyId, text } = event.objection;
      return parts({ objectionId: id, subject, replyDueAt: isoShanghai(replyDueAt) }, { partyId, text });
    }
    case 'processSuspended':
      return parts({ ground: event.ground.kind, id: event.ground.id });
    case 'objectionReplied':
      return parts({ objectionId: event.objectionId }, { text: event.text });
    case 'processResumed':
      return parts({ suspendedMs: event.suspendedMs });
    default:
      return laterParts(event);
  }
}

/** The events from the closing on. */
function laterParts(event: Exclude<TenderEvent, { name: 'noticePublished' }>): RecordParts {
  switch (event.name) {
    case 'bidsClosed':
      return parts({ bidCount: event.bidCount, bidderCount: event.bidderCount });
    case 'bidsOpened':
      return parts(
        {
          bids: event.bids.map(({ bidId, name, uscc, result, priceFen, durationDays, quality }) => ({
            bidId,
            name,
            uscc,
            result,
            priceFen,
            durationDays,
            quality,
          })),
        },
        {},
        event.bids.map((bid) => bid.sha256),
      );
    case 'evaluationReported': {
      const { committee, candidates, rejected, summary, documents } = event.report;
      return parts(
        {},
        { committee, candidates, rejected, summary },
        documents.map((document) => document.sha256),
      );
    }
    case 'candidatesPublished':
      return parts({ publicityEndsAt: isoShanghai(event.publicityEndsAt) });
    case 'awardNoticeIssued': {
      const { bidId, name, uscc, priceFen, rank } = event.candidate;
      return parts({ bidId, name, uscc, priceFen, rank });
    }
    case 'contractSigned': {
      const { amountFen, performanceSecurityFen, document } = event.contract;
      return parts({ amountFen, performanceSecurityFen }, {}, [document.sha256]);
    }
    case 'securityReturned':
      return parts({ interestFen: event.interestFen, whose: event.whose });
    case 'writtenReportSubmitted':
      return parts({}, { text: event.text });
    case 'stepTimedOut':
      return parts({ duty: event.dutyId, dueAt: isoShanghai(event.dueAt) });
    case 'tenderFailed':
      return parts({ reason: event.reason });
    case 'deadlinesRederived':
      return parts({
        calendar: event.calendar,
        moved: event.moved.map(({ rule, fromAt, toAt }) => ({
          rule,
          fromAt: isoShanghai(fromAt),
          toAt: isoShanghai(toAt),
        })),
      });
    default:
      return supervisionParts(event);
  }
}
