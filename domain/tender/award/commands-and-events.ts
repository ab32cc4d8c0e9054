import type { Happened, Named } from '../../case/chapter.ts';
import type { Deadline } from '../../law/types.ts';
import type { AwardGround } from '../../procedure/index.ts';
import type { DocumentRef } from '../../case/references.ts';
import type { SharedEvent } from '../ground/events.ts';
import type { Candidate, Duty } from '../ground/parts.ts';
import type { Signed } from '../ground/signatures.ts';

export type AwardCommand =
  | Signed<{
      readonly name: 'issueAwardNotice';
      readonly bidId: string;
      readonly reason: string | null;
      /** The award notice as the tenderee's own document; absent: it is what the platform sends in its name. */
      readonly documents?: readonly DocumentRef[];
    }>
  | CancelAward;

export type AwardEvent =
  | Happened<{
      readonly name: 'awardNoticeIssued';
      readonly candidate: Candidate;
      /** Why not the first ranked; null when it is. */
      readonly reason: string | null;
      /** The notice as the tenderee's own documents; older events have none. */
      readonly documents?: readonly DocumentRef[];
      readonly deadlines: readonly Deadline[];
      readonly duties: readonly Duty[];
    }>
  | Named<SharedEvent, 'awardCancelled'>;

/** The winner loses its award before the contract, on a ground that the law names, with the evidence for it. */
export interface CancelAward {
  readonly name: 'cancelAward';
  readonly ground: AwardGround;
  readonly reason: string;
  readonly documents: readonly DocumentRef[];
}
