import type { CaseDuty } from '../../case/duty.ts';
import type { DocumentRef, PartyRef } from '../../case/references.ts';
import type { Attribution, OpeningEvidence, OpeningResult } from '../../opening/finding.ts';
import type { AwardGround } from '../../procedure/index.ts';
import type { Instant } from '../../time/instant.ts';

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

export const CLARIFICATION_KINDS = ['clarification', 'amendment'] as const;

export interface Clarification {
  readonly id: string;
  readonly kind: (typeof CLARIFICATION_KINDS)[number];
  readonly issuedAt: Instant;
  readonly affectsBids: boolean;
  readonly title: string;
  readonly text: string;
  readonly documents: readonly DocumentRef[];
  /** The deadline before and after; equal when nothing moved. */
  readonly bidDeadlineBeforeAt: Instant;
  readonly bidDeadlineAfterAt: Instant;
}

/** What one may object to. */
export const OBJECTION_SUBJECTS = ['prequalification', 'documents', 'opening', 'result'] as const;

export type ObjectionSubject = (typeof OBJECTION_SUBJECTS)[number];

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

export const COMMITTEE_ROLES = ['tenderee-representative', 'expert'] as const;

export interface CommitteeMember {
  readonly name: string;
  readonly role: (typeof COMMITTEE_ROLES)[number];
  readonly employer: string;
}

/** How the price of a bid was corrected in the evaluation: the old price is the opened one, the new one the candidate's. */
export interface PriceCorrection {
  /** The item of the law, e.g. `59-4` (87号令) or `19` (评标委员会和评标方法暂行规定). */
  readonly ground: string;
  readonly reason: string;
  /** Whether the bidder confirmed it; unconfirmed it voids the bid. */
  readonly confirmed: boolean;
}

export interface Candidate {
  readonly rank: number;
  readonly bidId: string;
  readonly uscc: string;
  readonly name: string;
  readonly priceFen: string;
  /** Null or absent where the price is the one that was opened. */
  readonly priceCorrection?: PriceCorrection | null | undefined;
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

/**
 * A duty of the tenderee; its id e.g. `reply:<objectionId>`, `answer:<questionId>`, `correct:<instructionId>`,
 * `return-withdrawn-security`, `publish-candidates`, `sign-contract`, `written-report`.
 */
export type Duty = CaseDuty<string, 'tenderee'>;

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

/** One reason for which the process rests: an unanswered objection (ZTB-104, ZTB-107), or the authority's order (CMP-008, GP-511). */
export interface Ground {
  /** The id of the objection or of the instruction. */
  readonly id: string;
  readonly kind: 'objection' | 'instruction';
  readonly rule: string;
  readonly article: string;
  readonly sinceAt: Instant;
  /** Where the law limits an order: it ends here by itself. */
  readonly untilAt: Instant | null;
}

/** The process rests from its first ground until none is left. */
export interface Suspension {
  readonly sinceAt: Instant;
  /** The rule of the first ground. */
  readonly rule: string;
  readonly grounds: readonly Ground[];
  /** Since when the authority's order rests it, which stops the tenderee's clocks too; null while only objections do. */
  readonly orderedSinceAt: Instant | null;
}

/** `void-award`: the award alone is void, and is replaced or the tender held anew (招标投标法 64); `invalidate`: the tender is. */
export const INSTRUCTION_KINDS = ['suspend', 'resume', 'correct', 'void-award', 'invalidate'] as const;
export type InstructionKind = (typeof INSTRUCTION_KINDS)[number];

/** 行政监督指令: an order of the authority, with its basis in the rules, followed until it is done. */
export interface Instruction {
  readonly id: string;
  /** The complaint that it was issued for. */
  readonly complaintId?: string;
  readonly kind: InstructionKind;
  /** Rule id of its basis, in the ruleset pinned in the tender. */
  readonly basis: string;
  readonly article: string;
  readonly authority: string;
  readonly text: string;
  readonly issuedAt: Instant;
  /** By when a correction is due, as the authority set it. */
  readonly dueAt: Instant | null;
  readonly acknowledgedAt: Instant | null;
  readonly report: {
    readonly text: string;
    readonly documents: readonly DocumentRef[];
    readonly reportedAt: Instant;
  } | null;
  readonly closedAt: Instant | null;
}

/** Why an award ended before its contract: on a ground of the tenderee's, or because the authority declared it void. */
export type AwardEnd = AwardGround | 'declared-void';

/** An award that was notified and then lost; its winner wins this tender no more. */
export interface CancelledAward {
  readonly candidate: Candidate;
  readonly ground: AwardEnd;
  /** The rule that names the ground, or the basis of the authority's order. */
  readonly rule: string;
  readonly article: string;
  readonly noticeAt: Instant;
  readonly cancelledAt: Instant;
  /** Whether the bid security is not given back (ZTB-408). */
  readonly securityKept: boolean;
  /** The order by which the authority declared it void; null where the tenderee took it away. */
  readonly instructionId: string | null;
  /** The evidence for the ground; none where the authority declared the award void. */
  readonly documents: readonly DocumentRef[];
  /** The notice that named the winner. */
  readonly noticeDocuments: readonly DocumentRef[];
}

/** Whose bid securities go back. */
export const SECURITY_OWNERS = ['all', 'others', 'withdrawn'] as const;
export type SecurityOwners = (typeof SECURITY_OWNERS)[number];
