import type { DocumentRef } from '../case/references.ts';
import type { ComplaintEvent } from '../complaint/complaint.ts';
import type { ComplaintState } from '../complaint/ground/state.ts';
import { isoShanghai } from '../time/instant.ts';
import type { RecordParts } from './parts.ts';

const hashes = (documents: readonly DocumentRef[]): string[] => documents.map(({ sha256 }) => sha256);

/**
 * Divides a complaint's event into its public and its secret part. That there is a complaint, about what, and
 * whether its authority keeps its times is for everybody to see; who complains, in which words and with which
 * evidence is only committed to: it would tell who holds documents or bids (招标投标法 22), and what the evaluation
 * weighed (44). The decision's reasons come with its announcement.
 */
export function complaintRecordParts(event: ComplaintEvent, state: ComplaintState): RecordParts {
  const parts = (data: object, secret: object = {}, documents: readonly string[] = []): RecordParts => ({
    data: { complaintId: state.id, ...data },
    secret: secret as RecordParts['secret'],
    documents,
  });
  switch (event.name) {
    case 'complaintFiled': {
      const { subject, authority, complainant, standing, interest, objectionId, knownAt, content } =
        event.complaint;
      return parts(
        { subject, authority: authority.name, duties: dues(event.duties) },
        { complainant, standing, interest, objectionId, knownAt: isoShanghai(knownAt), content },
      );
    }
    case 'complaintCorrectionRequested':
      return parts({ dueAt: isoShanghai(event.dueAt) }, { text: event.text });
    case 'complaintCorrected':
      return parts({ duties: dues(event.duties) }, { content: event.content });
    case 'complaintAccepted':
    case 'complaintCopiesSent':
      return parts({ duties: dues(event.duties) });
    case 'complaintRefused':
      return parts({ ground: event.ground }, { reason: event.reason });
    case 'complaintStatementMade':
      return parts({}, { text: event.text, documents: hashes(event.documents) });
    case 'excludedTimeOpened':
      return parts(
        { excludedTimeId: event.excluded.id, kind: event.excluded.kind },
        { text: event.excluded.text },
      );
    case 'excludedTimeClosed':
      return parts({
        excludedTimeId: event.excludedTimeId,
        decisionDueAt: isoShanghai(event.deadline.endsAt),
      });
    case 'complaintDecided': {
      const { outcome, remedy, reasons, documents } = event.decision;
      return parts(
        { outcome, remedy, duties: dues(event.duties) },
        { reasons, documents: hashes(documents) },
      );
    }
    case 'unfoundedComplaintsCounted':
      return parts({}, { count: event.count });
    case 'complaintWithdrawn':
      return parts(
        { warnings: event.warnings.map(({ rule, zh }) => ({ rule, zh })) },
        { reason: event.reason },
      );
    case 'complaintDeadlinesRederived':
      return parts({
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
      return parts({ duty: event.dutyId, owner: event.owner, dueAt: isoShanghai(event.dueAt) });
    case 'complaintDecisionPublished':
      return parts({});
    default:
      return event satisfies never;
  }
}

function dues(duties: readonly { readonly id: string; readonly owner: string; readonly dueAt: number }[]) {
  return duties.map(({ id, owner, dueAt }) => ({ duty: id, owner, dueAt: isoShanghai(dueAt) }));
}
