import type { DocumentRef } from '../tender/ground/draft.ts';
import type { Instant } from '../time/instant.ts';
import type {
  ComplaintContent,
  ComplaintParty,
  ComplaintSubject,
  DecisionOutcome,
  ExcludedKind,
  RefusalGround,
  Remedy,
} from './state.ts';

/** What people ask of a complaint. Ids of what is created come with the command, so that a repeat creates nothing twice. */
export type ComplaintCommand =
  /** By a bidder or another interested party. */
  | ({
      readonly name: 'fileComplaint';
      readonly id: string;
      readonly subject: ComplaintSubject;
      readonly objectionId: string | null;
      /** When the complainant came to know of it, as it says. */
      readonly knownAt: Instant;
      readonly interest: string | null;
      /** To whom it goes; the first one decides (CMP-006). */
      readonly authorities: readonly ComplaintParty[];
    } & ComplaintContent)
  | ({ readonly name: 'correctComplaint' } & ComplaintContent)
  | { readonly name: 'withdrawComplaint'; readonly reason: string }
  /** By the authority. */
  | { readonly name: 'requestCorrection'; readonly text: string; readonly dueAt: Instant }
  | { readonly name: 'acceptComplaint' }
  | { readonly name: 'refuseComplaint'; readonly ground: RefusalGround; readonly reason: string }
  | { readonly name: 'sendCopies' }
  | {
      readonly name: 'openExcludedTime';
      readonly id: string;
      readonly kind: Exclude<ExcludedKind, 'correction'>;
      readonly text: string;
    }
  | { readonly name: 'closeExcludedTime'; readonly excludedTimeId: string }
  | {
      readonly name: 'decideComplaint';
      readonly outcome: DecisionOutcome;
      readonly remedy: Remedy | null;
      readonly reasons: string;
      readonly documents: readonly DocumentRef[];
    }
  | { readonly name: 'publishDecision' }
  /** By the tenderee or its agency, against whom it goes. */
  | { readonly name: 'makeStatement'; readonly text: string; readonly documents: readonly DocumentRef[] }
  /** By the administrator, once a holiday notice is out. */
  | { readonly name: 'rederiveComplaint' };

/** A step the clock takes: the owner of a duty is reminded, or the duty has passed its due unmet. */
export interface ComplaintStep {
  readonly name: 'announceDue' | 'timeOutDuty';
  readonly dutyId: string;
}

export type ComplaintCommandName = ComplaintCommand['name'];
