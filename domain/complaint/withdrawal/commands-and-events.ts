import type { Happened } from '../../case/chapter.ts';
import type { Breach } from '../../law/types.ts';

/** The complainant takes its complaint back. */
export interface WithdrawalCommand {
  readonly name: 'withdrawComplaint';
  readonly reason: string;
}

export type WithdrawalEvent = Happened<{
  readonly name: 'complaintWithdrawn';
  readonly reason: string;
  readonly warnings: readonly Breach[];
}>;
