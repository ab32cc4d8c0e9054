import type { Breach, Deadline } from '../law/types.ts';
import type { DocumentRef } from '../tender/ground/draft.ts';
import type { Instant } from '../time/instant.ts';
import type {
  ComplaintContent,
  ComplaintDecision,
  ComplaintDuty,
  ComplaintState,
  ExcludedTime,
  RefusalGround,
} from './state.ts';

/** What happened to a complaint, each at its statutory instant, with the rule that asked for or allowed it. */
export type ComplaintEvent = ComplaintEventBody & {
  readonly at: Instant;
  readonly rule: string | null;
  readonly article: string | null;
};

/** What a filing settles for good. */
export type FiledComplaint = Pick<
  ComplaintState,
  | 'id'
  | 'rehearsal'
  | 'regime'
  | 'ruleset'
  | 'tender'
  | 'complainant'
  | 'standing'
  | 'interest'
  | 'authority'
  | 'told'
  | 'subject'
  | 'objectionId'
  | 'claimedAt'
  | 'knownAt'
  | 'content'
>;

/** Deadlines derived at a step, and the duties that begin with it. */
interface Begins {
  readonly deadlines: readonly Deadline[];
  readonly duties: readonly ComplaintDuty[];
}

export type ComplaintEventBody =
  | ({
      readonly name: 'complaintFiled';
      readonly complaint: FiledComplaint;
      readonly warnings: readonly Breach[];
    } & Begins)
  | ({
      readonly name: 'complaintCorrectionRequested';
      readonly text: string;
      readonly dueAt: Instant;
      readonly excluded: ExcludedTime;
    } & Begins)
  | ({ readonly name: 'complaintCorrected'; readonly content: ComplaintContent } & Begins)
  | ({ readonly name: 'complaintAccepted' } & Begins)
  | { readonly name: 'complaintRefused'; readonly ground: RefusalGround; readonly reason: string }
  | ({ readonly name: 'complaintCopiesSent' } & Begins)
  | {
      readonly name: 'complaintStatementMade';
      readonly text: string;
      readonly documents: readonly DocumentRef[];
    }
  | { readonly name: 'excludedTimeOpened'; readonly excluded: ExcludedTime }
  /** The time of the decision runs again, and falls due later by what was excluded. */
  | { readonly name: 'excludedTimeClosed'; readonly excludedTimeId: string; readonly deadline: Deadline }
  | ({ readonly name: 'complaintDecided'; readonly decision: ComplaintDecision } & Begins)
  /** A clue for the authority that the same party complained without basis again and again (GP-513). */
  | { readonly name: 'unfoundedComplaintsCounted'; readonly count: number }
  | { readonly name: 'complaintDecisionPublished' }
  | {
      readonly name: 'complaintWithdrawn';
      readonly reason: string;
      readonly warnings: readonly Breach[];
    }
  | {
      readonly name: 'complaintStepTimedOut';
      readonly dutyId: ComplaintDuty['id'];
      readonly owner: ComplaintDuty['owner'];
      readonly dueAt: Instant;
    }
  /** Its owner was told that a duty falls due. */
  | {
      readonly name: 'complaintDutyReminded';
      readonly dutyId: ComplaintDuty['id'];
      readonly owner: ComplaintDuty['owner'];
      readonly dueAt: Instant;
    }
  /** Deadlines and duties as derived on another calendar, with what moved by it. */
  | {
      readonly name: 'complaintDeadlinesRederived';
      readonly calendar: string;
      readonly deadlines: readonly Deadline[];
      readonly duties: readonly ComplaintDuty[];
      readonly moved: readonly MovedComplaintDuty[];
    };

export interface MovedComplaintDuty {
  readonly dutyId: ComplaintDuty['id'];
  readonly rule: string;
  readonly fromAt: Instant;
  readonly toAt: Instant;
}

export type ComplaintEventName = ComplaintEventBody['name'];
