import type { Happened } from '../../case/chapter.ts';
import type { DocumentRef } from '../../case/references.ts';
import type { Signed } from '../ground/signatures.ts';

/** The written report (招标投标法 47), or the filing of the contract in procurement. */
export type ReportCommand = Signed<{
  readonly name: 'submitWrittenReport';
  readonly text: string;
  readonly documents: readonly DocumentRef[];
}>;

export type ReportEvent = Happened<{
  readonly name: 'writtenReportSubmitted';
  readonly text: string;
  readonly documents: readonly DocumentRef[];
}>;
