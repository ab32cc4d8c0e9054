import type { DocumentRef } from '../case/references.ts';
import type { TenderState } from '../tender/ground/state.ts';

/** The events that papers come with. */
export type PaperEvent =
  | 'noticePublished'
  | 'clarificationIssued'
  | 'applicationSubmitted'
  | 'firstStageConcluded'
  | 'instructionReported'
  | 'bidsOpened'
  | 'evaluationReported'
  | 'awardNoticeIssued'
  | 'awardCancelled'
  | 'contractSigned'
  | 'writtenReportSubmitted';

/** A document of a tender as the platform keeps it. */
export interface Paper {
  readonly document: DocumentRef;
  /** What it came with: whose row of the table says who reads it, and from when on. */
  readonly event: PaperEvent;
  /**
   * For what it is handed out to who comes for it, beside what the table says: the first stage, or the bids. Null: for
   * nothing, the table alone decides.
   */
  readonly issuedFor: 'first-stage' | 'bids' | null;
  /** Code of the party that it is of, or goes against. */
  readonly concerned: string | null;
  /** Code of the winner whose award it is about. */
  readonly winner: string | null;
  /** The bid that it is. */
  readonly bidId: string | null;
}

/** All documents of a launched tender, each with whose row of the table opens it; one file may be several papers. */
export function papersOf(state: TenderState): Paper[] {
  return [...issuedPapers(state), ...handedIn(state), ...openedPapers(state), ...awardPapers(state)];
}

const OF_NOBODY = { issuedFor: null, concerned: null, winner: null, bidId: null } as const;

const papers = (event: PaperEvent, documents: readonly DocumentRef[], more: Partial<Paper> = {}): Paper[] =>
  documents.map((document) => ({ ...OF_NOBODY, ...more, document, event }));

/** What bidders come for. The documents of a second stage may be others than those of the notice, and are for whom those were. */
function issuedPapers({ draft, firstStage, clarifications }: TenderState): Paper[] {
  const concludedAt = firstStage?.conclusion?.concludedAt ?? Infinity;
  return [
    ...papers('noticePublished', draft.firstStage?.documents ?? [], { issuedFor: 'first-stage' }),
    ...papers('noticePublished', draft.documents, { issuedFor: 'bids' }),
    ...clarifications.flatMap(({ documents, issuedAt }) => {
      const early = firstStage !== null && issuedAt < concludedAt;
      return papers('clarificationIssued', documents, { issuedFor: early ? 'first-stage' : 'bids' });
    }),
  ];
}

/** What was handed in on the way: applications and the report on them, reports on what the authority ordered. */
function handedIn({ firstStage, instructions }: TenderState): Paper[] {
  return [
    ...(firstStage?.applications ?? []).flatMap(({ documents, party }) =>
      papers('applicationSubmitted', documents, { concerned: party.uscc }),
    ),
    ...papers('firstStageConcluded', firstStage?.conclusion?.report ?? []),
    ...instructions.flatMap(({ report }) => papers('instructionReported', report?.documents ?? [])),
  ];
}

function openedPapers({ openedBids }: TenderState): Paper[] {
  return (openedBids ?? []).flatMap(({ bidId, uscc, content }) =>
    content === null ? [] : papers('bidsOpened', [content], { concerned: uscc, bidId }),
  );
}

/** From the evaluation to the end, with what belongs to awards that were lost. */
function awardPapers(state: TenderState): Paper[] {
  const { evaluation, award, cancelledAwards, contract, writtenReports } = state;
  const winner = award?.candidate.uscc ?? null;
  return [
    ...papers('evaluationReported', evaluation?.documents ?? []),
    ...papers('awardNoticeIssued', award?.documents ?? [], { winner }),
    ...cancelledAwards.flatMap(({ candidate: { uscc }, documents, noticeDocuments }) => [
      ...papers('awardNoticeIssued', noticeDocuments, { winner: uscc }),
      ...papers('awardCancelled', documents, { concerned: uscc }),
    ]),
    ...papers('contractSigned', contract === null ? [] : [contract.document], { winner }),
    ...writtenReports.flatMap(({ documents }) => papers('writtenReportSubmitted', documents)),
  ];
}
