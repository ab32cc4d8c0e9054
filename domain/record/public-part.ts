import type { OpeningEvidence } from '../opening/finding.ts';
import type { MandateRef } from '../party/mandate.ts';
import type { TenderSchedule } from '../tender/ground/draft.ts';
import type { TenderEvent } from '../tender/tender.ts';
import { isoShanghai } from '../time/instant.ts';
import type { PublicPart } from './parts/index.ts';
import { hashesOf, moved, parts, shownOrNull, type Event, type RecordParts } from './record-parts.ts';
import { supervisionParts } from './supervision-part.ts';

/**
 * Divides an event into its public and its secret part; who may read the secret one, and from when on, says the
 * table of domain/visibility. Secret until later or for good: who is invited or
 * has applied, who was admitted and why not (招标投标法 22), who objected, the committee's names before the
 * award (招标投标法 37), what the evaluation found before its publicity (招标投标法 44), the words of an order
 * and of the report on it. What was read out at the opening is public (EB-016).
 */
export function recordParts(event: TenderEvent): RecordParts {
  switch (event.name) {
    case 'noticePublished':
      return noticeParts(event);
    case 'clarificationIssued': {
      const { id, kind, affectsBids, title, bidDeadlineAfterAt, documents } = event.clarification;
      const data = { id, kind, affectsBids, title, bidDeadlineAt: isoShanghai(bidDeadlineAfterAt) };
      return parts<'clarificationIssued'>(data, {}, hashesOf(documents));
    }
    case 'bidDeadlineMoved':
    case 'publicityMoved':
    case 'applicationsDueMoved':
    case 'decryptionMoved':
      return movedParts(event);
    case 'objectionFiled':
    case 'objectionReplied':
    case 'questionAsked':
    case 'questionAnswered':
      return askedParts(event);
    case 'applicationSubmitted':
    case 'applicationsClosed':
    case 'firstStageConcluded':
      return firstStageParts(event);
    // Who comes to the opening is a bidder, whose name is secret until all bids are decrypted (EB-013).
    case 'bidderSignedIn':
      return parts<'bidderSignedIn'>({}, { partyId: event.partyId });
    case 'openingConfirmed':
      return parts<'openingConfirmed'>({ bidId: event.bidId });
    case 'bidsClosed':
      return parts<'bidsClosed'>({ bidCount: event.bidCount, bidderCount: event.bidderCount });
    case 'bidsOpened':
    case 'evaluationReported':
    case 'candidatesPublished':
    case 'awardNoticeIssued':
    case 'awardCancelled':
    case 'contractSigned':
    case 'securityReturned':
    case 'writtenReportSubmitted':
      return resultParts(event);
    case 'tenderFailed':
      return parts<'tenderFailed'>({ reason: event.reason });
    // The reason is published with the announcement, where it names nobody who is secret.
    case 'tenderTerminated':
      return parts<'tenderTerminated'>(
        { repayDueAt: shownOrNull(event.duty?.dueAt ?? null) },
        { reason: event.reason },
      );
    case 'deadlinesRederived':
      return parts<'deadlinesRederived'>({
        calendar: event.calendar,
        moved: event.moved.map(({ rule, fromAt, toAt }) => ({ rule, ...moved(fromAt, toAt) })),
      });
    case 'firstStageOpened':
    case 'documentsOpened':
    case 'documentsClosed':
    case 'keysCompleted':
    case 'publicityEnded':
    case 'tenderCompleted':
      return parts<
        | 'firstStageOpened'
        | 'documentsOpened'
        | 'documentsClosed'
        | 'keysCompleted'
        | 'publicityEnded'
        | 'tenderCompleted'
      >({});
    default:
      return supervisionParts(event);
  }
}

/** An instant of the process that moved, and for what. */
function movedParts(
  event: Event<'bidDeadlineMoved' | 'publicityMoved' | 'applicationsDueMoved' | 'decryptionMoved'>,
): RecordParts {
  if (event.name !== 'bidDeadlineMoved')
    return parts<'publicityMoved' | 'applicationsDueMoved' | 'decryptionMoved'>(
      moved(event.fromAt, event.toAt),
    );
  const { fromAt, toAt, because, outages = [] } = event;
  const measured = outages.map(({ fromAt: from, untilAt }) => ({
    fromAt: isoShanghai(from),
    untilAt: isoShanghai(untilAt),
  }));
  return parts<'bidDeadlineMoved'>({
    ...moved(fromAt, toAt),
    because,
    ...(measured.length === 0 ? {} : { outages: measured }),
  });
}

function shownSchedule(schedule: TenderSchedule): PublicPart<'firstStageConcluded'> {
  const { documentsIssuedFromAt, documentsIssuedUntilAt, bidDeadlineAt } = schedule;
  return {
    documentsIssuedFromAt: isoShanghai(documentsIssuedFromAt),
    documentsIssuedUntilAt: isoShanghai(documentsIssuedUntilAt),
    bidDeadlineAt: isoShanghai(bidDeadlineAt),
  };
}

/** Objections, questions and what is said to them: who asks may be a bidder, and the words are between the two. */
function askedParts(
  event: Event<'objectionFiled' | 'objectionReplied' | 'questionAsked' | 'questionAnswered'>,
): RecordParts {
  switch (event.name) {
    case 'objectionFiled': {
      const { id, subject, replyDueAt, partyId, text } = event.objection;
      return parts<'objectionFiled'>(
        { objectionId: id, subject, replyDueAt: isoShanghai(replyDueAt) },
        { partyId, text },
      );
    }
    case 'objectionReplied':
      return parts<'objectionReplied'>({ objectionId: event.objectionId }, { text: event.text });
    case 'questionAsked': {
      const { id, partyId, text } = event.question;
      return parts<'questionAsked'>(
        { questionId: id, answerDueAt: isoShanghai(event.duty.dueAt) },
        { partyId, text },
      );
    }
    case 'questionAnswered':
      return parts<'questionAnswered'>({ questionId: event.questionId }, { text: event.text });
  }
}

/** Under which mandate the agency acts: the terms, and the hash of the text that the tenderee signed. */
function shownMandate({ fromAt, untilAt, ...terms }: MandateRef) {
  return { ...terms, fromAt: isoShanghai(fromAt), untilAt: isoShanghai(untilAt) };
}

/** The notice: who is invited is secret until the opening, and with it how many they are; the one supplier of a single source is published. */
function noticeParts(event: Event<'noticePublished'>): RecordParts {
  const { title, projectCode, tenderee, agency, region, attributes, schedule, documents } = event.draft;
  const {
    invitees,
    firstStage,
    lot,
    prior,
    method,
    methodReason,
    sealing = null,
    mandate = null,
  } = event.draft;
  const single = method === 'single-source';
  const data = {
    title,
    projectCode,
    tenderee,
    agency,
    ...(mandate === null ? {} : { mandate: shownMandate(mandate) }),
    region,
    attributes,
    ruleset: event.ruleset,
    ...(event.draft.signatures === 'required' ? { signatures: 'required' as const } : {}),
    procedure: event.procedure,
    // What bidders seal to, whole: nobody puts other trustees' keys in the database unseen. Entries of before lack it.
    sealing,
    ...(event.acceptances === undefined ? {} : { acceptances: event.acceptances }),
    ...(lot === null ? {} : { lot }),
    ...(prior === null ? {} : { prior }),
    ...(single ? { suppliers: invitees } : {}),
    ...(firstStage === null
      ? {}
      : {
          firstStage: {
            issuedFromAt: isoShanghai(firstStage.issuedFromAt),
            issuedUntilAt: isoShanghai(firstStage.issuedUntilAt),
            dueAt: isoShanghai(firstStage.dueAt),
          },
        }),
    ...shownSchedule(schedule),
    // What is said of the invited counts them.
    warnings: event.warnings
      .filter(({ field }) => single || field !== 'invitees')
      .map(({ rule, zh }) => ({ rule, zh })),
  };
  const secret = { ...(single || invitees.length === 0 ? {} : { invitees }), methodReason };
  return parts<'noticePublished'>(
    data,
    methodReason === null && secret.invitees === undefined ? {} : secret,
    [...hashesOf(firstStage?.documents ?? []), ...hashesOf(documents)],
  );
}

/** Applications: that there is one is secret, and so is how many there are and what became of them. */
function firstStageParts(
  event: Event<'applicationSubmitted' | 'applicationsClosed' | 'firstStageConcluded'>,
): RecordParts {
  switch (event.name) {
    case 'applicationSubmitted': {
      const { id, party, filedAt, documents } = event.application;
      const secret = { application: { id, party, filedAt: isoShanghai(filedAt) } };
      return parts<'applicationSubmitted'>({}, secret, hashesOf(documents));
    }
    case 'applicationsClosed':
      return parts<'applicationsClosed'>({}, { count: event.count });
    case 'firstStageConcluded': {
      const { admitted, rejected, committee, report } = event.conclusion;
      return parts<'firstStageConcluded'>(
        shownSchedule(event.schedule),
        { admitted, rejected, committee },
        hashesOf([...report, ...event.documents]),
      );
    }
  }
}

/** What a finding rests on, with its instants as people read them. */
function shownEvidence({ outages, ...evidence }: OpeningEvidence) {
  const shown = outages.map(({ fromAt, untilAt }) => moved(fromAt, untilAt));
  return { ...evidence, outages: shown.map(({ fromAt, toAt }) => ({ fromAt, untilAt: toAt })) };
}

/** How each bid fared, as it was read out, and which files were in them. */
function openedParts(event: Event<'bidsOpened'>): RecordParts {
  const bids = event.bids.map((bid) => {
    const { bidId, name, uscc, result, priceFen, durationDays, quality, attribution, evidence } = bid;
    const signed = bid.signed === null ? {} : { signed: bid.signed };
    const shown = { bidId, name, uscc, result, priceFen, durationDays, quality, ...signed };
    return evidence === null ? shown : { ...shown, attribution, evidence: shownEvidence(evidence) };
  });
  const contents = event.bids.flatMap(({ bidId, content }) =>
    content == null ? [] : [{ bidId, sha256: content.sha256 }],
  );
  return parts<'bidsOpened'>(
    { bids },
    // Committed to: what was sealed is for those who evaluate and watch over it, and its hash may tell what it says.
    contents.length === 0 ? {} : { contents },
    event.bids.map((bid) => bid.sha256),
  );
}

/** The opening and what follows. */
function resultParts(
  event: Event<
    | 'bidsOpened'
    | 'evaluationReported'
    | 'candidatesPublished'
    | 'awardNoticeIssued'
    | 'awardCancelled'
    | 'contractSigned'
    | 'securityReturned'
    | 'writtenReportSubmitted'
  >,
): RecordParts {
  switch (event.name) {
    case 'bidsOpened':
      return openedParts(event);
    case 'evaluationReported': {
      const { committee, candidates, rejected, summary, documents } = event.report;
      return parts<'evaluationReported'>(
        {},
        { committee, candidates, rejected, summary },
        hashesOf(documents),
      );
    }
    case 'candidatesPublished':
      return parts<'candidatesPublished'>({ publicityEndsAt: isoShanghai(event.publicityEndsAt) });
    case 'awardNoticeIssued': {
      const { bidId, name, uscc, priceFen, rank } = event.candidate;
      return parts<'awardNoticeIssued'>(
        { bidId, name, uscc, priceFen, rank },
        {},
        hashesOf(event.documents ?? []),
      );
    }
    // The ground is public; the words in which one party charges another are not.
    case 'awardCancelled': {
      const { candidate, ground, securityKept, instructionId, reason, documents } = event;
      const { bidId, name, uscc, rank } = candidate;
      const order = instructionId === null ? {} : { instructionId };
      return parts<'awardCancelled'>(
        { bidId, name, uscc, rank, ground, securityKept, ...order },
        reason === null ? {} : { reason },
        hashesOf(documents),
      );
    }
    case 'contractSigned': {
      const { amountFen, performanceSecurityFen, document } = event.contract;
      return parts<'contractSigned'>({ amountFen, performanceSecurityFen }, {}, [document.sha256]);
    }
    case 'securityReturned':
      return parts<'securityReturned'>({
        interestFen: event.interestFen,
        whose: event.whose,
        ...(event.keptBidIds === undefined ? {} : { keptBidIds: event.keptBidIds }),
      });
    case 'writtenReportSubmitted':
      return parts<'writtenReportSubmitted'>({}, { text: event.text }, hashesOf(event.documents));
  }
}

/** Commands whose refusals say who applied, or who sits on a committee. */
const NAMING_COMMANDS: readonly string[] = ['concludeFirstStage', 'submitEvaluationReport'];
/** Refusals of a launch that tell who is invited, or how many. */
const NAMING_CODES: readonly string[] = ['invalid-uscc', 'ZTB-013', 'GP-108'];

/** Whether the sentences of a refusal may tell what is secret: then the record keeps them in its private part, and publishes code and rule. */
export function isNamingRefusal(command: string, code: string): boolean {
  return NAMING_COMMANDS.includes(command) || (command === 'launchTender' && NAMING_CODES.includes(code));
}
