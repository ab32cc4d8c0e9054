import { ApplicationFailure, condition } from '@temporalio/workflow';
import type { ClockStep } from '../activities/types.ts';
import type { ProcedureId } from '../domain/procedure/index.ts';
import type { TenderFacts } from '../domain/tender/ground/facts.ts';
import type { Milestone } from '../domain/tender/ground/state.ts';
import type { Instant } from '../domain/time/instant.ts';
import { decisions, hall } from './decisions.ts';
import { nextDutyStep, type DutyStep } from './duty-steps.ts';
import { MOVED_ON, type CommandOutcome, type Inspection, type TenderInput } from './messages.ts';
import { restUntil } from './rest.ts';
import { StatutoryClock } from './statutory-clock.ts';
import { Steps } from './steps.ts';
import { Visibility } from './visibility.ts';

/** One tender's process: the facts it goes by, its clock, and what it does with messages. */
export class TenderProcess {
  readonly clock: StatutoryClock;
  readonly rehearsal: boolean;
  /** Whether this run began with code that reminds, ends suspensions and stays for what is owed after the end. */
  readonly supervised: boolean;
  /** Whether this run began with code that does not take the moment between two steps for rest. */
  private readonly rests: boolean;
  private readonly input: TenderInput;
  private readonly visibility = new Visibility();
  private readonly steps: Steps;
  private current: TenderFacts | null;
  private launchRefused = false;
  private allKeysReported = false;
  ending = false;

  constructor(input: TenderInput, { supervised = false, rests = false } = {}) {
    this.supervised = supervised;
    this.rests = rests;
    this.input = input;
    this.current = input.facts;
    this.rehearsal = input.rehearsal;
    this.clock = new StatutoryClock(input.shiftMs);
    this.steps = new Steps(this);
  }

  /** The facts of a launched tender. */
  get facts(): TenderFacts {
    if (this.current === null) throw new Error('the tender is not launched yet');
    return this.current;
  }

  /** The procedure whose phases are run; what was launched before there were several is an open tender. */
  get procedure(): ProcedureId {
    return this.current?.procedure ?? 'open';
  }

  get version(): number | undefined {
    return this.current?.version;
  }

  passed(milestone: Milestone): boolean {
    return this.current?.milestones[milestone] !== undefined;
  }

  get ended(): boolean {
    return this.launchRefused || (this.current?.outcome ?? null) !== null;
  }

  get allKeysIn(): boolean {
    return this.allKeysReported || this.passed('keysComplete');
  }

  /** Waits until a milestone is passed or the tender has ended, however long that takes. */
  async met(milestone: Milestone): Promise<void> {
    await this.clock.until(
      () => Infinity,
      () => this.passed(milestone) || this.ended,
    );
  }

  /**
   * Waits until an instant of the facts comes, or `met`. While the process is suspended no instant
   * comes (条例 22, 54): the wait goes on until it is resumed. False when the tender ended meanwhile:
   * then nothing falls due any more.
   */
  async until(
    dueAt: (facts: TenderFacts) => Instant | null,
    met: () => boolean = () => false,
  ): Promise<boolean> {
    const due = (): Instant => (this.facts.suspended ? Infinity : (dueAt(this.facts) ?? Infinity));
    await this.clock.until(due, () => met() || this.ended);
    return !this.ended;
  }

  /** Waits until documents are to be handed out, or no longer: that serves bidders and goes on during a suspension. */
  async untilIssue(dueAt: (facts: TenderFacts) => Instant | null): Promise<boolean> {
    // Runs from before held the issue up as well.
    if (!this.supervised) return this.until(dueAt);
    await this.clock.until(
      () => dueAt(this.facts) ?? Infinity,
      () => this.ended,
    );
    return !this.ended;
  }

  async take(step: ClockStep, dueAt: Instant): Promise<void> {
    const { tenderId } = this.input;
    await this.steps.take(step.name, () => decisions.takeStep({ tenderId, step, dueAt }));
  }

  async closeBids(): Promise<void> {
    const dueAt = this.facts.bidDeadlineAt;
    const { tenderId } = this.input;
    await this.steps.take('closeBids', () => decisions.closeBids({ tenderId, dueAt }));
  }

  async openBids(): Promise<void> {
    await this.steps.take('openBids', () => hall.openBids({ tenderId: this.input.tenderId }));
  }

  /**
   * Beside the phases: the owner of a duty is reminded before its due; a duty that passes its due unmet
   * becomes a timed-out step, which the administrator and the supervisor see. What rests with the process
   * is not among the facts' duties.
   */
  async watchDuties(): Promise<void> {
    const dueAt = (): Instant => this.nextDutyStep()?.takeAt ?? Infinity;
    while (!(await this.clock.until(dueAt, () => this.ending))) {
      const next = this.nextDutyStep();
      if (next === null) continue;
      const { name, dutyId, dueAt: stepAt } = next;
      const given = { tenderId: this.input.tenderId, step: { name, dutyId }, dueAt: stepAt };
      await this.steps.takeOfDuty(next, () => decisions.takeStep(given));
    }
  }

  /** Beside the phases: an order to suspend ends by itself where the law limits it (政府采购法 57). */
  async watchSuspension(): Promise<void> {
    const dueAt = (): Instant => this.current?.suspensionEndsAt ?? Infinity;
    while (!(await this.clock.until(dueAt, () => this.ending))) {
      await this.take({ name: 'endSuspension' }, dueAt());
    }
  }

  /** After the end: what is still owed (repayment, replies, corrections) is met or has timed out. */
  async settled(): Promise<void> {
    await this.clock.until(
      () => Infinity,
      () => this.launchRefused || this.facts.duties.length === 0,
    );
  }

  /** Lets the watch over duties end, so that the next phase can start as a new run. */
  end(): void {
    this.ending = true;
  }

  private nextDutyStep(): DutyStep | null {
    return nextDutyStep(this.current?.duties ?? [], this.supervised, this.steps.retries);
  }

  carryOver(phaseIndex: number): TenderInput {
    return { ...this.input, phaseIndex, shiftMs: this.clock.shiftMs, facts: this.current };
  }

  /** Decides a stored command, after what fell due before it. */
  async handle(commandId: string): Promise<CommandOutcome> {
    await this.turn();
    const decided = await decisions.handleCommand({ tenderId: this.input.tenderId, commandId });
    if (decided.facts === null && decided.status === 'refused') this.launchRefused = true;
    this.learn(decided.facts);
    return { status: decided.status };
  }

  /** Moves a rehearsal's clock and answers with its time once everything that fell due is dealt with. */
  async advanceClock(toAt: Instant): Promise<Instant> {
    const { tenderId } = this.input;
    await this.clock.moveWith(async () => (await decisions.moveClock({ tenderId, toAt })).shiftMs);
    await this.turn();
    return this.clock.now();
  }

  noteAllKeysIn(): void {
    this.allKeysReported = true;
  }

  inspect(): Inspection {
    return { facts: this.current, shiftMs: this.clock.shiftMs, nextDueAt: this.clock.nextDueAt };
  }

  /**
   * Waits until what fell due before now is dealt with: only then may a later command be decided. At
   * the end of a run the next one may have steps due, so the sender is asked to come back to it.
   */
  private async turn(): Promise<void> {
    const quiet = (): boolean => this.ending || (this.clock.settled && this.steps.resting);
    await (this.rests ? restUntil(quiet) : condition(quiet));
    if (this.ending && !this.ended) throw ApplicationFailure.nonRetryable('the next run takes it', MOVED_ON);
  }

  /** Takes in the outcome of a decision. Answers may overtake each other; the later version counts. */
  learn(facts: TenderFacts | null): void {
    if (facts === null || facts.version < (this.current?.version ?? 0)) return;
    this.current = facts;
    this.visibility.show(facts);
  }
}
