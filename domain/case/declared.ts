import type { Refusal } from '../refusal.ts';
import type { Visibility } from '../visibility/audiences.ts';
import { actionsFrom, prospect, type Action } from './actions.ts';
import type {
  CaseKind,
  CommandDeclaration,
  Disclosure,
  EventDeclaration,
  GivenBeforehand,
  StepDeclaration,
  Titled,
} from './chapter.ts';
import { refuseBeyondCalendar } from './refusals.ts';

type Table = Readonly<Record<string, object>>;

/** What all chapters of a case declare, by the names of commands, steps and events. */
export interface Declared<
  Kind extends CaseKind,
  Command extends Titled,
  Step extends Titled,
  Event extends Titled,
> {
  readonly commands: readonly CommandDeclared<Kind, Command, Event>[];
  readonly command: (one: Pick<Command, 'name'>) => CommandDeclaration<Command, Event, Kind>;
  readonly step: (one: Pick<Step, 'name'>) => StepDeclaration<Step, Event, Kind>;
  /** The row of an event that begins no case. */
  readonly event: (one: Titled) => EventDeclaration<Event, Kind>;
  /** How any event becomes known, the one that begins a case too. */
  readonly disclosure: (one: Titled) => Disclosure<Event, Kind['shown'], Kind['announcedWith']>;
  /** Who reads what of each event. */
  readonly visibility: { readonly [Name in Event['name']]: Visibility };
}

/** The row of a command with its name. */
export type CommandDeclared<Kind extends CaseKind, Command, Event> = CommandDeclaration<
  Command,
  Event,
  Kind
> &
  Titled;

/**
 * What the chapters of a case declare, as one. `beginning`: how the event that begins the case becomes known, by its
 * name. Throws an Error where two chapters declare the same name.
 */
export function declaredBy<
  Kind extends CaseKind,
  Command extends Titled,
  Step extends Titled,
  Event extends Titled,
>(
  chapters: readonly { readonly commands: Table; readonly steps: Table; readonly events: Table }[],
  beginning: Table,
): Declared<Kind, Command, Step, Event> {
  const commands = tableOf(chapters.map((chapter) => chapter.commands));
  const steps = tableOf(chapters.map((chapter) => chapter.steps));
  const events = tableOf(chapters.map((chapter) => chapter.events));
  const disclosures = tableOf([beginning, events]);
  const disclosure: Declared<Kind, Command, Step, Event>['disclosure'] = (one) => rowOf(disclosures, one);
  const reads = Object.keys(disclosures).map((name) => [name, disclosure({ name }).reads]);
  return {
    commands: Object.keys(commands).map((name) => ({
      ...rowOf<CommandDeclaration<Command, Event, Kind>>(commands, { name }),
      name,
    })),
    command: (one) => rowOf(commands, one),
    step: (one) => rowOf(steps, one),
    event: (one) => rowOf(events, one),
    disclosure,
    visibility: Object.fromEntries(reads) as Declared<Kind, Command, Step, Event>['visibility'],
  };
}

/**
 * What somebody may do with a case at an instant: each command that it could ever give, admitted now or not, with the reasons.
 * `notNow`: why a command has no place now; null where they could never give it.
 */
export function actionsOf<Kind extends CaseKind>(
  commands: readonly CommandDeclared<Kind, never, unknown>[],
  given: GivenBeforehand<Kind>,
  notNow: (command: CommandDeclared<Kind, never, unknown>) => readonly Refusal[] | null,
): Action[] {
  const { at, ctx } = given;
  return commands.flatMap((command) => {
    const misplaced = notNow(command);
    if (misplaced === null) return [];
    const refusals = misplaced.length > 0 ? misplaced : refuseBeyondCalendar(ctx, { at });
    const known = refusals.length > 0 ? [] : (command.prospects?.(given) ?? []);
    return actionsFrom(command, known.length > 0 ? known : [prospect(refusals)], ctx);
  });
}

/**
 * The row of one member of a union. That a row takes just the member of its name is what its table's type says; a
 * compiler that looks at a whole union cannot follow it, so the row is given for the union here, and nowhere else.
 */
function rowOf<Row>(table: Table, { name }: Titled): Row {
  const row = Object.hasOwn(table, name) ? table[name] : undefined;
  if (row === undefined) throw new RangeError(`nothing is declared as ${name}`);
  return row as Row;
}

/** The tables of all chapters as one. Throws an Error where two of them have the same name. */
function tableOf(tables: readonly Table[]): Table {
  const rows = tables.flatMap((table) => Object.entries(table));
  const names = rows.map(([name]) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`${twice} is declared twice`);
  return Object.fromEntries(rows);
}
