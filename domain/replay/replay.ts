import type { Actor } from '../case/actor.ts';
import { refusalFromBreach, type LawContext } from '../law/context.ts';
import type { Breach, Deadline } from '../law/types.ts';
import { rulesOf } from '../procedure/index.ts';
import type { Refusal } from '../refusal.ts';
import { checkAward } from '../tender/award/may-be-awarded.ts';
import { admit, apply, clockStepDueAt, decide, decideStep, type TenderState } from '../tender/index.ts';
import { checkDraft } from '../tender/notice/checks/draft.ts';
import { adviseOn, type SystemStep, type TenderCommand, type TenderEvent } from '../tender/tender.ts';
import type { Instant } from '../time/instant.ts';
import type { ArchivedMove, ArchivedTender } from './archive.ts';

/** What one move came to under a ruleset. */
interface Outcome {
  readonly refusals: readonly Refusal[];
  readonly warnings: readonly Breach[];
  readonly deadlines: readonly Deadline[];
  /** For a step of the clock: when it came; null when it did not. */
  readonly cameAt: Instant | null;
}

/** How a tender went under a ruleset, move by move; cut short where the ruleset or the course has no answer. */
interface Course {
  readonly outcomes: readonly Outcome[];
  readonly stopped: string | null;
}

export interface MovedDeadline {
  /** The command or step that set it. */
  readonly move: string;
  readonly at: Instant;
  readonly rule: string;
  readonly article: string;
  /** null: there was, or would be, none. */
  readonly fromAt: Instant | null;
  readonly toAt: Instant | null;
}

export interface ChangedAnswer {
  readonly move: string;
  readonly at: Instant;
  readonly code: string;
  readonly article: string | null;
  readonly zh: string;
  readonly en: string;
}

export interface MovedStep {
  readonly move: string;
  readonly fromAt: Instant;
  /** null: it would not come. */
  readonly toAt: Instant | null;
}

/** What another ruleset would have changed in one tender. */
export interface ReplayReport {
  readonly tenderId: string;
  readonly projectCode: string;
  readonly fromRuleset: string;
  readonly toRuleset: string;
  readonly deadlines: readonly MovedDeadline[];
  readonly steps: readonly MovedStep[];
  /** Commands that were accepted and would be refused. */
  readonly refused: readonly ChangedAnswer[];
  /** Refusals that were made and would not be. */
  readonly vanished: readonly ChangedAnswer[];
  /** Warnings that would be said, and that would not be said any more. */
  readonly warned: readonly ChangedAnswer[];
  readonly unwarned: readonly ChangedAnswer[];
  /** Moves that already the tender's own ruleset answers otherwise than the archive says: its copy or calendar is not whole. */
  readonly notReproduced: readonly string[];
  /** Why the replay ends before the archive does; null when it does not. */
  readonly stopped: string | null;
}

/**
 * Runs an archived tender again under its own ruleset and under another, on the same calendar, and tells
 * what differs. Each move is judged on the course that was really taken: a command that the other ruleset
 * refuses is noted and carried out all the same, so that what follows can be judged too; a refused one is not
 * carried out even where it would be accepted. Steps of the clock come when they are due.
 *
 * Throws a RangeError when the rulesets are of two regimes, or when the tender does not begin with its launch.
 */
export function replayUnder(tender: ArchivedTender, own: LawContext, other: LawContext): ReplayReport {
  if (own.ruleset.regime !== other.ruleset.regime)
    throw new RangeError(
      `${tender.projectCode} runs under ${own.ruleset.regime}, not ${other.ruleset.regime}`,
    );
  const [first] = tender.moves;
  if (first?.kind !== 'command' || first.command.name !== 'launchTender')
    throw new RangeError(`the archive of ${tender.projectCode} does not begin with its launch`);
  const before = courseOf(tender, own);
  const after = courseOf(tender, other);
  const compared = Math.min(before.outcomes.length, after.outcomes.length);
  const moves = tender.moves.slice(0, compared).map((move, index) => ({
    move,
    was: before.outcomes[index] as Outcome,
    would: after.outcomes[index] as Outcome,
  }));
  return {
    tenderId: tender.tenderId,
    projectCode: tender.projectCode,
    fromRuleset: own.ruleset.id,
    toRuleset: other.ruleset.id,
    deadlines: moves.flatMap(({ move, was, would }) => movedDeadlines(move, was, would)),
    steps: moves.flatMap(({ move, was, would }) => movedSteps(move, was, would)),
    refused: moves.flatMap(({ move, was, would }) =>
      accepted(move)
        ? said(
            move,
            would.refusals.filter((one) => !has(was.refusals, one.code)),
          )
        : [],
    ),
    vanished: moves.flatMap(({ move, was, would }) =>
      accepted(move)
        ? []
        : said(
            move,
            was.refusals.filter((one) => !has(would.refusals, one.code)),
          ),
    ),
    warned: moves.flatMap(({ move, was, would }) => warned(move, would.warnings, was.warnings)),
    unwarned: moves.flatMap(({ move, was, would }) => warned(move, was.warnings, would.warnings)),
    notReproduced: before.outcomes.flatMap((outcome, index) => notAsArchived(tender.moves[index], outcome)),
    stopped: after.stopped ?? before.stopped,
  };
}

function courseOf(tender: ArchivedTender, ctx: LawContext): Course {
  const outcomes: Outcome[] = [];
  let state: TenderState | null = null;
  const waiting: { index: number; step: SystemStep }[] = [];
  const take = (events: readonly TenderEvent[]): void => {
    for (const event of events) state = apply(event, state);
  };
  /** Takes the steps that have come due by an instant, each when it is due. */
  const catchUp = (until: Instant): void => {
    for (const one of [...waiting]) {
      const came = state === null ? null : stepWithin(one.step, state, until, ctx);
      if (came === null) continue;
      take(came.events);
      outcomes[one.index] = outcomeOf({ deadlines: deadlinesOf(came.events), cameAt: came.at });
      waiting.splice(waiting.indexOf(one), 1);
    }
  };
  try {
    tender.moves.forEach((move, index) => {
      catchUp(move.at);
      if (move.kind === 'step') {
        outcomes[index] = outcomeOf({});
        waiting.push({ index, step: move.step });
        return catchUp(move.at);
      }
      const command = underRuleset(move.command, ctx);
      const refusals = refusalsOf(command, move.actor, state, move.at, ctx);
      const warnings = warningsFor(command, state, move.at, ctx);
      if (move.refused !== null) {
        outcomes[index] = outcomeOf({ refusals, warnings });
        return;
      }
      // Carried out though it is refused: a step that it waits for has come by then.
      if (refusals.length > 0) catchUp(Number.MAX_SAFE_INTEGER);
      const events = decide(command, move.actor, state, tender.tenderId, move.at, ctx);
      take(events);
      outcomes[index] = outcomeOf({ refusals, warnings, deadlines: deadlinesOf(events) });
    });
    return { outcomes, stopped: null };
  } catch (error) {
    return { outcomes, stopped: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * The refusals of a command. One that comes before a step of the clock is refused for its phase alone; for the
 * award the rule whose period is not over is named with it.
 */
function refusalsOf(
  command: TenderCommand,
  actor: Actor,
  state: TenderState | null,
  at: Instant,
  ctx: LawContext,
): Refusal[] {
  const refusals = admit(command, actor, state, at, ctx);
  if (state === null || command.name !== 'issueAwardNotice') return refusals;
  if (!has(refusals, 'wrong-phase')) return refusals;
  const candidate = state.evaluation?.candidates.find((one) => one.bidId === command.bidId);
  const early = candidate === undefined ? [] : checkAward(ctx, state, candidate, at);
  const blocking = early.filter(
    ({ rule, severity }) => severity === 'blocks' && rule === rulesOf(state.draft).publicity,
  );
  return [...blocking.map((breach) => refusalFromBreach(breach)), ...refusals];
}

function outcomeOf(part: Partial<Outcome>): Outcome {
  return { refusals: [], warnings: [], deadlines: [], cameAt: null, ...part };
}

/** A step of the clock at the earliest instant at which it has something to do, up to `until`; null when it has nothing. */
function stepWithin(
  step: SystemStep,
  state: TenderState,
  until: Instant,
  ctx: LawContext,
): { at: Instant; events: TenderEvent[] } | null {
  const due = dueOf(step, state);
  const at = due === null ? until : Math.min(due, until);
  if (at === Number.MAX_SAFE_INTEGER) return null;
  const events = decideStep(step, state, at, ctx);
  return events.length === 0 ? null : { at, events };
}

/** When the clock takes a step of itself; null for a step that others bring about, which comes when it came. */
function dueOf(step: SystemStep, state: TenderState): Instant | null {
  switch (step.name) {
    case 'openFirstStage':
    case 'closeApplications':
    case 'openDocuments':
    case 'closeDocuments':
    case 'closeBids':
    case 'endPublicity':
      return clockStepDueAt(step.name, state);
    case 'timeOutDuty':
      return state.duties.find((one) => one.id === step.dutyId)?.dueAt ?? null;
    default:
      return null;
  }
}

function underRuleset(command: TenderCommand, ctx: LawContext): TenderCommand {
  return command.name === 'launchTender' ? { ...command, ruleset: ctx.ruleset.id } : command;
}

function warningsFor(
  command: TenderCommand,
  state: TenderState | null,
  at: Instant,
  ctx: LawContext,
): Breach[] {
  if (command.name === 'launchTender')
    return checkDraft(ctx, command.draft, at).breaches.filter(({ severity }) => severity === 'warns');
  return state === null ? [] : adviseOn(ctx, state, command, at);
}

function deadlinesOf(events: readonly TenderEvent[]): Deadline[] {
  return events.flatMap((event) => ('deadlines' in event ? [...(event.deadlines ?? [])] : []));
}

function nameOf(move: ArchivedMove): string {
  return move.kind === 'command' ? move.command.name : move.step.name;
}

function accepted(move: ArchivedMove): boolean {
  return move.kind === 'step' || move.refused === null;
}

function movedDeadlines(move: ArchivedMove, was: Outcome, would: Outcome): MovedDeadline[] {
  const rules = [...new Set([...was.deadlines, ...would.deadlines].map(({ rule }) => rule))];
  return rules.flatMap((rule) => {
    const before = was.deadlines.find((one) => one.rule === rule);
    const after = would.deadlines.find((one) => one.rule === rule);
    const fromAt = before?.endsAt ?? null;
    const toAt = after?.endsAt ?? null;
    if (fromAt === toAt) return [];
    const article = after?.article ?? before?.article ?? '';
    return [{ move: nameOf(move), at: move.at, rule, article, fromAt, toAt }];
  });
}

function movedSteps(move: ArchivedMove, was: Outcome, would: Outcome): MovedStep[] {
  if (move.kind === 'command' || was.cameAt === null || was.cameAt === would.cameAt) return [];
  return [{ move: nameOf(move), fromAt: was.cameAt, toAt: would.cameAt }];
}

function has(refusals: readonly Refusal[], code: string): boolean {
  return refusals.some((one) => one.code === code);
}

function said(move: ArchivedMove, refusals: readonly Refusal[]): ChangedAnswer[] {
  return refusals.map(({ code, article, zh, en }) => ({
    move: nameOf(move),
    at: move.at,
    code,
    article,
    zh,
    en,
  }));
}

/** Warnings of one course that the other has not. */
function warned(move: ArchivedMove, these: readonly Breach[], those: readonly Breach[]): ChangedAnswer[] {
  return these
    .filter((one) => !those.some((other) => other.rule === one.rule && other.field === one.field))
    .map(({ rule, article, zh, en }) => ({ move: nameOf(move), at: move.at, code: rule, article, zh, en }));
}

function notAsArchived(move: ArchivedMove | undefined, outcome: Outcome): string[] {
  if (move === undefined) return [];
  if (move.kind === 'step') return outcome.cameAt === null ? [`${nameOf(move)}: did not come`] : [];
  const codes = outcome.refusals.map(({ code }) => code);
  if (move.refused === null)
    return codes.length === 0 ? [] : [`${nameOf(move)}: accepted then, refused by ${codes.join(', ')}`];
  return codes.length > 0 ? [] : [`${nameOf(move)}: refused then by ${move.refused.join(', ')}, not now`];
}
