import type { Action } from '../case/actions.ts';
import type { Actor } from '../case/actor.ts';
import type { Disclosure } from '../case/chapter.ts';
import { actionsOf, declaredBy } from '../case/declared.ts';
import { requirePinnedRuleset } from '../case/pinned.ts';
import { refuseBeyondCalendar } from '../case/refusals.ts';
import type { LawContext } from '../law/context.ts';
import { platformRefusal, type Refusal } from '../refusal.ts';
import type { Instant } from '../time/instant.ts';
import { acceptance } from './acceptance/acceptance.ts';
import { calendar } from './calendar/calendar.ts';
import { correction } from './correction/correction.ts';
import { decision } from './decision/decision.ts';
import { duty } from './duty/duty.ts';
import { examination } from './examination/examination.ts';
import type { ComplaintFiled, FileComplaint } from './filing/command.ts';
import { filingDisclosure } from './filing/disclosure.ts';
import { decideFiling, filed } from './filing/filing.ts';
import { admitFiling } from './filing/may-be-filed.ts';
import { complaintEnded } from './ground/facts.ts';
import type { ComplaintChapter, ComplaintKind } from './ground/kind.ts';
import { playsSide, refusePlace } from './ground/place.ts';
import type { ComplaintState } from './ground/state.ts';
import type { Surroundings } from './ground/surroundings.ts';
import type { Shown } from './ground/telling.ts';
import { withdrawal } from './withdrawal/withdrawal.ts';

/** A complaint, chapter by chapter. The filing begins it; the order of the others says nothing. */
const CHAPTERS = [correction, acceptance, examination, decision, withdrawal, duty, calendar] as const;

type Chapters = (typeof CHAPTERS)[number];
type CommandOf<One> = One extends ComplaintChapter<infer Command, infer _, infer __> ? Command : never;
type StepOf<One> = One extends ComplaintChapter<infer _, infer Step, infer __> ? Step : never;
type EventOf<One> = One extends ComplaintChapter<infer _, infer __, infer Event> ? Event : never;

/** What people ask of a complaint. Ids of what is created come with the command: a repeat creates nothing twice. */
export type ComplaintCommand = FileComplaint | CommandOf<Chapters>;
/** A step the clock takes. */
export type ComplaintStep = StepOf<Chapters>;
/** What happened to a complaint, each at its instant, with the rule that asked for or allowed it. */
export type ComplaintEvent = ComplaintFiled | EventOf<Chapters>;
export type ComplaintCommandName = ComplaintCommand['name'];
export type ComplaintEventName = ComplaintEvent['name'];

const DECLARED = declaredBy<
  ComplaintKind,
  Exclude<ComplaintCommand, FileComplaint>,
  ComplaintStep,
  ComplaintEvent
>(CHAPTERS, { complaintFiled: filingDisclosure });

/**
 * Whether a command to a complaint is admitted at its instant of receipt: no refusal means yes. Who may act comes first
 * and when second, each alone; then everything that is wrong with the content at once. `state` is null only before the
 * filing. The law is that of the tender; throws an Error when `ctx` is not under its ruleset.
 *
 * An act that is late with its own duty is admitted: the timed-out step shows that it was late.
 */
export function admitComplaint(
  command: ComplaintCommand,
  actor: Actor,
  state: ComplaintState | null,
  at: Instant,
  ctx: LawContext,
  around: Surroundings,
): Refusal[] {
  requirePinnedRuleset(around.tender, ctx);
  if (command.name === 'fileComplaint') {
    if (state !== null)
      return [
        platformRefusal('duplicate-complaint', '该投诉已经提出。', 'This complaint was filed already.'),
      ];
    const beyond = refuseBeyondCalendar(ctx, { at, knownAt: command.knownAt });
    return beyond.length > 0 ? beyond : admitFiling(command, actor, at, ctx, around);
  }
  if (state === null)
    return [platformRefusal('unknown-complaint', '没有此投诉。', 'There is no such complaint.')];
  const declared = DECLARED.command(command);
  const misplaced = refusePlace(declared, actor, state);
  if (misplaced.length > 0) return misplaced;
  const beyond = refuseBeyondCalendar(ctx, { at, ...declared.instants?.(command) });
  if (beyond.length > 0) return beyond;
  return declared.refuse(command, { state, actor, at, ctx, around });
}

/** What an actor may do with a complaint at an instant: each command that it could ever give, admitted now or not, with the reasons. */
export function complaintActions(
  actor: Actor,
  state: ComplaintState,
  at: Instant,
  ctx: LawContext,
): Action[] {
  requirePinnedRuleset(state, ctx);
  return actionsOf(DECLARED.commands, { state, actor, at, ctx }, (command) =>
    playsSide(command.by, actor, state) ? refusePlace(command, actor, state) : null,
  );
}

/**
 * What an admitted command brings about, in order. Assumes that `admitComplaint` gave no refusal for the same
 * arguments; throws an Error where that would make it impossible to decide.
 */
export function decideComplaint(
  command: ComplaintCommand,
  actor: Actor,
  state: ComplaintState | null,
  at: Instant,
  ctx: LawContext,
  around: Surroundings,
): ComplaintEvent[] {
  requirePinnedRuleset(around.tender, ctx);
  if (command.name === 'fileComplaint') return decideFiling(command, actor, at, ctx, around);
  if (state === null) throw new Error(`${command.name} needs a complaint`);
  return DECLARED.command(command).decide(command, { state, actor, at, ctx, around });
}

/** What a step of the clock brings at an instant. Empty when it was done already, rests, or is not due. */
export function decideComplaintStep(
  step: ComplaintStep,
  state: ComplaintState,
  at: Instant,
  ctx: LawContext,
): ComplaintEvent[] {
  return DECLARED.step(step).decide(step, { state, at, ctx });
}

/** The state after an event. Throws an Error on a history that cannot be: before the filing, or after the end. */
export function applyComplaint(event: ComplaintEvent, state: ComplaintState | null): ComplaintState {
  if (event.name === 'complaintFiled') {
    if (state !== null) throw new Error(`complaint ${state.id} is filed once`);
    return filed(event);
  }
  if (state === null) throw new Error(`${event.name} before the complaint was filed`);
  if (complaintEnded(state.status)) throw new Error(`complaint ${state.id} is over, and ${event.name} came`);
  return { ...DECLARED.event(event).apply(event, state), version: state.version + 1 };
}

/** How an event becomes known: in the record, to whom, by which announcement and notices. */
export const complaintDisclosureOf: (
  event: Pick<ComplaintEvent, 'name'>,
) => Disclosure<ComplaintEvent, Shown, null> = DECLARED.disclosure;

/** Who reads what of each event, as the chapters declare it. */
export const COMPLAINT_VISIBILITY = DECLARED.visibility;

/** The state that a whole history builds. */
export function replayComplaint(events: readonly ComplaintEvent[]): ComplaintState | null {
  return events.reduce<ComplaintState | null>((state, event) => applyComplaint(event, state), null);
}
