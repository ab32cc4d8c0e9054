import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import type { LawContext } from '../../../../domain/law/context.ts';
import type { ProcedureId } from '../../../../domain/procedure/index.ts';
import {
  admit,
  apply,
  currentState,
  decide,
  decideStep,
  remainingCandidates,
  replay,
  type Actor,
  type CommandName,
  type SystemStep,
  type TenderCommand,
  type TenderEvent,
  type TenderState,
} from '../../../../domain/tender/index.ts';
import { buildCalendar } from '../../../../domain/time/calendar.ts';
import type { Instant } from '../../../../domain/time/instant.ts';
import { administratorActor } from '../../../support/drafts.ts';
import { draftFor } from '../../../support/every-procedure.ts';
import { onward } from '../../../support/onward.ts';
import { launchProcess, lawAt, moment } from '../../../support/process.ts';
import { everyStep, nextDue, type World } from './clock.ts';
import { expectChange, expectEvent, expectRefusal, expectState } from './invariants.ts';
import { ACTORS, commandOf, pick, rightActor, type Move } from './moves.ts';

/** Commands that have a place after the end of a tender. */
const AFTER_THE_END: readonly CommandName[] = [
  'replyObjection',
  'answerQuestion',
  'returnBidSecurity',
  'issueInstruction',
  'acknowledgeInstruction',
  'reportInstruction',
  'closeInstruction',
  'remindDuty',
  'escalateDuty',
  'extendDuty',
];

/** A holiday notice for 2027 that takes days off around the turn of the year and works a weekend. */
const WITH_NOTICE = buildCalendar([
  {
    year: 2027,
    source: '国办发明电〔2026〕示例号',
    publishedDate: '2026-12-10',
    restDates: ['2027-01-04', '2027-01-05', '2027-01-06', '2027-01-07', '2027-01-08'],
    workDates: ['2027-01-09', '2027-01-10'],
  },
]);

/** What runs have come to: how often each phase, end and event. */
export class Reached {
  readonly phases = new Set<string>();
  readonly outcomes = new Set<string>();
  readonly events = new Set<string>();
  readonly refusals = new Set<string>();
}

/** One run: a tender of a procedure under moves, the clock always first. */
export class Run {
  state: TenderState;
  private ctx: LawContext;
  private at: Instant;
  private outages = 0;
  private readonly log: TenderEvent[];
  private readonly world: World;
  private readonly reached: Reached;

  constructor(id: ProcedureId, launchAt: Instant, world: World, reached: Reached) {
    const process = launchProcess(draftFor(id, {}, launchAt), launchAt);
    this.state = frozen(process.state);
    this.log = [...process.events];
    this.at = launchAt;
    this.ctx = lawAt(launchAt, process.state.draft.regime);
    this.world = world;
    this.reached = reached;
    this.note(process.events);
  }

  take(move: Move): void {
    const earliest = this.at + move.afterMs;
    if (move.kind === 'onward') {
      this.onward(earliest);
      return;
    }
    this.wait(earliest);
    switch (move.kind) {
      case 'command': {
        const command = commandOf(move.name, move.n, this.state, this.at, this.ctx);
        const actor = move.actor === null ? rightActor(move.name, move.n) : pick(ACTORS, move.actor);
        this.command(command, actor);
        return;
      }
      case 'step':
        this.step(pick(everyStep(this.state, this.world), move.n), this.at);
        return;
      case 'notice':
        this.ctx = { ...this.ctx, calendar: WITH_NOTICE };
        this.command({ name: 'rederiveDeadlines' }, administratorActor);
        return;
      case 'wait':
        return;
    }
  }

  /**
   * Nothing ever sticks: from wherever a run stands, ordinary steps bring the tender to an end. Not asked
   * where the calendar ends before the tender could.
   */
  finish(): void {
    for (let moves = 0; this.state.outcome === null && this.at < CALENDAR_ENDS; moves++) {
      assert.ok(moves < 60, `${this.state.procedure} sticks in ${this.state.phase}`);
      const name = ordinaryStep(this.state);
      if (name === null) this.onward(this.at + 60_000);
      // The first variant of each command is an ordinary one.
      else
        this.command(
          commandOf(name, name === 'publishCandidates' ? 1 : 0, this.state, this.at, this.ctx),
          rightActor(name, 0),
        );
      this.wait(this.at + 60_000);
    }
  }

  /** At the end: the record gives the same state, and it survives being stored. */
  end(): void {
    assert.ok(isDeepStrictEqual(replay(this.log), this.state), 'the record gives another state');
    const stored = JSON.parse(JSON.stringify(this.state)) as TenderState;
    assert.ok(isDeepStrictEqual(stored, this.state), 'the state is not JSON all the way down');
    assert.ok(isDeepStrictEqual(currentState(stored), this.state), 'a state of today is not as it stands');
  }

  /** Lets time go by until an instant, and what falls due on the way is taken at its instant. */
  private wait(until: Instant): void {
    for (let due = nextDue(this.state, this.world, this.outages); due !== null && due.at <= until;) {
      // A reminder whose time came while its duty rested is late; nothing else may be.
      const at = due.step.name === 'announceDue' ? Math.max(due.at, this.at) : due.at;
      assert.ok(at >= this.at, `${due.step.name} was due in the past, unseen`);
      this.at = at;
      if (due.step.name === 'makeUpDowntime') this.outages++;
      assert.ok(this.step(due.step, at) > 0, `${due.step.name} was due and brought nothing`);
      due = nextDue(this.state, this.world, this.outages);
    }
    this.at = Math.max(this.at, until);
    for (const duty of this.state.duties) {
      const rests = ['publish-candidates', 'issue-award', 'sign-contract'].includes(duty.id);
      if (duty.metAt !== null || (rests && this.state.suspension?.orderedSinceAt != null)) continue;
      assert.ok(duty.dueAt > this.at || duty.timedOutAt !== null, `${duty.id} is overdue, unseen`);
    }
  }

  private onward(earliest: Instant): void {
    const next = onward(this.state, earliest);
    if (next === null || 'step' in next.act) {
      // The clock does it, or somebody else in the meantime.
      this.wait(Math.max(earliest, next?.at ?? 0));
      return;
    }
    this.wait(earliest);
    const again = onward(this.state, this.at);
    if (again !== null && 'command' in again.act) this.command(again.act.command, again.act.actor);
  }

  private step(step: SystemStep, at: Instant): number {
    const events = decideStep(step, this.state, at, this.ctx);
    if (events.length > 0 && this.state.outcome !== null)
      assert.ok(['announceDue', 'timeOutDuty'].includes(step.name), `${step.name} after the end`);
    this.applyAll(events, at);
    assert.deepEqual(decideStep(step, this.state, at, this.ctx), [], `${step.name} twice`);
    return events.length;
  }

  private command(command: TenderCommand, actor: Actor): void {
    const refusals = admit(command, actor, this.state, this.at, this.ctx);
    for (const refusal of refusals) {
      expectRefusal(refusal, this.state);
      this.reached.refusals.add(refusal.code);
    }
    if (refusals.length > 0) return;
    const { outcome, draft } = this.state;
    const challenge = command.name === 'fileObjection' && draft.regime === 'government-procurement';
    if (outcome !== null && !(challenge && outcome !== 'invalidated'))
      assert.ok(AFTER_THE_END.includes(command.name), `${command.name} after the end`);
    const events = decide(command, actor, this.state, this.state.id, this.at, this.ctx);
    assert.ok(events.length > 0, `${command.name} is admitted and brings nothing`);
    this.applyAll(events, this.at);
  }

  private applyAll(events: readonly TenderEvent[], at: Instant): void {
    const before = this.state;
    for (const event of events) {
      expectEvent(event, at, before);
      // Frozen, so that changing a state in place would throw.
      this.state = frozen(apply(frozen(event), this.state));
    }
    if (events.length === 0) return;
    expectChange(before, this.state, events);
    expectState(this.state);
    this.log.push(...events);
    this.note(events);
  }

  private note(events: readonly TenderEvent[]): void {
    for (const { name } of events) this.reached.events.add(name);
    this.reached.phases.add(`${this.state.procedure}: ${this.state.phase}`);
    if (this.state.outcome !== null)
      this.reached.outcomes.add(`${this.state.procedure}: ${this.state.outcome}`);
  }
}

/** Launches are in 2026, the calendar reaches to 2028: from here on a period might not fit any more. */
const CALENDAR_ENDS = moment('2028-03-01 00:00');

/** The command that an ordinary tenderee gives next; null where somebody else, or the clock, is to act. */
function ordinaryStep(state: TenderState): CommandName | null {
  if (state.objections.some((one) => one.reply === null)) return 'replyObjection';
  const { milestones, suspension, phase, publicityEndsAt } = state;
  if (suspension !== null) return null;
  switch (phase) {
    case 'prequalification':
    case 'proposals':
      return milestones.applicationsClosed === undefined || milestones.firstStageConcluded !== undefined
        ? null
        : 'concludeFirstStage';
    case 'evaluation':
      return 'submitEvaluationReport';
    case 'publicity':
      return publicityEndsAt === null ? 'publishCandidates' : null;
    case 'award':
      return remainingCandidates(state).length === 0 ? 'terminateTender' : 'issueAwardNotice';
    case 'contract':
      return 'signContract';
    case 'report':
      return milestones.securityReturned === undefined ? 'returnBidSecurity' : 'submitWrittenReport';
    default:
      return null;
  }
}

function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const inner of Object.values(value)) frozen(inner);
  return Object.freeze(value);
}
