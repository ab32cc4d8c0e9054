import type { Happened } from '../../case/chapter.ts';
import type { DocumentRef } from '../../case/references.ts';
import type { Begins } from '../ground/progress.ts';
import type { ComplaintDecision, DecisionOutcome, Remedy } from '../ground/state.ts';

/** The authority decides the complaint, and publishes what it decided. */
export type DecisionCommand =
  | {
      readonly name: 'decideComplaint';
      readonly outcome: DecisionOutcome;
      readonly remedy: Remedy | null;
      readonly reasons: string;
      readonly documents: readonly DocumentRef[];
    }
  | { readonly name: 'publishDecision' };

export type DecisionEvent = Happened<
  | ({ readonly name: 'complaintDecided'; readonly decision: ComplaintDecision } & Begins)
  /** A clue for the authority that the same party complained without basis again and again (GP-513). */
  | { readonly name: 'unfoundedComplaintsCounted'; readonly count: number }
  | { readonly name: 'complaintDecisionPublished' }
>;
