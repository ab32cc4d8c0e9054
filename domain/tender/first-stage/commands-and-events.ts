import type { Happened, Named } from '../../case/chapter.ts';
import type { DocumentRef } from '../../case/references.ts';
import type { Deadline } from '../../law/types.ts';
import type { TenderSchedule } from '../ground/draft.ts';
import type { SharedEvent } from '../ground/events.ts';
import type { Application, CommitteeMember, FirstStageConclusion } from '../ground/parts.ts';
import type { Signed } from '../ground/signatures.ts';

export type FirstStageCommand =
  /** An application for qualification, or a technical proposal without a price. */
  | Signed<{
      readonly name: 'submitApplication';
      readonly id: string;
      readonly documents: readonly DocumentRef[];
    }>
  /** Who may bid, and when: the schedule of the draft was the plan. Codes are of parties that applied. */
  | Signed<{
      readonly name: 'concludeFirstStage';
      readonly admitted: readonly string[];
      readonly rejected: readonly { readonly uscc: string; readonly reason: string }[];
      readonly committee: readonly CommitteeMember[];
      /** The report of the review (资格审查报告); absent: none was handed in. */
      readonly report?: readonly DocumentRef[];
      /** Tender documents in the place of those of the draft; none keeps them. */
      readonly documents: readonly DocumentRef[];
      readonly schedule: TenderSchedule;
    }>;

export type FirstStageStep = { readonly name: 'openFirstStage' } | { readonly name: 'closeApplications' };

export type FirstStageEvent =
  | Happened<
      | { readonly name: 'firstStageOpened' }
      | { readonly name: 'applicationSubmitted'; readonly application: Application }
      | { readonly name: 'applicationsClosed'; readonly count: number }
      | {
          readonly name: 'firstStageConcluded';
          readonly conclusion: FirstStageConclusion;
          readonly schedule: TenderSchedule;
          readonly documents: readonly DocumentRef[];
          readonly deadlines: readonly Deadline[];
        }
    >
  | Named<SharedEvent, 'applicationsDueMoved'>;
