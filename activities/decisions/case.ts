import type { LawContext } from '../../domain/law/context.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { Calendar } from '../../domain/time/calendar.ts';
import type { Instant } from '../../domain/time/instant.ts';
import type { Em, StoredCommand, Tx } from '../../store/index.ts';
import type { Doer } from './history.ts';

/** The types of one kind of case, as far as it is decided. */
export interface CaseTypes {
  readonly state: {
    readonly id: string;
    /** Number of events applied. */
    readonly version: number;
    /** The ruleset under which its law is read. */
    readonly ruleset: string;
  };
  readonly payload: object;
  readonly step: object;
  readonly event: object;
  /** What its process goes by. */
  readonly facts: object;
  /** What its process is told beside the facts. */
  readonly beside: object;
}

/** A step that the clock takes at an instant. */
export interface DueStep<Kind extends CaseTypes> {
  /** As failures name it: `closeBids`, or with its duty `timeOutDuty:sign-contract`. */
  readonly name: string;
  readonly dueAt: Instant;
  /** The step for the case as it stands when the step is taken; null: it is not due after all. */
  readonly choose: (tx: Tx, state: Kind['state'], law: LawContext) => Promise<Kind['step'] | null>;
}

/** What is found about a command before it is decided. */
export interface Judged<Event> {
  readonly rehearsal: boolean;
  /** Empty: it is admitted. */
  readonly refusals: readonly Refusal[];
  /** What it brings about, once it is admitted. */
  readonly decide: () => Promise<readonly Event[]>;
}

/** What differs from one kind of case to the next when it is decided. */
export interface DecidedCase<Kind extends CaseTypes> {
  readonly noun: 'tender' | 'complaint';
  /** The state, with its row held until the end of the transaction; null before it begins. */
  readonly load: (tx: Tx, id: string) => Promise<Kind['state'] | null>;
  /** The tender that it is, or is about, whose fence, clock and lane of deliveries it has. */
  readonly tenderOf: (state: Kind['state']) => string;
  /** The same where the state cannot be read; null where it cannot be said. */
  readonly tenderById: (em: Em, id: string) => Promise<string | null>;
  readonly isItsCommand: (command: StoredCommand<Kind['payload']>, id: string) => boolean;
  /** Its undecided commands with an instant before `before`, in order of receipt, locked. */
  readonly pending: (
    tx: Tx,
    id: string,
    before: Instant,
  ) => Promise<readonly StoredCommand<Kind['payload']>[]>;
  /** What falls due by the clock, soonest first. */
  readonly dues: (state: Kind['state']) => readonly DueStep<Kind>[];
  readonly judge: (
    tx: Tx,
    command: StoredCommand<Kind['payload']>,
    state: Kind['state'] | null,
    calendar: Calendar,
  ) => Promise<Judged<Kind['event']>>;
  readonly decideStep: (
    step: Kind['step'],
    state: Kind['state'],
    at: Instant,
    law: LawContext,
  ) => readonly Kind['event'][];
  readonly record: (
    tx: Tx,
    state: Kind['state'] | null,
    events: readonly Kind['event'][],
    doer: Doer,
  ) => Promise<Kind['state']>;
  readonly factsOf: (state: Kind['state']) => Kind['facts'];
  readonly beside: (tx: Tx, tenderId: string) => Promise<Kind['beside']>;
}
