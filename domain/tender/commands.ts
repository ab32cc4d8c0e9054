import type { KnownSignature, SignaturePolicy } from '../pki/known.ts';
import type { AwardGround } from '../procedure/index.ts';
import type { Instant } from '../time/instant.ts';
import type {
  Candidate,
  CommitteeMember,
  ContractFacts,
  DocumentRef,
  InstructionKind,
  ObjectionSubject,
  OpenedBid,
  RejectedBid,
  TenderDraft,
  TenderSchedule,
} from './state.ts';

/** Whose bid securities go back. */
export type SecurityOwners = 'all' | 'others' | 'withdrawn';

/** Who acts: resolved from the token, or the system itself for steps the clock takes. */
export interface Actor {
  readonly role: 'tenderee' | 'agency' | 'bidder' | 'supervisor' | 'administrator' | 'system';
  readonly personId: string | null;
  readonly partyId: string | null;
  readonly uscc: string | null;
  readonly partyName: string | null;
}

export const SYSTEM: Actor = { role: 'system', personId: null, partyId: null, uscc: null, partyName: null };

/** What carries documents that 电子招标投标办法第四十条 has signed. */
interface Signable {
  /** What the platform knew of signatures on them when it received the command; absent: nothing. */
  readonly signed?: readonly KnownSignature[];
}

/** What people ask of a tender. Ids of what is created come with the command, so that a repeat creates nothing twice. */
export type TenderCommand =
  | (Signable & {
      readonly name: 'launchTender';
      readonly draft: TenderDraft;
      readonly rehearsal: boolean;
      readonly ruleset: string;
      /** The tender's id, for which its trustees accept; absent in commands of before they did. */
      readonly tenderId?: string;
      /** What the platform has every tender ask of signatures at the least; absent: `recorded`. */
      readonly signatureFloor?: SignaturePolicy;
    })
  | (Signable & {
      readonly name: 'issueClarification';
      readonly id: string;
      readonly kind: 'clarification' | 'amendment';
      readonly affectsBids: boolean;
      readonly title: string;
      readonly text: string;
      readonly documents: readonly DocumentRef[];
      /** null keeps the deadline, unless the law forces an extension: then the command is refused with what would be accepted. */
      readonly newBidDeadlineAt: Instant | null;
    })
  | {
      readonly name: 'fileObjection';
      readonly id: string;
      readonly subject: ObjectionSubject;
      readonly text: string;
    }
  /** A bidder comes to the opening (EB-012). */
  | { readonly name: 'signInAtOpening' }
  /** A bidder confirms the opening record. */
  | { readonly name: 'confirmOpening' }
  | { readonly name: 'replyObjection'; readonly objectionId: string; readonly text: string }
  /** A supplier asks the purchaser (询问), who answers it. */
  | { readonly name: 'askQuestion'; readonly id: string; readonly text: string }
  | { readonly name: 'answerQuestion'; readonly questionId: string; readonly text: string }
  /** An application for qualification, or a technical proposal without a price. */
  | (Signable & {
      readonly name: 'submitApplication';
      readonly id: string;
      readonly documents: readonly DocumentRef[];
    })
  /** Who may bid, and when: the schedule of the draft was the plan. Codes are of parties that applied. */
  | (Signable & {
      readonly name: 'concludeFirstStage';
      readonly admitted: readonly string[];
      readonly rejected: readonly { readonly uscc: string; readonly reason: string }[];
      readonly committee: readonly CommitteeMember[];
      /** The report of the review (资格审查报告); absent: none was handed in. */
      readonly report?: readonly DocumentRef[];
      /** Tender documents in the place of those of the draft; none keeps them. */
      readonly documents: readonly DocumentRef[];
      readonly schedule: TenderSchedule;
    })
  | (Signable & {
      readonly name: 'submitEvaluationReport';
      readonly committee: readonly CommitteeMember[];
      readonly candidates: readonly Candidate[];
      readonly rejected: readonly RejectedBid[];
      readonly summary: string;
      readonly documents: readonly DocumentRef[];
    })
  /** null publicityEndsAt: the earliest lawful end. */
  | { readonly name: 'publishCandidates'; readonly publicityEndsAt: Instant | null }
  | (Signable & {
      readonly name: 'issueAwardNotice';
      readonly bidId: string;
      readonly reason: string | null;
      /** The award notice as the tenderee's own document; absent: it is what the platform sends in its name. */
      readonly documents?: readonly DocumentRef[];
    })
  /** The winner loses its award before the contract, on a ground that the law names, with the evidence for it. */
  | {
      readonly name: 'cancelAward';
      readonly ground: AwardGround;
      readonly reason: string;
      readonly documents: readonly DocumentRef[];
    }
  | (Signable & { readonly name: 'signContract' } & Omit<ContractFacts, 'signedAt'>)
  /**
   * `others`: of those who did not win, where their time runs from the award notice on (GP-202). `withdrawn`: of
   * those whose bid was not opened through causes that are not theirs (EB-014).
   */
  | {
      readonly name: 'returnBidSecurity';
      readonly interestFen: string;
      readonly whose: SecurityOwners;
    }
  | (Signable & {
      readonly name: 'submitWrittenReport';
      readonly text: string;
      readonly documents: readonly DocumentRef[];
    })
  | { readonly name: 'terminateTender'; readonly reason: string }
  /** By the authority: online, with its basis among the rules of the tender. */
  | {
      readonly name: 'issueInstruction';
      readonly id: string;
      /** The complaint that the authority deals with by it (CMP-008). */
      readonly complaintId?: string;
      readonly kind: InstructionKind;
      readonly basis: string;
      readonly text: string;
      readonly dueAt: Instant | null;
    }
  | { readonly name: 'acknowledgeInstruction'; readonly instructionId: string }
  | {
      readonly name: 'reportInstruction';
      readonly instructionId: string;
      readonly text: string;
      readonly documents: readonly DocumentRef[];
    }
  | { readonly name: 'closeInstruction'; readonly instructionId: string }
  /** By the administrator, for what is late or about to be. */
  | { readonly name: 'remindDuty'; readonly dutyId: string }
  | { readonly name: 'escalateDuty'; readonly dutyId: string; readonly reason: string }
  | {
      readonly name: 'extendDuty';
      readonly dutyId: string;
      readonly toAt: Instant;
      readonly reason: string;
    }
  /** By the administrator, after a holiday notice was added as data: derives again what rested on a provisional year. */
  | { readonly name: 'rederiveDeadlines' };

/** Steps the clock or the system takes; decided by the same functions, with the actor SYSTEM. */
export type SystemStep =
  | { readonly name: 'openFirstStage' }
  | { readonly name: 'closeApplications' }
  | { readonly name: 'openDocuments' }
  | { readonly name: 'closeDocuments' }
  | { readonly name: 'closeBids'; readonly bidCount: number; readonly bidderCount: number }
  | { readonly name: 'completeKeys' }
  | { readonly name: 'openBids'; readonly bids: readonly OpenedBid[] }
  | { readonly name: 'endPublicity' }
  /** An order to suspend has reached the end that the law sets it. */
  | { readonly name: 'endSuspension' }
  /** The platform was down before the deadline: it moves by the rule that the platform published (INT-07). */
  | {
      readonly name: 'makeUpDowntime';
      readonly outages: readonly { readonly fromAt: Instant; readonly untilAt: Instant }[];
    }
  | { readonly name: 'announceDue'; readonly dutyId: string }
  | { readonly name: 'timeOutDuty'; readonly dutyId: string };

export type CommandName = TenderCommand['name'];
export type StepName = SystemStep['name'];
