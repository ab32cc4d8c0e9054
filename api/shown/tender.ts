import { concealParties } from '../../domain/disclosure/index.ts';
import { procedureById } from '../../domain/procedure/index.ts';
import type { FirstStage, Instruction, Objection, Suspension } from '../../domain/tender/ground/parts.ts';
import type { TenderState } from '../../domain/tender/ground/state.ts';
import type { CancelledAward, Candidate, Duty } from '../../domain/tender/index.ts';
import type { Instant } from '../../domain/time/instant.ts';
import type { Answer } from '../answer.ts';
import { shown } from '../schema.ts';
import type {
  cancelledAwardSchema,
  dutySchema,
  firstStageSchema,
  instructionSchema,
  objectionSchema,
  procedureSchema,
  publicCandidateSchema,
  resultSchema,
  suspensionSchema,
  tenderSchema,
} from './tender-schema.ts';

/** A duty of the tenderee with its instants as answers show them. */
export function presentDuty(duty: Duty): Answer<typeof dutySchema> {
  return {
    ...duty,
    dueAt: shown(duty.dueAt),
    announcedAt: shown(duty.announcedAt),
    metAt: shown(duty.metAt),
    timedOutAt: shown(duty.timedOutAt),
  };
}

/** What everybody may know of a launched tender at this moment of its life. */
export function presentTender(state: TenderState, now: Instant): Answer<typeof tenderSchema> {
  const { draft } = state;
  return {
    tenderId: state.id,
    version: publicVersion(state),
    rehearsal: state.rehearsal,
    now: shown(now),
    phase: state.phase,
    outcome: state.outcome,
    ruleset: state.ruleset,
    procedure: presentProcedure(state),
    method: draft.method,
    qualification: draft.qualification,
    title: draft.title,
    projectCode: draft.projectCode,
    lot: draft.lot,
    prior: draft.prior,
    methodReason: draft.methodReason === null ? null : concealParties(draft.methodReason, state),
    // The one supplier of a single source is published; who is invited otherwise is not.
    suppliers: draft.method === 'single-source' ? draft.invitees : null,
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
    firstStage: state.firstStage && presentFirstStage(state.firstStage, state),
    sealing: draft.sealing ?? null,
    signatures: draft.signatures,
    documentsIssuedFromAt: shown(state.documentsIssuedFromAt),
    documentsIssuedUntilAt: shown(state.documentsIssuedUntilAt),
    bidDeadlineAt: shown(state.bidDeadlineAt),
    decryptionEndsAt: shown(state.decryptionEndsAt),
    publicityEndsAt: shown(state.publicityEndsAt),
    suspension: state.suspension && presentSuspension(state.suspension),
    instructions: state.instructions.map(presentInstruction),
    milestones: Object.fromEntries(Object.entries(state.milestones).map(([name, at]) => [name, shown(at)])),
    duties: state.duties.map(presentDuty),
    clarifications: state.clarifications.map((one) => ({
      ...one,
      title: concealParties(one.title, state),
      text: concealParties(one.text, state),
      issuedAt: shown(one.issuedAt),
      bidDeadlineBeforeAt: shown(one.bidDeadlineBeforeAt),
      bidDeadlineAfterAt: shown(one.bidDeadlineAfterAt),
    })),
    objections: state.objections.map((one) => presentObjection(one, state)),
    ...presentResult(state),
  };
}

/** What became of the bids, as far as it is public now. */
function presentResult(state: TenderState): Answer<typeof resultSchema> {
  const published = state.milestones.candidatesPublished !== undefined;
  return {
    closedBidCount: state.closedBidCount,
    candidates: published ? (state.evaluation?.candidates.map(publicCandidate) ?? null) : null,
    award:
      state.award === null
        ? null
        : { candidate: publicCandidate(state.award.candidate), noticeAt: shown(state.award.noticeAt) },
    cancelledAwards: state.cancelledAwards.map(presentCancelledAward),
    contract:
      state.contract === null
        ? null
        : { amountFen: state.contract.amountFen, signedAt: shown(state.contract.signedAt) },
  };
}

function publicCandidate(candidate: Candidate): Answer<typeof publicCandidateSchema> {
  const { priceCorrection = null, ...told } = candidate;
  if (priceCorrection === null) return told;
  const { ground, confirmed } = priceCorrection;
  return { ...told, priceCorrection: { ground, confirmed } };
}

/** A lost award with its ground and article, without what was said by whoever took it away. */
function presentCancelledAward(lost: CancelledAward): Answer<typeof cancelledAwardSchema> {
  const { candidate, ground, rule, article, securityKept, instructionId } = lost;
  const { bidId, name, uscc, rank } = candidate;
  return {
    bidId,
    name,
    uscc,
    rank,
    ground,
    rule,
    article,
    securityKept,
    instructionId,
    noticeAt: shown(lost.noticeAt),
    cancelledAt: shown(lost.cancelledAt),
  };
}

/** The number of steps so far; null while it would count applications, or who came to the opening: secret until then (ZTB-015). */
function publicVersion({ firstStage, milestones, version }: TenderState): number | null {
  const countsBidders = firstStage !== null || milestones.bidsClosed !== undefined;
  return countsBidders && milestones.bidsOpened === undefined ? null : version;
}

function presentProcedure(state: TenderState): Answer<typeof procedureSchema> {
  const { id, zh, en, phases } = procedureById(state.procedure);
  return { id, zh, en, phases };
}

/** The times of a first stage and its documents: who applied, and how many, stays secret until the opening (ZTB-015). */
function presentFirstStage(stage: FirstStage, state: TenderState): Answer<typeof firstStageSchema> {
  return {
    documents: state.draft.firstStage?.documents ?? [],
    issuedFromAt: shown(stage.issuedFromAt),
    issuedUntilAt: shown(stage.issuedUntilAt),
    dueAt: shown(stage.dueAt),
    concludedAt: shown(stage.conclusion?.concludedAt ?? null),
  };
}

/** Why the process rests, and since when. A ground does not say who objected. */
function presentSuspension(suspension: Suspension): Answer<typeof suspensionSchema> {
  const { sinceAt, rule, grounds, orderedSinceAt } = suspension;
  return {
    sinceAt: shown(sinceAt),
    rule,
    orderedSinceAt: shown(orderedSinceAt),
    grounds: grounds.map((ground) => ({
      kind: ground.kind,
      rule: ground.rule,
      article: ground.article,
      sinceAt: shown(ground.sinceAt),
      untilAt: shown(ground.untilAt),
    })),
  };
}

/** What everybody may know of an order of the authority: what it orders and rests on, and what became of it; not its text. */
export function presentInstruction(instruction: Instruction): Answer<typeof instructionSchema> {
  const { id, kind, basis, article, authority } = instruction;
  return {
    instructionId: id,
    kind,
    basis,
    article,
    authority,
    issuedAt: shown(instruction.issuedAt),
    dueAt: shown(instruction.dueAt),
    acknowledgedAt: shown(instruction.acknowledgedAt),
    reportedAt: shown(instruction.report?.reportedAt ?? null),
    closedAt: shown(instruction.closedAt),
  };
}

/** An objection without who made it and in which words; the reply to one about the result goes to the objector alone. */
function presentObjection(
  { id, subject, filedAt, replyDueAt, reply }: Objection,
  state: TenderState,
): Answer<typeof objectionSchema> {
  const text = reply === null || subject === 'result' ? null : concealParties(reply.text, state);
  return {
    objectionId: id,
    subject,
    filedAt: shown(filedAt),
    replyDueAt: shown(replyDueAt),
    repliedAt: reply === null ? null : shown(reply.repliedAt),
    reply: text,
  };
}
