import type { DocumentRef, PartyRef } from '../../case/references.ts';
import type { Deadline } from '../../law/types.ts';
import type { Phase, ProcedureId } from '../../procedure/index.ts';
import type { Instant } from '../../time/instant.ts';
import type { Outcome, TenderDraft } from './draft.ts';
import type {
  AtOpening,
  CancelledAward,
  Candidate,
  Clarification,
  ContractFacts,
  Duty,
  EvaluationReport,
  FirstStage,
  Instruction,
  Objection,
  OpenedBid,
  Question,
  Suspension,
  WrittenReport,
} from './parts.ts';

/** The whole state of one tender, as apply(event, state) builds it. JSON all the way down. */
export interface TenderState {
  readonly id: string;
  /** Number of events applied. */
  readonly version: number;
  readonly rehearsal: boolean;
  readonly ruleset: string;
  readonly procedure: ProcedureId;
  readonly draft: TenderDraft;
  readonly phase: Phase;
  readonly launchedAt: Instant;
  /** The instants in force now; they move by amendment, extension or suspension. */
  readonly documentsIssuedFromAt: Instant;
  readonly documentsIssuedUntilAt: Instant;
  readonly bidDeadlineAt: Instant;
  readonly decryptionEndsAt: Instant | null;
  readonly publicityEndsAt: Instant | null;
  readonly firstStage: FirstStage | null;
  /** Who may bid: the invited, the qualified or who proposed; null where anybody may. Secret until the opening. */
  readonly admitted: readonly PartyRef[] | null;
  /** Milestones passed, each with its statutory instant. */
  readonly milestones: Readonly<Partial<Record<Milestone, Instant>>>;
  readonly deadlines: readonly Deadline[];
  readonly duties: readonly Duty[];
  readonly clarifications: readonly Clarification[];
  readonly objections: readonly Objection[];
  /** Questions in procurement; none in tendering. */
  readonly questions: readonly Question[];
  readonly suspension: Suspension | null;
  readonly instructions: readonly Instruction[];
  readonly closedBidCount: number | null;
  /** Bidders that signed in to the opening, and those that confirmed its record; each once. */
  readonly signedIn: readonly AtOpening[];
  readonly confirmations: readonly AtOpening[];
  readonly openedBids: readonly OpenedBid[] | null;
  readonly evaluation: EvaluationReport | null;
  readonly award: {
    readonly candidate: Candidate;
    readonly decidedAt: Instant;
    readonly noticeAt: Instant;
    /** The notice as the tenderee's own documents; none where the platform's stands for it. */
    readonly documents: readonly DocumentRef[];
  } | null;
  /** Awards that were lost before their contract, oldest first. */
  readonly cancelledAwards: readonly CancelledAward[];
  readonly contract: ContractFacts | null;
  /** Oldest first: an award that is lost has its report written anew. */
  readonly writtenReports: readonly WrittenReport[];
  readonly outcome: Outcome | null;
}

/** What a tender passes, each once but for an award that is lost. */
export const MILESTONES = [
  'noticePublished',
  'firstStageOpened',
  'applicationsClosed',
  'firstStageConcluded',
  'documentsOpened',
  'documentsClosed',
  'bidsClosed',
  'keysComplete',
  'bidsOpened',
  'evaluationReported',
  'candidatesPublished',
  'publicityEnded',
  'awardNoticeIssued',
  'contractSigned',
  'withdrawnSecurityReturned',
  'othersSecurityReturned',
  'securityReturned',
  'writtenReportSubmitted',
  'failed',
  'terminated',
  'invalidated',
] as const;
export type Milestone = (typeof MILESTONES)[number];
