import type { DocumentRef } from '../../case/references.ts';
import { rulesetById } from '../../law/context.ts';
import { findProcedure } from '../../procedure/index.ts';
import type { Instant } from '../../time/instant.ts';
import type { TenderDraft } from './draft.ts';
import type { CancelledAward, Duty, FirstStageConclusion, Ground, Objection, OpenedBid } from './parts.ts';
import type { TenderState } from './state.ts';

/**
 * A draft as it stands now, whatever version of the platform stored it: before there were several
 * procedures a draft named none of their parts, and none required signatures.
 */
export function currentDraft(stored: TenderDraft): TenderDraft {
  const older = stored as Partial<TenderDraft> & TenderDraft;
  return {
    ...stored,
    methodReason: older.methodReason ?? null,
    invitees: older.invitees ?? [],
    firstStage: older.firstStage ?? null,
    lot: older.lot ?? null,
    prior: older.prior ?? null,
    signatures: older.signatures ?? 'recorded',
  };
}

/**
 * A state as it stands now, whatever version stored it, so that a tender goes on under the code of
 * today: months may lie between its launch and its end. It changes nothing that stands already.
 */
export function currentState(stored: TenderState): TenderState {
  const older = stored as Partial<TenderState> & TenderState;
  const draft = currentDraft(stored.draft);
  return {
    ...stored,
    draft,
    procedure: older.procedure ?? findProcedure(draft)?.id ?? 'open',
    firstStage: currentFirstStage(older.firstStage ?? null),
    admitted: older.admitted ?? null,
    instructions: older.instructions ?? [],
    questions: older.questions ?? [],
    cancelledAwards: (older.cancelledAwards ?? []).map(currentCancelledAward),
    writtenReports: older.writtenReports ?? [],
    signedIn: older.signedIn ?? [],
    confirmations: older.confirmations ?? [],
    openedBids: stored.openedBids?.map(currentOpenedBid) ?? null,
    award: stored.award && { ...stored.award, documents: awardDocuments(stored.award) },
    duties: stored.duties.map((duty) => ({
      ...duty,
      announcedAt: (duty as Partial<Duty>).announcedAt ?? null,
    })),
    suspension: currentSuspension(stored),
  };
}

/** Openings of before failures were attributed say nothing of whose doing they are: no cause is made up for them. */
function currentOpenedBid(bid: OpenedBid): OpenedBid {
  const older = bid as Partial<OpenedBid>;
  const { attribution = null, evidence = null, signed = null, content = null } = older;
  return { ...bid, attribution, evidence, signed, content };
}

/** Lost awards were once kept without the papers of the notice and of its cancellation. */
function currentCancelledAward(lost: CancelledAward): CancelledAward {
  const { documents = [], noticeDocuments = [] } = lost as Partial<CancelledAward>;
  return { ...lost, documents, noticeDocuments };
}

/** Reviews of applications were once concluded without their report. */
function currentFirstStage(stage: TenderState['firstStage']): TenderState['firstStage'] {
  if (stage === null || stage.conclusion === null) return stage;
  const { report = [] } = stage.conclusion as Partial<FirstStageConclusion>;
  return { ...stage, conclusion: { ...stage.conclusion, report } };
}

/** Award notices once had no documents of their own. */
function awardDocuments(award: Partial<NonNullable<TenderState['award']>>): readonly DocumentRef[] {
  return award.documents ?? [];
}

/** Suspensions once rested on objections alone, and listed their ids. */
interface OlderSuspension {
  readonly sinceAt: Instant;
  readonly rule: string;
  readonly objectionIds?: readonly string[];
}

function currentSuspension({ suspension, objections, ruleset }: TenderState): TenderState['suspension'] {
  if (suspension === null) return null;
  const older = suspension as OlderSuspension;
  if (older.objectionIds === undefined) return suspension;
  const { sinceAt, rule } = older;
  const article = rulesetById(ruleset).rules[rule]?.article ?? rule;
  const grounds = older.objectionIds.map((id) => groundOf(id, rule, article, objections, sinceAt));
  return { sinceAt, rule, grounds, orderedSinceAt: null };
}

function groundOf(
  id: string,
  rule: string,
  article: string,
  objections: readonly Objection[],
  sinceAt: Instant,
): Ground {
  const filedAt = objections.find((one) => one.id === id)?.filedAt ?? sinceAt;
  return { id, kind: 'objection', rule, article, sinceAt: filedAt, untilAt: null };
}
