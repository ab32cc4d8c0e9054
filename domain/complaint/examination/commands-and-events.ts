import type { Happened } from '../../case/chapter.ts';
import type { DocumentRef } from '../../case/references.ts';
import type { Deadline } from '../../law/types.ts';
import type { Begins } from '../ground/progress.ts';
import type { ExcludedKind, ExcludedTime } from '../ground/state.ts';

/** The complaint is examined: copies go out, the respondent makes its statement, and some time does not count. */
export type ExaminationCommand =
  | { readonly name: 'sendCopies' }
  /** By the tenderee or its agency, against whom it goes. */
  | { readonly name: 'makeStatement'; readonly text: string; readonly documents: readonly DocumentRef[] }
  | {
      readonly name: 'openExcludedTime';
      readonly id: string;
      readonly kind: Exclude<ExcludedKind, 'correction'>;
      readonly text: string;
    }
  | { readonly name: 'closeExcludedTime'; readonly excludedTimeId: string };

export type ExaminationEvent = Happened<
  | ({ readonly name: 'complaintCopiesSent' } & Begins)
  | {
      readonly name: 'complaintStatementMade';
      readonly text: string;
      readonly documents: readonly DocumentRef[];
    }
  | { readonly name: 'excludedTimeOpened'; readonly excluded: ExcludedTime }
  /** The time of the decision runs again, and falls due later by what was excluded. */
  | { readonly name: 'excludedTimeClosed'; readonly excludedTimeId: string; readonly deadline: Deadline }
>;
