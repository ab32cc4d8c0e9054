import type { Deadline, Regime, TenderAttributes } from '../law/types.ts';
import type { SealingDemand } from '../seal/demand.ts';
import type { Instant } from '../time/instant.ts';

/** The chapters of an open tender with qualification after opening, in the order of the law. */
export const PHASES = [
  'notice',
  'documents',
  'bidding',
  'opening',
  'evaluation',
  'publicity',
  'award',
  'contract',
  'report',
] as const;
export type Phase = (typeof PHASES)[number];

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
  readonly method: 'open';
  readonly qualification: 'after';
  readonly attributes: TenderAttributes;
  readonly tenderee: PartyRef;
  readonly agency: PartyRef | null;
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
  readonly schedule: TenderSchedule;
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

export type ObjectionSubject = 'documents' | 'opening' | 'result';

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

/** ZTB-104/107: the process rests from an objection's receipt until its reply. */
export interface Suspension {
  readonly sinceAt: Instant;
  readonly rule: string;
  readonly objectionIds: readonly string[];
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
  readonly result: 'opened' | 'no-key' | 'wrong-key' | 'corrupted' | 'no-bid-letter';
  readonly priceFen: string | null;
  readonly durationDays: number | null;
  readonly quality: string | null;
  readonly projectManager: string | null;
}

/** A duty with a due instant on a person; unmet at its due it becomes a timed-out step. */
export interface Duty {
  /** e.g. `reply:<objectionId>`, `publish-candidates`, `sign-contract`, `written-report`, `return-security`. */
  readonly id: string;
  readonly rule: string;
  readonly article: string;
  readonly owner: 'tenderee';
  readonly dueAt: Instant;
  readonly metAt: Instant | null;
  readonly timedOutAt: Instant | null;
}

export type Outcome = 'reported' | 'failed-fewer-than-three' | 'all-rejected';

/** The whole state of one tender, as apply(event, state) builds it. JSON all the way down. */
export interface TenderState {
  readonly id: string;
  /** Number of events applied. */
  readonly version: number;
  readonly rehearsal: boolean;
  readonly ruleset: string;
  readonly draft: TenderDraft;
  readonly phase: Phase;
  readonly launchedAt: Instant;
  /** The instants in force now; they move by amendment, extension or suspension. */
  readonly documentsIssuedFromAt: Instant;
  readonly documentsIssuedUntilAt: Instant;
  readonly bidDeadlineAt: Instant;
  readonly decryptionEndsAt: Instant | null;
  readonly publicityEndsAt: Instant | null;
  /** Milestones passed, each with its statutory instant. */
  readonly milestones: Readonly<Partial<Record<Milestone, Instant>>>;
  readonly deadlines: readonly Deadline[];
  readonly duties: readonly Duty[];
  readonly clarifications: readonly Clarification[];
  readonly objections: readonly Objection[];
  readonly suspension: Suspension | null;
  readonly closedBidCount: number | null;
  readonly openedBids: readonly OpenedBid[] | null;
  readonly evaluation: EvaluationReport | null;
  readonly award: {
    readonly candidate: Candidate;
    readonly decidedAt: Instant;
    readonly noticeAt: Instant;
  } | null;
  readonly contract: ContractFacts | null;
  readonly outcome: Outcome | null;
}

export interface ContractFacts {
  readonly signedAt: Instant;
  readonly amountFen: string;
  readonly performanceSecurityFen: string;
  readonly document: DocumentRef;
}

export type Milestone =
  | 'noticePublished'
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
  | 'securityReturned'
  | 'writtenReportSubmitted'
  | 'failed';
