import type { Instant } from '../time/instant.ts';
import type {
  Candidate,
  CommitteeMember,
  ContractFacts,
  DocumentRef,
  ObjectionSubject,
  OpenedBid,
  RejectedBid,
  TenderDraft,
} from './state.ts';

/** Who acts: resolved from the token, or the system itself for steps the clock takes. */
export interface Actor {
  readonly role: 'tenderee' | 'agency' | 'bidder' | 'supervisor' | 'administrator' | 'system';
  readonly personId: string | null;
  readonly partyId: string | null;
  readonly uscc: string | null;
  readonly partyName: string | null;
}

export const SYSTEM: Actor = { role: 'system', personId: null, partyId: null, uscc: null, partyName: null };

/** What people ask of a tender. Ids of what is created come with the command, so that a repeat creates nothing twice. */
export type TenderCommand =
  | {
      readonly name: 'launchTender';
      readonly draft: TenderDraft;
      readonly rehearsal: boolean;
      readonly ruleset: string;
    }
  | {
      readonly name: 'issueClarification';
      readonly id: string;
      readonly kind: 'clarification' | 'amendment';
      readonly affectsBids: boolean;
      readonly title: string;
      readonly text: string;
      readonly documents: readonly DocumentRef[];
      /** null keeps the deadline, unless the law forces an extension: then the command is refused with what would be accepted. */
      readonly newBidDeadlineAt: Instant | null;
    }
  | {
      readonly name: 'fileObjection';
      readonly id: string;
      readonly subject: ObjectionSubject;
      readonly text: string;
    }
  | { readonly name: 'replyObjection'; readonly objectionId: string; readonly text: string }
  | {
      readonly name: 'submitEvaluationReport';
      readonly committee: readonly CommitteeMember[];
      readonly candidates: readonly Candidate[];
      readonly rejected: readonly RejectedBid[];
      readonly summary: string;
      readonly documents: readonly DocumentRef[];
    }
  /** null publicityEndsAt: the earliest lawful end. */
  | { readonly name: 'publishCandidates'; readonly publicityEndsAt: Instant | null }
  | { readonly name: 'issueAwardNotice'; readonly bidId: string; readonly reason: string | null }
  | ({ readonly name: 'signContract' } & Omit<ContractFacts, 'signedAt'>)
  | { readonly name: 'returnBidSecurity'; readonly interestFen: string }
  | {
      readonly name: 'submitWrittenReport';
      readonly text: string;
      readonly documents: readonly DocumentRef[];
    }
  /** By the administrator, after a holiday notice was added as data: derives again what rested on a provisional year. */
  | { readonly name: 'rederiveDeadlines' };

/** Steps the clock or the system takes; decided by the same functions, with the actor SYSTEM. */
export type SystemStep =
  | { readonly name: 'openDocuments' }
  | { readonly name: 'closeDocuments' }
  | { readonly name: 'closeBids'; readonly bidCount: number; readonly bidderCount: number }
  | { readonly name: 'completeKeys' }
  | { readonly name: 'openBids'; readonly bids: readonly OpenedBid[] }
  | { readonly name: 'endPublicity' }
  | { readonly name: 'timeOutDuty'; readonly dutyId: string };

export type CommandName = TenderCommand['name'];
export type StepName = SystemStep['name'];
