import type { ComplaintFacts } from '../domain/complaint/ground/facts.ts';
import type { TenderFacts } from '../domain/tender/ground/facts.ts';

/**
 * Names and types of the messages that processes take. The API may import this file; it holds no
 * workflow code, so that nobody pulls the sandbox's modules into another process.
 */
export const TENDER_WORKFLOW = 'tender';
export const COMPLAINT_WORKFLOW = 'complaint';
export const DELIVERY_WORKFLOW = 'delivery';

/** The workflow id of a tender's process. */
export const tenderWorkflowId = (tenderId: string): string => `tender/${tenderId}`;
/** The workflow id of a complaint's process. */
export const complaintWorkflowId = (complaintId: string): string => `complaint/${complaintId}`;
/** The lane in which time-stamps are fetched. */
export const TIMESTAMP_LANE = 'timestamps';
/** The workflow id of a delivery lane: `tender:<id>`, `supervisor:<endpointId>` or the time-stamps. */
export const deliveryWorkflowId = (lane: string): string => `delivery/${lane}`;

/** Update: handle one stored command. Its update id is the command's id, so a repeat has no effect. */
export const HANDLE_COMMAND = 'handleCommand';
/** Update: move a rehearsal's clock forward to an instant (ms since the epoch). Refused for a real tender. */
export const ADVANCE_CLOCK = 'advanceClock';
/** Signal: the last missing key of the opening came in. */
export const KEYS_COMPLETE = 'keysComplete';
/** Failure type of an update that met a run at its end: send it again, the next run takes it. */
export const MOVED_ON = 'MovedOn';
/** Query: the facts the process goes by. */
export const INSPECT = 'inspect';
/** Signal to a delivery lane: there is something to deliver, or an administrator asks to try again now. To a complaint: look at it anew. */
export const WAKE = 'wake';

/** What starts a tender's process; later runs of it carry on from `facts`. */
export interface TenderInput {
  readonly tenderId: string;
  readonly rehearsal: boolean;
  /** Statutory time minus the engine's time, in ms; zero and fixed for a real tender. */
  readonly shiftMs: number;
  readonly phaseIndex: number;
  readonly facts: TenderFacts | null;
}

/** What starts a complaint's process; it asks for the rest. */
export interface ComplaintInput {
  readonly complaintId: string;
  readonly tenderId: string;
  readonly rehearsal: boolean;
  /** As in `TenderInput`: a rehearsal's complaint goes by the clock of its tender. */
  readonly shiftMs: number;
}

/** The answer to the inspection query of a complaint. */
export interface ComplaintInspection {
  readonly facts: ComplaintFacts | null;
  readonly shiftMs: number;
  readonly nextDueAt: number | null;
}

/** The answer to a handled command; the reasons of a refusal, and the fault of one that was set aside, stay in the store. */
export interface CommandOutcome {
  readonly status: 'accepted' | 'refused' | 'set-aside';
}

/** The answer to the inspection query. */
export interface Inspection {
  readonly facts: TenderFacts | null;
  readonly shiftMs: number;
  readonly nextDueAt: number | null;
}

/** Search attributes by which the engine's own tools find a tender's process. */
export const SEARCH_ATTRIBUTES = {
  phase: 'OpensealPhase',
  region: 'OpensealRegion',
  suspended: 'OpensealSuspended',
  nextDue: 'OpensealNextDue',
  ruleset: 'OpensealRuleset',
} as const;
