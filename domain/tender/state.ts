import type { Deadline, Regime, TenderAttributes } from '../law/types.ts';
import { PHASES, type Method, type Phase, type ProcedureId, type Qualification } from '../procedure/index.ts';
import type { Attribution, OpeningEvidence, OpeningResult } from '../opening/finding.ts';
import type { MandateRef } from '../party/mandate.ts';
import type { SignaturePolicy } from '../pki/known.ts';
import type { SealingDemand } from '../seal/demand.ts';
import type { Instant } from '../time/instant.ts';
import type { CancelledAward } from './cancelled-award.ts';
import type { Instruction, Suspension } from './supervision.ts';

export { PHASES, type Phase };
export type { Ground, Instruction, InstructionKind, Suspension } from './supervision.ts';

export interface PartyRef {
  readonly name: string;
  /** Unified social credit code, GB 32100. */
  readonly uscc: string;
}

export interface DocumentRef {
  readonly sha256: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly mediaType: string;
}

export interface Contact {
  readonly name: string;
  readonly phone: string;
  readonly address: string;
  readonly email?: string;
}

/** What is launched: everything the law asks a tender notice and its documents to settle beforehand. Money in fen, as decimal strings of an integer. */
export interface TenderDraft {
  readonly title: string;
  /** Assigned by the platform when the tenderee has none. */
  readonly projectCode: string;
  readonly regime: Regime;
  readonly method: Method;
  readonly qualification: Qualification;
  /** Why bidders are invited, or there is one supplier only (PUB-013); null for an open tender. */
  readonly methodReason: string | null;
  /** Who is invited; empty unless the method invites. Secret until the opening (ZTB-015). */
  readonly invitees: readonly PartyRef[];
  /** The prequalification, or the first of two stages; null in other procedures. */
  readonly firstStage: FirstStagePlan | null;
  /** The lot this tender is, where a project is tendered in several; each lot has its own fate. */
  readonly lot: LotRef | null;
  /** The tender that failed, was terminated or invalidated, and that this one holds anew. */
  readonly prior: PriorTender | null;
  readonly attributes: TenderAttributes;
  readonly tenderee: PartyRef;
  readonly agency: PartyRef | null;
  /** Under which mandate of the tenderee's the agency acts; null or absent without one, as launches once were. */
  readonly mandate?: MandateRef | null;
  readonly contact: Contact;
  /** Objection contact, ZTB-109; the same as `contact` when the notice names only one. */
  readonly objectionContact: Contact;
  /** GB/T 2260 code of the place, six digits. */
  readonly region: string;
  readonly place: string;
  /** Industry for supervision, e.g. `housing`, `transport`, `water`, `industry`. */
  readonly industry: string;
  readonly scope: string;
  readonly fundingSource: string;
  readonly qualificationRequirements: string;
  readonly evaluationMethod: string;
  readonly estimatedPriceFen: string | null;
  readonly ceilingPriceFen: string | null;
  readonly documentPriceFen: string;
  readonly documents: readonly DocumentRef[];
  readonly consortiumAllowed: boolean;
  readonly durationDays: number | null;
  readonly bidSecurityFen: string | null;
  readonly performanceSecurityPercent: number | null;
  readonly bidValidityDays: number;
  /** Minutes from the opening within which bidders hand in their keys (EB-015: set by the tender documents). */
  readonly decryptionWindowMinutes: number;
  /** How bids are to be sealed (EB-009, EB-015); null or absent: as age files to their bidders' own keys. */
  readonly sealing?: SealingDemand | null;
  /** Whether what 电子招标投标办法第四十条 has signed is refused unsigned, or signatures are only kept. */
  readonly signatures: SignaturePolicy;
  readonly schedule: TenderSchedule;
}

/** Documents and times of a prequalification or of technical proposals. */
export interface FirstStagePlan {
  readonly documents: readonly DocumentRef[];
  readonly issuedFromAt: Instant;
  readonly issuedUntilAt: Instant;
  /** Applications or proposals are due before this instant. */
  readonly dueAt: Instant;
}

export interface LotRef {
  /** The code of the project whose lot this is; the tender's own code is the lot's. */
  readonly projectCode: string;
  readonly number: string;
  readonly name: string;
}

export interface PriorTender {
  readonly tenderId: string;
  readonly projectCode: string;
  readonly outcome: Outcome;
}

/** An application for qualification, or a technical proposal; secret until the opening. */
export interface Application {
  readonly id: string;
  readonly partyId: string;
  readonly party: PartyRef;
  readonly filedAt: Instant;
  readonly documents: readonly DocumentRef[];
}

export interface FirstStage {
  readonly issuedFromAt: Instant;
  readonly issuedUntilAt: Instant;
  readonly dueAt: Instant;
  /** One for each party: a later one takes the place of the earlier. */
  readonly applications: readonly Application[];
  readonly conclusion: FirstStageConclusion | null;
}

export interface FirstStageConclusion {
  readonly concludedAt: Instant;
  readonly admitted: readonly PartyRef[];
  readonly rejected: readonly { readonly party: PartyRef; readonly reason: string }[];
  readonly committee: readonly CommitteeMember[];
  /** The report of the review, as secret as the applications. */
  readonly report: readonly DocumentRef[];
}

export interface TenderSchedule {
  readonly documentsIssuedFromAt: Instant;
  readonly documentsIssuedUntilAt: Instant;
  readonly bidDeadlineAt: Instant;
  /** ZTB-301: the same instant as the deadline. */
  readonly openingAt: Instant;
}

export interface Clarification {
  readonly id: string;
  readonly kind: 'clarification' | 'amendment';
  readonly issuedAt: Instant;
  readonly affectsBids: boolean;
  readonly title: string;
  readonly text: string;
  readonly documents: readonly DocumentRef[];
  /** The deadline before and after; equal when nothing moved. */
  readonly bidDeadlineBeforeAt: Instant;
  readonly bidDeadlineAfterAt: Instant;
}

export type ObjectionSubject = 'prequalification' | 'documents' | 'opening' | 'result';

export interface Objection {
  readonly id: string;
  readonly subject: ObjectionSubject;
  /** The objector's party id: never published before the award. */
  readonly partyId: string;
  readonly text: string;
  readonly filedAt: Instant;
  readonly replyDueAt: Instant;
  readonly reply: { readonly text: string; readonly repliedAt: Instant } | null;
}

/** A question (询问) of a supplier in procurement, between it and the purchaser. */
export interface Question {
  readonly id: string;
  /** The asker's party id: never published. */
  readonly partyId: string;
  readonly text: string;
  readonly askedAt: Instant;
  readonly answer: { readonly text: string; readonly answeredAt: Instant } | null;
}

export interface CommitteeMember {
  readonly name: string;
  readonly role: 'tenderee-representative' | 'expert';
  readonly employer: string;
}

export interface Candidate {
  readonly rank: number;
  readonly bidId: string;
  readonly uscc: string;
  readonly name: string;
  readonly priceFen: string;
  readonly quality: string;
  readonly durationDays: number | null;
  readonly projectManager: string | null;
  readonly certificate: string | null;
  readonly score: string | null;
  readonly qualifications: string;
}

export interface RejectedBid {
  readonly bidId: string;
  /** Item of 条例 51, e.g. `51-3`. */
  readonly ground: string;
  readonly reason: string;
}

export interface EvaluationReport {
  readonly reportedAt: Instant;
  readonly committee: readonly CommitteeMember[];
  readonly candidates: readonly Candidate[];
  readonly rejected: readonly RejectedBid[];
  readonly summary: string;
  readonly documents: readonly DocumentRef[];
}

/** How one bid fared at the opening. */
export interface OpenedBid {
  readonly bidId: string;
  readonly partyId: string;
  readonly name: string;
  readonly uscc: string;
  readonly sha256: string;
  /** Whether a signature of its bidder on the sealed file came before the deadline; null where none is required. */
  readonly signed: boolean | null;
  readonly result: OpeningResult;
  /** Whose doing it is that the bid was not opened; null when it was, or an older version did not say. */
  readonly attribution: Attribution | null;
  /** What that rests on; null where the bidder's own key opened the bid. */
  readonly evidence: OpeningEvidence | null;
  readonly priceFen: string | null;
  readonly durationDays: number | null;
  readonly quality: string | null;
  readonly projectManager: string | null;
  /** The opened file as the platform keeps it; null where the bid was not opened, or an older version did not say. */
  readonly content: DocumentRef | null;
}

/** A written report on the tender (招标投标法 47), or on the contract in procurement, as it was handed in. */
export interface WrittenReport {
  readonly submittedAt: Instant;
  readonly documents: readonly DocumentRef[];
}

/** A duty with a due instant on a person; unmet at its due it becomes a timed-out step. */
export interface Duty {
  /** e.g. `reply:<objectionId>`, `answer:<questionId>`, `correct:<instructionId>`, `return-withdrawn-security`, `publish-candidates`, `sign-contract`, `written-report`. */
  readonly id: string;
  readonly rule: string;
  readonly article: string;
  readonly owner: 'tenderee';
  readonly dueAt: Instant;
  /** When its owner was reminded that it falls due; null: not yet. */
  readonly announcedAt: Instant | null;
  readonly metAt: Instant | null;
  readonly timedOutAt: Instant | null;
}

/** How a tender can end. */
export const TENDER_OUTCOMES = [
  'reported',
  'failed-fewer-than-three',
  'all-rejected',
  'terminated',
  'invalidated',
] as const;
export type Outcome = (typeof TENDER_OUTCOMES)[number];

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

/** What a bidder did at the opening, and when. */
export interface AtOpening {
  readonly partyId: string;
  readonly at: Instant;
}

export interface ContractFacts {
  readonly signedAt: Instant;
  readonly amountFen: string;
  readonly performanceSecurityFen: string;
  readonly document: DocumentRef;
}

export type Milestone =
  | 'noticePublished'
  | 'firstStageOpened'
  | 'applicationsClosed'
  | 'firstStageConcluded'
  | 'documentsOpened'
  | 'documentsClosed'
  | 'bidsClosed'
  | 'keysComplete'
  | 'bidsOpened'
  | 'evaluationReported'
  | 'candidatesPublished'
  | 'publicityEnded'
  | 'awardNoticeIssued'
  | 'contractSigned'
  | 'withdrawnSecurityReturned'
  | 'othersSecurityReturned'
  | 'securityReturned'
  | 'writtenReportSubmitted'
  | 'failed'
  | 'terminated'
  | 'invalidated';
