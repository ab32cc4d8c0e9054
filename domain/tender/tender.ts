import type { Action } from '../case/actions.ts';
import type { Actor } from '../case/actor.ts';
import type { Disclosure } from '../case/chapter.ts';
import { actionsOf, declaredBy } from '../case/declared.ts';
import { requirePinnedRuleset } from '../case/pinned.ts';
import { refuseBeyondCalendar } from '../case/refusals.ts';
import type { LawContext } from '../law/context.ts';
import type { Breach } from '../law/types.ts';
import type { KnownSignature } from '../pki/index.ts';
import { platformRefusal, type Refusal } from '../refusal.ts';
import type { Instant } from '../time/instant.ts';
import { award } from './award/award.ts';
import { bidding } from './bidding/bidding.ts';
import { calendar } from './calendar/calendar.ts';
import { clarification } from './clarification/clarification.ts';
import { contract } from './contract/contract.ts';
import { documents } from './documents/documents.ts';
import { duty } from './duty/duty.ts';
import { ending } from './ending/ending.ts';
import { evaluation } from './evaluation/evaluation.ts';
import { firstStage } from './first-stage/first-stage.ts';
import { refuseActor } from './ground/actor.ts';
import type { TenderDraft } from './ground/draft.ts';
import type { SharedEvent } from './ground/events.ts';
import type { TenderChapter, TenderKind } from './ground/kind.ts';
import { refuseMoment } from './ground/place.ts';
import { refuseUnsigned, type SignatureDemand } from './ground/signatures.ts';
import type { TenderState } from './ground/state.ts';
import { instruction } from './instruction/instruction.ts';
import { launchSignatures, type LaunchTender, type NoticePublished } from './notice/command.ts';
import { admitLaunch } from './notice/launch.ts';
import { decideLaunch, launched, noticeDisclosure } from './notice/notice.ts';
import { objection } from './objection/objection.ts';
import { opening } from './opening/opening.ts';
import { publicity } from './publicity/publicity.ts';
import { question } from './question/question.ts';
import { report } from './report/report.ts';
import { security } from './security/security.ts';
import { suspension } from './suspension/suspension.ts';

/** A tender, chapter by chapter. The notice begins it; the order of the others says nothing. */
const CHAPTERS = [
  firstStage,
  documents,
  clarification,
  question,
  objection,
  bidding,
  opening,
  evaluation,
  publicity,
  award,
  contract,
  security,
  report,
  instruction,
  suspension,
  duty,
  ending,
  calendar,
] as const;

/** The steps that bring a tender from one phase to the next by the clock alone. */
const CLOCK_STEPS = [
  'openFirstStage',
  'closeApplications',
  'openDocuments',
  'closeDocuments',
  'closeBids',
  'endPublicity',
] as const;
export type ClockStepName = (typeof CLOCK_STEPS)[number];

type Chapters = (typeof CHAPTERS)[number];
type CommandOf<One> = One extends TenderChapter<infer Command, infer _, infer __> ? Command : never;
type StepOf<One> = One extends TenderChapter<infer _, infer Step, infer __> ? Step : never;
type EventOf<One> = One extends TenderChapter<infer _, infer __, infer Event> ? Event : never;

export type TenderCommand = LaunchTender | CommandOf<Chapters>;
export type SystemStep = StepOf<Chapters>;
export type TenderEvent = NoticePublished | EventOf<Chapters>;
/** Every shared event is declared by a chapter: this compiles only where none is left over. */
type Undeclared = Exclude<SharedEvent['name'], TenderEvent['name']>;
true satisfies [Undeclared] extends [never] ? true : Undeclared;
export type CommandName = TenderCommand['name'];
export type StepName = SystemStep['name'];
export type EventName = TenderEvent['name'];

/** Commands whose documents are signed: what is known of these signatures travels with them. */
export type SignedCommand = Extract<TenderCommand, { readonly signed?: readonly KnownSignature[] }>;

const DECLARED = declaredBy<TenderKind, Exclude<TenderCommand, LaunchTender>, SystemStep, TenderEvent>(
  CHAPTERS,
  {
    noticePublished: noticeDisclosure,
  },
);

/**
 * Whether a command is admitted at its instant of receipt: no refusal means yes. Who may act comes
 * first and when second, each alone; then everything that is wrong with the content at once.
 *
 * `state` is null only before the launch. Throws an Error when `ctx` is not under the ruleset pinned
 * in the tender: that is a fault of the caller, not of the command.
 */
export function admit(
  command: TenderCommand,
  actor: Actor,
  state: TenderState | null,
  at: Instant,
  ctx: LawContext,
): Refusal[] {
  if (command.name === 'launchTender') return admitLaunch(command, actor, state, at, ctx);
  if (state === null) return [noSuchTender()];
  requirePinnedRuleset(state, ctx);

  const declared = DECLARED.command(command);
  const notThey = refuseActor(declared, actor, state.draft);
  if (notThey.length > 0) return notThey;
  const notNow = refuseMoment(declared, state, ctx);
  if (notNow.length > 0) return notNow;
  const beyond = refuseBeyondCalendar(ctx, { at, ...declared.instants?.(command) });
  if (beyond.length > 0) return beyond;
  const demands = signatureDemands(command, actor, state.draft, state.award);
  return [
    ...refuseUnsigned(demands, state.draft, knownSignatures(command), ctx),
    ...declared.refuse(command, { state, actor, at, ctx }),
  ];
}

/**
 * What an actor may do with a tender at an instant: each command that it could ever give, admitted now or not, with the reasons.
 * `admit` as far as it depends on no content.
 */
export function tenderActions(actor: Actor, state: TenderState, at: Instant, ctx: LawContext): Action[] {
  requirePinnedRuleset(state, ctx);
  return actionsOf(DECLARED.commands, { state, actor, at, ctx }, (command) =>
    refuseActor(command, actor, state.draft).length > 0 ? null : refuseMoment(command, state, ctx),
  );
}

/**
 * What an admitted command brings about, in order. Assumes that `admit` gave no refusal for the same
 * arguments; throws an Error where that would make it impossible to decide.
 */
export function decide(
  command: TenderCommand,
  actor: Actor,
  state: TenderState | null,
  tenderId: string,
  at: Instant,
  ctx: LawContext,
): TenderEvent[] {
  if (command.name === 'launchTender') return decideLaunch(command, tenderId, at, ctx);
  if (state === null) throw new Error(`${command.name} needs a launched tender`);
  requirePinnedRuleset(state, ctx);
  return DECLARED.command(command).decide(command, { state, actor, at, ctx });
}

/**
 * What the law says of a command without refusing it: breaches of what binds other tenders only or was not
 * read in a text, and what people must see to themselves. Told to who gives the command; it changes nothing.
 */
export function adviseOn(ctx: LawContext, state: TenderState, command: TenderCommand, at: Instant): Breach[] {
  if (command.name === 'launchTender') return [];
  const said = DECLARED.command(command).advise?.(command, { state, at, ctx }) ?? [];
  return said.filter(({ severity }) => severity === 'warns');
}

/** Which documents of a command are signed, and by whom (电子招标投标办法第四十条). `award` is who was awarded. */
export function signatureDemands(
  command: TenderCommand,
  actor: Actor,
  draft: TenderDraft,
  award: TenderState['award'],
): SignatureDemand[] {
  if (command.name === 'launchTender') return launchSignatures({ draft });
  return DECLARED.command(command).signs?.(command, { actor, draft, award }) ?? [];
}

/** What was known of signatures when the command was received; nothing for commands that carry nothing to sign. */
export function knownSignatures(command: TenderCommand): readonly KnownSignature[] {
  return ('signed' in command ? command.signed : undefined) ?? [];
}

/**
 * What a step of the clock brings at an instant. Empty when it was done already, is not due, or rests
 * on an unanswered objection: a caller may repeat it without harm.
 *
 * Issue of documents goes on during a suspension (it serves the bidders); the closing and the end of
 * the publicity wait for the process to go on.
 */
export function decideStep(
  step: SystemStep,
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): TenderEvent[] {
  requirePinnedRuleset(state, ctx);
  const declared = DECLARED.step(step);
  if (state.outcome !== null && declared.over !== true) return [];
  return declared.decide(step, { state, at, ctx });
}

/** The instant at which the clock takes a step of a tender; null where the tender has none for it, or no clock takes it. */
export function clockStepDueAt(name: StepName, state: TenderState): Instant | null {
  return DECLARED.step({ name }).clock?.dueAt(state) ?? null;
}

/**
 * The step by which the clock ends the phase in which a tender stands, and its instant; null where the phase
 * waits for somebody's act. Whether it rests then is for `decideStep` to say.
 */
export function dueStep(state: TenderState): { name: ClockStepName; dueAt: Instant } | null {
  if (state.outcome !== null) return null;
  const name = CLOCK_STEPS.find((one) => DECLARED.step({ name: one }).clock?.awaited(state) === true);
  const dueAt = name === undefined ? null : clockStepDueAt(name, state);
  return name === undefined || dueAt === null ? null : { name, dueAt };
}

/**
 * The state after an event. `noticePublished` begins a tender and takes the state null; every other
 * event needs one. Throws an Error on events that cannot follow: they would be a broken record.
 */
export function apply(event: TenderEvent, state: TenderState | null): TenderState {
  if (event.name === 'noticePublished') {
    if (state !== null) throw new Error(`tender ${state.id} was launched already`);
    return launched(event);
  }
  if (state === null) throw new Error(`${event.name} cannot begin a tender`);
  return { ...DECLARED.event(event).apply(event, state), version: state.version + 1 };
}

/** How an event becomes known: in the record, to whom, by which announcement and notices. */
export const disclosureOf: (event: Pick<TenderEvent, 'name'>) => Disclosure<TenderEvent, TenderState> =
  DECLARED.disclosure;

/** Who reads what of each event, as the chapters declare it. */
export const TENDER_VISIBILITY = DECLARED.visibility;

/** The state of a tender from all its events, in order. Throws an Error when there are none. */
export function replay(events: Iterable<TenderEvent>): TenderState {
  let state: TenderState | null = null;
  for (const event of events) state = apply(event, state);
  if (state === null) throw new Error('a tender has at least its notice');
  return state;
}

function noSuchTender(): Refusal {
  return platformRefusal('no-such-tender', '该项目尚未发布招标公告。', 'This tender has not been launched.', {
    zh: '先发布招标公告。',
    en: 'Launch the tender first.',
  });
}
