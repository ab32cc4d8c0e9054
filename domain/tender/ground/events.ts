import type { Happened } from '../../case/chapter.ts';
import type { DocumentRef } from '../../case/references.ts';
import type { Deadline } from '../../law/types.ts';
import type { Instant } from '../../time/instant.ts';
import type { Outcome } from './draft.ts';
import type { AwardEnd, Candidate, Ground } from './parts.ts';

/** Events that several chapters bring about; each is declared by the chapter that it is about. */
export type SharedEvent = Happened<
  | {
      readonly name: 'applicationsDueMoved';
      readonly fromAt: Instant;
      readonly toAt: Instant;
      /** What is counted backwards from them; records of before this was derived have none. */
      readonly deadlines?: readonly Deadline[];
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
  | { readonly name: 'processSuspended'; readonly ground: Ground }
  /** An order no longer rests the process; another ground may. */
  | { readonly name: 'suspensionLifted'; readonly groundId: string; readonly because: 'order' | 'limit' }
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
  | { readonly name: 'publicityMoved'; readonly fromAt: Instant; readonly toAt: Instant }
  /** The winner loses its award, and the tender stands where it stood before the notice. */
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
      readonly name: 'tenderFailed';
      readonly reason: Extract<Outcome, 'failed-fewer-than-three' | 'all-rejected'>;
    }
  | { readonly name: 'tenderInvalidated'; readonly instructionId: string }
  | { readonly name: 'tenderCompleted' }
>;
