import type { ComplaintFacts } from '../domain/complaint/ground/facts.ts';
import type { TenderFacts } from '../domain/tender/ground/facts.ts';
import type { ClockStepName, SystemStep } from '../domain/tender/index.ts';
import type { Instant } from '../domain/time/instant.ts';

/** The steps that need nothing but the clock to be decided: the closing counts the bids, so it has an activity of its own. */
export type ClockStep = Extract<
  SystemStep,
  {
    name:
      Exclude<ClockStepName, 'closeBids'> | 'completeKeys' | 'endSuspension' | 'announceDue' | 'timeOutDuty';
  }
>;

/** How a decision about a command came out; `set-aside` when it threw: then the administrator has it. */
export type CommandStatus = 'accepted' | 'refused' | 'set-aside';

/** What a decision leaves behind: the tender as it stands, or null while it is not launched. */
export interface Decided {
  readonly facts: TenderFacts | null;
  /** The step threw, stands in the administrator's queue, and is to be taken again in a while. */
  readonly failing?: boolean;
}

/**
 * Decisions about one tender. Each is one transaction that takes what was received before it first,
 * and each may be repeated: a decision that was already taken gives its own result again.
 */
export interface TenderActivities {
  /** Decides one stored command. */
  handleCommand(input: { tenderId: string; commandId: string }): Promise<Decided & { status: CommandStatus }>;
  /** Takes a step that fell due at `dueAt`. */
  takeStep(input: { tenderId: string; step: ClockStep; dueAt: Instant }): Promise<Decided>;
  /** Fixes the list of bids under the deadline fence. */
  closeBids(input: { tenderId: string; dueAt: Instant }): Promise<Decided>;
  /** Decrypts the closed bids with the keys handed in, and records the opening. */
  openBids(input: { tenderId: string }): Promise<Decided>;
  /** Moves a rehearsal's clock; gives the new shift in ms. */
  moveClock(input: { tenderId: string; toAt: Instant }): Promise<{ shiftMs: number }>;
}

/** Delivery of what the decisions asked for, one lane at a time and in order. */
export interface DeliveryActivities {
  deliverLane(lane: string): Promise<{
    /** Deliveries still pending in the lane. */
    remaining: number;
    /** The delivery that stopped the lane, or null. */
    failed: { id: string; error: string; attempts: number } | null;
  }>;
}

/** What a decision leaves behind of a complaint, with the shift of its tender's clock as the fence has it. */
export interface ComplaintDecided {
  readonly facts: ComplaintFacts | null;
  readonly shiftMs: number;
  /** As in `Decided`. */
  readonly failing?: boolean;
}

/** Decisions about one complaint, each one transaction; each may be repeated. */
export interface ComplaintActivities {
  /** Decides one stored command, after what fell due before it. */
  handleComplaintCommand(input: {
    complaintId: string;
    commandId: string;
  }): Promise<ComplaintDecided & { status: CommandStatus }>;
  /** The complaint as it stands; facts are null before it is filed. */
  readComplaint(input: { complaintId: string; tenderId: string }): Promise<ComplaintDecided>;
  /** Lets a duty that fell due at `dueAt` time out, after the commands received before. */
  timeOutComplaintDuty(input: {
    complaintId: string;
    dutyId: string;
    dueAt: Instant;
  }): Promise<ComplaintDecided>;
  /** Reminds the owner of a duty, at `dueAt`, after the commands received before. */
  remindComplaintDuty(input: {
    complaintId: string;
    dutyId: string;
    dueAt: Instant;
  }): Promise<ComplaintDecided>;
}
