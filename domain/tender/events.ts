import type { Breach, Deadline } from '../law/types.ts';
import type { Instant } from '../time/instant.ts';
import type {
  Candidate,
  Clarification,
  ContractFacts,
  DocumentRef,
  Duty,
  EvaluationReport,
  Objection,
  OpenedBid,
  Outcome,
  TenderDraft,
} from './state.ts';

/** What happened, each at its statutory instant, with the rule that asked for or allowed it. */
export type TenderEvent = EventBody & {
  readonly at: Instant;
  readonly rule: string | null;
  readonly article: string | null;
};

export type EventBody =
  | {
      readonly name: 'noticePublished';
      readonly tenderId: string;
      readonly draft: TenderDraft;
      readonly rehearsal: boolean;
      readonly ruleset: string;
      /** The statutory deadlines the notice was checked against, with their derivations. */
      readonly deadlines: readonly Deadline[];
      readonly warnings: readonly Breach[];
    }
  | { readonly name: 'documentsOpened' }
  | { readonly name: 'documentsClosed' }
  | {
      readonly name: 'clarificationIssued';
      readonly clarification: Clarification;
      readonly deadlines: readonly Deadline[];
    }
  | {
      readonly name: 'bidDeadlineMoved';
      readonly fromAt: Instant;
      readonly toAt: Instant;
      readonly because: 'amendment' | 'suspension';
      readonly deadlines: readonly Deadline[];
    }
  | {
      readonly name: 'objectionFiled';
      readonly objection: Objection;
      readonly deadlines: readonly Deadline[];
      readonly duty: Duty;
    }
  | { readonly name: 'processSuspended'; readonly objectionId: string }
  | { readonly name: 'objectionReplied'; readonly objectionId: string; readonly text: string }
  | { readonly name: 'processResumed'; readonly suspendedMs: number }
  | { readonly name: 'bidsClosed'; readonly bidCount: number; readonly bidderCount: number }
  | { readonly name: 'keysCompleted' }
  | { readonly name: 'bidsOpened'; readonly bids: readonly OpenedBid[] }
  | {
      readonly name: 'evaluationReported';
      readonly report: EvaluationReport;
      readonly deadlines: readonly Deadline[];
      readonly duty: Duty;
    }
  | {
      readonly name: 'candidatesPublished';
      readonly publicityEndsAt: Instant;
      readonly deadlines: readonly Deadline[];
    }
  | { readonly name: 'publicityMoved'; readonly fromAt: Instant; readonly toAt: Instant }
  | { readonly name: 'publicityEnded' }
  | {
      readonly name: 'awardNoticeIssued';
      readonly candidate: Candidate;
      /** Why not the first ranked; null when it is. */ readonly reason: string | null;
      readonly deadlines: readonly Deadline[];
      readonly duties: readonly Duty[];
    }
  | {
      readonly name: 'contractSigned';
      readonly contract: ContractFacts;
      readonly deadlines: readonly Deadline[];
      readonly duties: readonly Duty[];
    }
  | { readonly name: 'securityReturned'; readonly interestFen: string }
  | {
      readonly name: 'writtenReportSubmitted';
      readonly text: string;
      readonly documents: readonly DocumentRef[];
    }
  /** A holiday notice was added: the deadlines and duties as they stand now, and what moved. */
  | {
      readonly name: 'deadlinesRederived';
      readonly calendar: string;
      readonly deadlines: readonly Deadline[];
      readonly duties: readonly Duty[];
      readonly moved: readonly { readonly rule: string; readonly fromAt: Instant; readonly toAt: Instant }[];
    }
  | { readonly name: 'stepTimedOut'; readonly dutyId: string; readonly dueAt: Instant }
  | { readonly name: 'tenderFailed'; readonly reason: Exclude<Outcome, 'reported'> }
  | { readonly name: 'tenderCompleted' };

export type EventName = EventBody['name'];
