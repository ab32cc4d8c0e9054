import type { Happened } from '../../case/chapter.ts';
import type { Instant } from '../../time/instant.ts';
import type { Begins } from '../ground/progress.ts';
import type { ComplaintContent, ExcludedTime } from '../ground/state.ts';

/** The authority sends a complaint back once, and the complainant hands it in anew. */
export type CorrectionCommand =
  | { readonly name: 'requestCorrection'; readonly text: string; readonly dueAt: Instant }
  | ({ readonly name: 'correctComplaint' } & ComplaintContent);

export type CorrectionEvent = Happened<
  | ({
      readonly name: 'complaintCorrectionRequested';
      readonly text: string;
      readonly dueAt: Instant;
      readonly excluded: ExcludedTime;
    } & Begins)
  | ({ readonly name: 'complaintCorrected'; readonly content: ComplaintContent } & Begins)
>;
