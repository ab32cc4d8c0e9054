import type { AnnouncementBody, AnnouncementContext, AnnouncementKind } from '../disclosure/announcement.ts';
import type { PartyNotice } from '../disclosure/notices/notice.ts';
import type { LawContext } from '../law/context.ts';
import type { Breach } from '../law/types.ts';
import type { RecordParts } from '../record/parts.ts';
import type { Refusal } from '../refusal.ts';
import type { Instant } from '../time/instant.ts';
import type { Visibility } from '../visibility/audiences.ts';
import type { Prospect } from './actions.ts';
import type { Words } from './words.ts';

/**
 * How a case is declared. A case (a tender, a complaint) is made of chapters; a chapter is one folder that declares
 * what is about one matter: the commands that people give, the steps that the clock takes, and the events that both
 * bring about. What the engine, the API and the record do is derived from these tables. A name of a union without
 * its row does not compile.
 */

/** Whatever has a name by which it is told from its like: a command, a step, an event. */
export interface Titled {
  readonly name: string;
}

/** One member of a union, by its name. */
export type Named<Union extends Titled, Name extends Union['name']> = Extract<Union, { readonly name: Name }>;

/** What happened, at its statutory instant, with the rule that asked for or allowed it. */
export type Happened<Body> = Body & {
  readonly at: Instant;
  readonly rule: string | null;
  readonly article: string | null;
};

/** What an event says beside when it happened and by which rule. */
export type BodyOf<Event> = Event extends unknown ? Omit<Event, keyof Happened<unknown>> : never;

/** What differs from one kind of case to the next. */
export interface CaseKind {
  readonly state: object;
  /** Who acts. */
  readonly actor: object;
  /** Who may give a command. */
  readonly side: string;
  /** When a command has its place. */
  readonly place: object;
  /** By whom and for what the documents of a command are signed. */
  readonly signing: object;
  /** Documents that are to be signed, and by whom. */
  readonly demand: object;
  /** What a command is decided upon besides the case itself, e.g. what the record shows around it. */
  readonly besides: object;
  /** What an event becomes known with: the state after it, and what its kind of case needs besides. */
  readonly shown: object;
  /** What the announcement of an event is made with besides. */
  readonly announcedWith: unknown;
}

/** What a step of the clock is decided upon: the case as it stands, when, and under which law. */
export interface GivenByClock<Kind extends CaseKind> {
  readonly state: Kind['state'];
  readonly at: Instant;
  readonly ctx: LawContext;
}

/** What a command is decided upon: who acts too, and what its kind of case needs besides. */
export type Given<Kind extends CaseKind> = GivenByClock<Kind> & {
  readonly actor: Kind['actor'];
} & Kind['besides'];

/** What can be said of a command beforehand is decided upon: all but its content, and what is read for it alone. */
export type GivenBeforehand<Kind extends CaseKind> = GivenByClock<Kind> & { readonly actor: Kind['actor'] };

/** What people may ask of a case, with what it does as a noun in a sentence. */
export interface CommandDeclaration<Command, Event, Kind extends CaseKind> extends Words {
  readonly by: Kind['side'];
  readonly while: Kind['place'];
  /** The instants that it names, from which periods may run: the calendar has to reach them. Keys name the field. */
  readonly instants?: (command: Command) => Readonly<Record<string, Instant>>;
  /** Which of its documents are signed, and by whom. */
  readonly signs?: (command: Command, signing: Kind['signing']) => Kind['demand'][];
  /**
   * What is known before its content is, once it comes from the right hand at the right time; left out: nothing. What refuses
   * here is refused by `refuse` too, for any content.
   */
  readonly prospects?: (given: GivenBeforehand<Kind>) => readonly Prospect[];
  /** What is wrong with its content, once it comes from the right hand at the right time; empty: it is admitted. */
  readonly refuse: (command: Command, given: Given<Kind>) => Refusal[];
  /** What the law says of it without refusing it. */
  readonly advise?: (command: Command, given: GivenByClock<Kind>) => Breach[];
  /** What it brings about, in order, once it is admitted. */
  readonly decide: (command: Command, given: Given<Kind>) => Event[];
}

/** What the clock, or the platform, brings about. */
export interface StepDeclaration<Step, Event, Kind extends CaseKind> {
  /** For a step that ends a phase by the clock alone. */
  readonly clock?: {
    /** The instant at which it is taken; null where the case has none for it. */
    readonly dueAt: (state: Kind['state']) => Instant | null;
    /** Whether it is this step that a case waits for now. */
    readonly awaited: (state: Kind['state']) => boolean;
  };
  /** Whether it has its place after the end too. */
  readonly over?: true;
  /** What it brings about; empty when it was done already, is not due or rests: it may be repeated without harm. */
  readonly decide: (step: Step, given: GivenByClock<Kind>) => Event[];
}

/** What an event changes, and how it becomes known. */
export interface EventDeclaration<Event, Kind extends CaseKind> extends Disclosure<
  Event,
  Kind['shown'],
  Kind['announcedWith']
> {
  /** The state after it; the number of its version is counted for all of them. */
  readonly apply: (event: Event, state: Kind['state']) => Kind['state'];
}

/** How an event becomes known. */
export interface Disclosure<Event, Shown, With = AnnouncementContext> {
  /** Its facts in the record: what everybody reads, and what is only committed to. */
  readonly record: (event: Event) => RecordParts;
  /** Who reads what is only committed to, and the papers that came with it, and from when on. */
  readonly reads: Visibility;
  /** What the law has announced of it; null where no article asks for any. A kind may depend on how the case stands. */
  readonly announces: {
    readonly kind: AnnouncementKind | ((event: Event, shown: Shown) => AnnouncementKind | null);
    readonly body: (event: Event, shown: Shown, besides: With) => AnnouncementBody;
  } | null;
  /** What it has told to which parties and authorities. */
  readonly tells: (event: Event, shown: Shown) => PartyNotice[];
}

/**
 * The commands, steps and events of one matter. `Shared` are events that several chapters bring about; each is
 * declared by one of them.
 */
export interface Chapter<
  Kind extends CaseKind,
  Command extends Titled,
  Step extends Titled,
  Event extends Titled,
  Shared extends Titled,
> {
  readonly commands: CommandsOf<Command, Event | Shared, Kind>;
  readonly steps: StepsOf<Step, Event | Shared, Kind>;
  readonly events: EventsOf<Event, Kind>;
}

/** A row for each command of a union. */
export type CommandsOf<Command extends Titled, Event extends Titled, Kind extends CaseKind> = {
  readonly [Name in Command['name']]: CommandDeclaration<Named<Command, Name>, Event, Kind>;
};

/** A row for each step of a union. */
export type StepsOf<Step extends Titled, Event extends Titled, Kind extends CaseKind> = {
  readonly [Name in Step['name']]: StepDeclaration<Named<Step, Name>, Event, Kind>;
};

/** A row for each event of a union. */
export type EventsOf<Event extends Titled, Kind extends CaseKind> = {
  readonly [Name in Event['name']]: EventDeclaration<Named<Event, Name>, Kind>;
};
