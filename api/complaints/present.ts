import { runningComplaintDuties, type ComplaintState } from '../../domain/complaint/index.ts';
import { complainantMayBeNamed, withoutSecretNames } from '../../domain/disclosure/complaints/index.ts';
import type { TenderState } from '../../domain/tender/ground/state.ts';
import { courseOf, mayRead, VISIBILITY, type Reader } from '../../domain/visibility/index.ts';
import type { Viewer } from '../access/complaint-of.ts';
import type { Answer } from '../answer.ts';
import { shown } from '../schema.ts';
import { presentDeadline } from '../shown/law.ts';
import type { commonSchema, complaintAnswerSchema, contentSchema } from './answer-schema.ts';

/** A complaint as a viewer may know it. */
export function presentComplaint(
  state: ComplaintState,
  tender: TenderState,
  viewer: Viewer,
): Answer<typeof complaintAnswerSchema> {
  return {
    ...common(state),
    ...contentFor(state, tender, viewer),
    deadlines:
      viewer === 'complainant' || viewer === 'authority' ? state.deadlines.map(presentDeadline) : undefined,
    instructions: tender.instructions
      .filter((one) => one.complaintId === state.id)
      .map(({ id, kind, basis, article, issuedAt }) => ({
        instructionId: id,
        kind,
        basis,
        article,
        issuedAt: shown(issuedAt),
      })),
  };
}

/** What everybody may know who may know of the complaint at all: where it stands, and whether its times are kept. */
function common(state: ComplaintState): Answer<typeof commonSchema> {
  const running = runningComplaintDuties(state).map(({ id }) => id);
  return {
    complaintId: state.id,
    version: state.version,
    tenderId: state.tender.id,
    title: state.tender.title,
    projectCode: state.tender.projectCode,
    rehearsal: state.rehearsal,
    ruleset: state.ruleset,
    subject: state.subject,
    status: state.status,
    authority: state.authority.name,
    filedAt: shown(state.filedAt),
    acceptedAt: shown(state.acceptedAt),
    withdrawnAt: shown(state.withdrawnAt),
    publishedAt: shown(state.publishedAt),
    copiesSentAt: shown(state.copiesSentAt),
    duties: state.duties.map(({ announcedAt: _announcedAt, ...duty }) => ({
      ...duty,
      dueAt: shown(duty.dueAt),
      metAt: shown(duty.metAt),
      timedOutAt: shown(duty.timedOutAt),
      running: running.includes(duty.id),
    })),
  };
}

/** As whom the table of domain/visibility knows a viewer; the respondent's copy has rules of its own. */
const READER_OF = {
  complainant: 'concerned',
  authority: 'asked',
  observer: 'observing',
  public: 'public',
} as const satisfies Record<Exclude<Viewer, 'respondent'>, Reader>;

function mayReadWhole(viewer: Viewer, tender: TenderState): boolean {
  if (viewer === 'respondent') return true;
  return mayRead(VISIBILITY.complaintFiled.facts, READER_OF[viewer], courseOf(tender));
}

function contentFor(
  state: ComplaintState,
  tender: TenderState,
  viewer: Viewer,
): Answer<typeof contentSchema> {
  if (!mayReadWhole(viewer, tender)) return publicPart(state, tender);
  const named = viewer !== 'respondent' || complainantMayBeNamed(state, tender);
  const said = (text: string): string => (named ? text : withoutSecretNames(text, state, tender));
  const { statement, decision, correction, refusal } = state;
  return {
    complainant: named ? { name: state.complainant.name, uscc: state.complainant.uscc } : null,
    points: state.content.points.map((point) => ({ ...point, text: said(point.text) })),
    request: said(state.content.request),
    // File names and contents can tell who hands them in.
    evidence: named ? state.content.evidence : [],
    statement: statement && { ...statement, madeAt: shown(statement.madeAt) },
    decision: decision && {
      ...decision,
      reasons: said(decision.reasons),
      documents: named ? decision.documents : [],
      decidedAt: shown(decision.decidedAt),
    },
    ...(viewer === 'respondent'
      ? {}
      : {
          standing: state.standing,
          interest: state.interest,
          objectionId: state.objectionId,
          claimedAt: shown(state.claimedAt),
          knownAt: shown(state.knownAt),
          told: state.told.map(({ name }) => name),
          warnings: state.warnings,
          correction: correction && {
            ...correction,
            requestedAt: shown(correction.requestedAt),
            dueAt: shown(correction.dueAt),
            correctedAt: shown(correction.correctedAt),
          },
          refusal: refusal && { ...refusal, refusedAt: shown(refusal.refusedAt) },
          excludedTime: state.excludedTime.map((one) => ({
            ...one,
            openedAt: shown(one.openedAt),
            closedAt: shown(one.closedAt),
          })),
        }),
    // A clue about the complainant is for the authority.
    repeatedlyUnfounded: viewer === 'authority' ? state.repeatedlyUnfounded : undefined,
  };
}

/** A decision as it was published; nothing before that. */
function publicPart(state: ComplaintState, tender: TenderState): Answer<typeof contentSchema> {
  const { decision } = state;
  if (state.publishedAt === null || decision === null) return {};
  return {
    complainant: complainantMayBeNamed(state, tender) ? { name: state.complainant.name } : null,
    decision: {
      outcome: decision.outcome,
      remedy: decision.remedy,
      reasons: withoutSecretNames(decision.reasons, state, tender),
      decidedAt: shown(decision.decidedAt),
    },
  };
}
