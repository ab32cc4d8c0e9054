import type { Breach, Deadline } from '../law/types.ts';
import type { ProcedureId } from '../procedure/index.ts';
import type { TrusteeAcceptance } from '../seal/acceptance.ts';
import type { Instant } from '../time/instant.ts';
import type { AwardEnd } from './cancelled-award.ts';
import type { SecurityOwners } from './commands.ts';
import type {
  Application,
  Candidate,
  Clarification,
  ContractFacts,
  DocumentRef,
  Duty,
  EvaluationReport,
  FirstStageConclusion,
  Ground,
  Instruction,
  Objection,
  OpenedBid,
  Outcome,
  Question,
  TenderDraft,
  TenderSchedule,
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
      readonly procedure: ProcedureId;
      /** The statutory deadlines the notice was checked against, with their derivations. */
      readonly deadlines: readonly Deadline[];
      readonly warnings: readonly Breach[];
      /** The signatures by which its trustees accepted the sealing demand; absent without trustees. */
      readonly acceptances?: readonly TrusteeAcceptance[];
    }
  | { readonly name: 'firstStageOpened' }
  | { readonly name: 'applicationSubmitted'; readonly application: Application }
  | { readonly name: 'applicationsClosed'; readonly count: number }
  | {
      readonly name: 'applicationsDueMoved';
      readonly fromAt: Instant;
      readonly toAt: Instant;
      /** What is counted backwards from them; records of before this was derived have none. */
      readonly deadlines?: readonly Deadline[];
    }
  | {
      readonly name: 'firstStageConcluded';
      readonly conclusion: FirstStageConclusion;
      readonly schedule: TenderSchedule;
      readonly documents: readonly DocumentRef[];
      readonly deadlines: readonly Deadline[];
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
      readonly because: 'amendment' | 'suspension' | 'downtime';
      /** For downtime: when the platform could not be reached. */
      readonly outages?: readonly { readonly fromAt: Instant; readonly untilAt: Instant }[];
      readonly deadlines: readonly Deadline[];
    }
  | {
      readonly name: 'objectionFiled';
      readonly objection: Objection;
      readonly deadlines: readonly Deadline[];
      readonly duty: Duty;
    }
  | { readonly name: 'processSuspended'; readonly ground: Ground }
  /** An order no longer rests the process; another ground may. */
  | { readonly name: 'suspensionLifted'; readonly groundId: string; readonly because: 'order' | 'limit' }
  | { readonly name: 'objectionReplied'; readonly objectionId: string; readonly text: string }
  | {
      readonly name: 'questionAsked';
      readonly question: Question;
      readonly deadlines: readonly Deadline[];
      readonly duty: Duty;
    }
  | { readonly name: 'questionAnswered'; readonly questionId: string; readonly text: string }
  | { readonly name: 'processResumed'; readonly suspendedMs: number }
  | { readonly name: 'decryptionMoved'; readonly fromAt: Instant; readonly toAt: Instant }
  /** Duties that rested with the process have as much time left as before. */
  | {
      readonly name: 'dutiesMoved';
      readonly because: 'suspension' | 'extension';
      readonly reason: string | null;
      readonly moved: readonly {
        readonly dutyId: string;
        readonly fromAt: Instant;
        readonly toAt: Instant;
      }[];
    }
  | { readonly name: 'instructionIssued'; readonly instruction: Instruction; readonly duty: Duty | null }
  | { readonly name: 'instructionAcknowledged'; readonly instructionId: string }
  | {
      readonly name: 'instructionReported';
      readonly instructionId: string;
      readonly text: string;
      readonly documents: readonly DocumentRef[];
    }
  | { readonly name: 'instructionClosed'; readonly instructionId: string }
  | { readonly name: 'bidsClosed'; readonly bidCount: number; readonly bidderCount: number }
  | { readonly name: 'keysCompleted' }
  | { readonly name: 'bidderSignedIn'; readonly partyId: string }
  | {
      readonly name: 'bidsOpened';
      readonly bids: readonly OpenedBid[];
      /** What is owed to bidders whose bid counts as withdrawn; older events have none. */
      readonly deadlines?: readonly Deadline[];
      readonly duty?: Duty | null;
    }
  | { readonly name: 'openingConfirmed'; readonly partyId: string; readonly bidId: string }
  | {
      readonly name: 'evaluationReported';
      readonly report: EvaluationReport;
      readonly deadlines: readonly Deadline[];
      /** What follows: to publish the candidates, or to name the winner. */
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
      /** The notice as the tenderee's own documents; older events have none. */
      readonly documents?: readonly DocumentRef[];
      readonly deadlines: readonly Deadline[];
      readonly duties: readonly Duty[];
    }
  /** An award is lost before its contract: by the tenderee's decision, or by an order of the authority, which has the words. */
  | {
      readonly name: 'awardCancelled';
      readonly candidate: Candidate;
      readonly ground: AwardEnd;
      readonly reason: string | null;
      readonly documents: readonly DocumentRef[];
      /** Whether the winner's bid security is not given back (ZTB-408). */
      readonly securityKept: boolean;
      readonly instructionId: string | null;
    }
  | {
      readonly name: 'contractSigned';
      readonly contract: ContractFacts;
      readonly deadlines: readonly Deadline[];
      readonly duties: readonly Duty[];
    }
  | {
      readonly name: 'securityReturned';
      readonly interestFen: string;
      readonly whose: SecurityOwners;
      /** The bids whose security is not given back (ZTB-408); absent where there is none. */
      readonly keptBidIds?: readonly string[];
    }
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
  | { readonly name: 'dutyReminded'; readonly dutyId: string; readonly dueAt: Instant }
  | { readonly name: 'stepEscalated'; readonly dutyId: string; readonly reason: string }
  | {
      readonly name: 'tenderFailed';
      readonly reason: Extract<Outcome, 'failed-fewer-than-three' | 'all-rejected'>;
    }
  /** The tenderee gives the tender up; what bidders paid goes back. */
  | { readonly name: 'tenderTerminated'; readonly reason: string; readonly duty: Duty | null }
  | { readonly name: 'tenderInvalidated'; readonly instructionId: string }
  | { readonly name: 'tenderCompleted' };

export type EventName = EventBody['name'];
