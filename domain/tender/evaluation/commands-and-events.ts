import type { Happened } from '../../case/chapter.ts';
import type { Deadline } from '../../law/types.ts';
import type { DocumentRef } from '../../case/references.ts';
import type { Candidate, CommitteeMember, Duty, EvaluationReport, RejectedBid } from '../ground/parts.ts';
import type { Signed } from '../ground/signatures.ts';

export type EvaluationCommand = Signed<{
  readonly name: 'submitEvaluationReport';
  readonly committee: readonly CommitteeMember[];
  readonly candidates: readonly Candidate[];
  readonly rejected: readonly RejectedBid[];
  readonly summary: string;
  readonly documents: readonly DocumentRef[];
}>;

export type EvaluationEvent = Happened<{
  readonly name: 'evaluationReported';
  readonly report: EvaluationReport;
  readonly deadlines: readonly Deadline[];
  /** What follows: to publish the candidates, or to name the winner. */
  readonly duty: Duty;
}>;
