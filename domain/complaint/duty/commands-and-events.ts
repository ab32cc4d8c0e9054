import type { Happened } from '../../case/chapter.ts';
import type { Instant } from '../../time/instant.ts';
import type { ComplaintDuty } from '../ground/state.ts';

/** The owner of a duty is reminded, or the duty has passed its due unmet. */
export type DutyStep =
  | { readonly name: 'announceDue'; readonly dutyId: string }
  | { readonly name: 'timeOutDuty'; readonly dutyId: string };

interface OfDuty {
  readonly dutyId: ComplaintDuty['id'];
  readonly owner: ComplaintDuty['owner'];
  readonly dueAt: Instant;
}

export type DutyEvent = Happened<
  | ({ readonly name: 'complaintStepTimedOut' } & OfDuty)
  /** Its owner was told that a duty falls due. */
  | ({ readonly name: 'complaintDutyReminded' } & OfDuty)
>;
