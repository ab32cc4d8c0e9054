import type { Deadline } from '../../domain/law/types.ts';
import type { Objection, TenderState } from '../../domain/tender/state.ts';
import type { Instant } from '../../domain/time/instant.ts';
import { shown } from '../schema.ts';

/** What everybody may know of a launched tender at this moment of its life. */
export function presentTender(state: TenderState, now: Instant): Record<string, unknown> {
  const { draft } = state;
  const published = state.milestones.candidatesPublished !== undefined;
  return {
    tenderId: state.id,
    version: state.version,
    rehearsal: state.rehearsal,
    now: shown(now),
    phase: state.phase,
    outcome: state.outcome,
    ruleset: state.ruleset,
    title: draft.title,
    projectCode: draft.projectCode,
    attributes: draft.attributes,
    tenderee: draft.tenderee,
    agency: draft.agency,
    contact: draft.contact,
    objectionContact: draft.objectionContact,
    region: draft.region,
    place: draft.place,
    industry: draft.industry,
    scope: draft.scope,
    documents: draft.documents,
    bidSecurityFen: draft.bidSecurityFen,
    decryptionWindowMinutes: draft.decryptionWindowMinutes,
    sealing: draft.sealing ?? null,
    documentsIssuedFromAt: shown(state.documentsIssuedFromAt),
    documentsIssuedUntilAt: shown(state.documentsIssuedUntilAt),
    bidDeadlineAt: shown(state.bidDeadlineAt),
    decryptionEndsAt: shown(state.decryptionEndsAt),
    publicityEndsAt: shown(state.publicityEndsAt),
    suspension:
      state.suspension === null
        ? null
        : { sinceAt: shown(state.suspension.sinceAt), rule: state.suspension.rule },
    milestones: Object.fromEntries(Object.entries(state.milestones).map(([name, at]) => [name, shown(at)])),
    duties: state.duties.map((duty) => ({
      ...duty,
      dueAt: shown(duty.dueAt),
      metAt: shown(duty.metAt),
      timedOutAt: shown(duty.timedOutAt),
    })),
    clarifications: state.clarifications.map((one) => ({
      ...one,
      issuedAt: shown(one.issuedAt),
      bidDeadlineBeforeAt: shown(one.bidDeadlineBeforeAt),
      bidDeadlineAfterAt: shown(one.bidDeadlineAfterAt),
    })),
    objections: state.objections.map(presentObjection),
    closedBidCount: state.closedBidCount,
    candidates: published ? (state.evaluation?.candidates ?? null) : null,
    award:
      state.award === null
        ? null
        : { candidate: state.award.candidate, noticeAt: shown(state.award.noticeAt) },
    contract:
      state.contract === null
        ? null
        : { amountFen: state.contract.amountFen, signedAt: shown(state.contract.signedAt) },
  };
}

/** An objection without who made it and in which words; the reply to one about the result goes to the objector alone. */
function presentObjection({ id, subject, filedAt, replyDueAt, reply }: Objection): Record<string, unknown> {
  const text = reply === null || subject === 'result' ? null : reply.text;
  return {
    objectionId: id,
    subject,
    filedAt: shown(filedAt),
    replyDueAt: shown(replyDueAt),
    repliedAt: reply === null ? null : shown(reply.repliedAt),
    reply: text,
  };
}

/** A statutory deadline with its derivation, instants as text. */
export function presentDeadline({
  rule,
  article,
  startsAt,
  endsAt,
  warnAt,
  derivation,
}: Deadline): Record<string, unknown> {
  return {
    rule,
    article,
    startsAt: shown(startsAt),
    endsAt: shown(endsAt),
    warnAt: shown(warnAt),
    derivation: { ...derivation, startsAt: shown(derivation.startsAt), endsAt: shown(derivation.endsAt) },
  };
}
