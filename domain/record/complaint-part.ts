import type { ComplaintEvent } from '../complaint/events.ts';
import type { ComplaintDuty, ComplaintState } from '../complaint/state.ts';
import type { DocumentRef } from '../tender/ground/draft.ts';
import { isoShanghai } from '../time/instant.ts';
import type { PublicPart, SecretPart } from './parts/index.ts';
import type { RecordParts } from './record-parts.ts';

const hashes = (documents: readonly DocumentRef[]): string[] => documents.map(({ sha256 }) => sha256);

type Name = ComplaintEvent['name'];
type HandlingName =
  | 'complaintFiled'
  | 'complaintCorrectionRequested'
  | 'complaintCorrected'
  | 'complaintAccepted'
  | 'complaintCopiesSent'
  | 'complaintRefused'
  | 'complaintStatementMade'
  | 'excludedTimeOpened'
  | 'excludedTimeClosed';

/** What is committed to may be left out where it may be nothing. */
type Rest<Of extends Name> =
  Record<never, never> extends SecretPart<Of> ? [secret?: SecretPart<Of>] : [secret: SecretPart<Of>];

function parts<Of extends Name>(data: PublicPart<Of>, ...[secret]: Rest<Of>): RecordParts {
  return { data, secret: secret ?? {}, documents: [] };
}

/**
 * Divides a complaint's event into its public and its secret part. That there is a complaint, about what, and
 * whether its authority keeps its times is for everybody to see; who complains, in which words and with which
 * evidence is only committed to: it would tell who holds documents or bids (招标投标法 22), and what the evaluation
 * weighed (44). The decision's reasons come with its announcement.
 */
export function complaintRecordParts(event: ComplaintEvent, state: ComplaintState): RecordParts {
  const complaintId = state.id;
  switch (event.name) {
    case 'complaintFiled': {
      const { subject, authority, complainant, standing, interest, objectionId, knownAt, content } =
        event.complaint;
      return parts<'complaintFiled'>(
        { complaintId, subject, authority: authority.name, duties: dues(event.duties) },
        { complainant, standing, interest, objectionId, knownAt: isoShanghai(knownAt), content },
      );
    }
    case 'complaintCorrectionRequested':
      return parts<'complaintCorrectionRequested'>(
        { complaintId, dueAt: isoShanghai(event.dueAt) },
        { text: event.text },
      );
    case 'complaintCorrected':
      return parts<'complaintCorrected'>(
        { complaintId, duties: dues(event.duties) },
        { content: event.content },
      );
    case 'complaintAccepted':
    case 'complaintCopiesSent':
      return parts<'complaintAccepted' | 'complaintCopiesSent'>({ complaintId, duties: dues(event.duties) });
    case 'complaintRefused':
      return parts<'complaintRefused'>({ complaintId, ground: event.ground }, { reason: event.reason });
    case 'complaintStatementMade':
      return parts<'complaintStatementMade'>(
        { complaintId },
        { text: event.text, documents: hashes(event.documents) },
      );
    case 'excludedTimeOpened':
      return parts<'excludedTimeOpened'>(
        { complaintId, excludedTimeId: event.excluded.id, kind: event.excluded.kind },
        { text: event.excluded.text },
      );
    case 'excludedTimeClosed':
      return parts<'excludedTimeClosed'>({
        complaintId,
        excludedTimeId: event.excludedTimeId,
        decisionDueAt: isoShanghai(event.deadline.endsAt),
      });
    default:
      return outcomeParts(event, complaintId);
  }
}

/** The decision and what ends a complaint, and its clock. */
function outcomeParts(
  event: Exclude<ComplaintEvent, { readonly name: HandlingName }>,
  complaintId: string,
): RecordParts {
  switch (event.name) {
    case 'complaintDecided': {
      const { outcome, remedy, reasons, documents } = event.decision;
      return parts<'complaintDecided'>(
        { complaintId, outcome, remedy, duties: dues(event.duties) },
        { reasons, documents: hashes(documents) },
      );
    }
    case 'unfoundedComplaintsCounted':
      return parts<'unfoundedComplaintsCounted'>({ complaintId }, { count: event.count });
    case 'complaintWithdrawn':
      return parts<'complaintWithdrawn'>(
        { complaintId, warnings: event.warnings.map(({ rule, zh }) => ({ rule, zh })) },
        { reason: event.reason },
      );
    case 'complaintDeadlinesRederived':
      return parts<'complaintDeadlinesRederived'>({
        complaintId,
        calendar: event.calendar,
        moved: event.moved.map(({ dutyId, rule, fromAt, toAt }) => ({
          duty: dutyId,
          rule,
          fromAt: isoShanghai(fromAt),
          toAt: isoShanghai(toAt),
        })),
      });
    case 'complaintStepTimedOut':
    case 'complaintDutyReminded':
      return parts<'complaintStepTimedOut' | 'complaintDutyReminded'>({
        complaintId,
        duty: event.dutyId,
        owner: event.owner,
        dueAt: isoShanghai(event.dueAt),
      });
    case 'complaintDecisionPublished':
      return parts<'complaintDecisionPublished'>({ complaintId });
    default:
      return event satisfies never;
  }
}

function dues(duties: readonly ComplaintDuty[]) {
  return duties.map(({ id, owner, dueAt }) => ({ duty: id, owner, dueAt: isoShanghai(dueAt) }));
}
