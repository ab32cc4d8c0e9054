import type { Happened } from '../../case/chapter.ts';
import type { Instant } from '../../time/instant.ts';

/** By the administrator, for what is late or about to be. */
export type DutyCommand =
  | { readonly name: 'remindDuty'; readonly dutyId: string }
  | { readonly name: 'escalateDuty'; readonly dutyId: string; readonly reason: string }
  | { readonly name: 'extendDuty'; readonly dutyId: string; readonly toAt: Instant; readonly reason: string };

export type DutyStep =
  | { readonly name: 'announceDue'; readonly dutyId: string }
  | { readonly name: 'timeOutDuty'; readonly dutyId: string };

export type DutyEvent = Happened<
  | { readonly name: 'stepTimedOut'; readonly dutyId: string; readonly dueAt: Instant }
  | { readonly name: 'dutyReminded'; readonly dutyId: string; readonly dueAt: Instant }
  | { readonly name: 'stepEscalated'; readonly dutyId: string; readonly reason: string }
>;
