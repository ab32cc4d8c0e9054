import { condition } from '@temporalio/workflow';
import type { ComplaintDecided } from '../activities/types.ts';
import type { ComplaintFacts } from '../domain/complaint/ground/facts.ts';
import type { Instant } from '../domain/time/instant.ts';
import { decisions } from './decisions.ts';
import { dutyStepKey, nextDutyStep, type DutyStep } from './duty-steps.ts';
import type { CommandOutcome, ComplaintInput, ComplaintInspection } from './messages.ts';
import { restUntil } from './rest.ts';
import { Retries } from './retries.ts';
import { StatutoryClock } from './statutory-clock.ts';
import { showComplaint } from './visibility.ts';

/** One complaint's process: the facts it goes by, its tender's clock, and what it does with messages. */
export class ComplaintProcess {
  readonly rehearsal: boolean;
  /** Whether this run began with code that reminds. */
  private readonly reminds: boolean;
  private readonly input: ComplaintInput;
  private readonly clock: StatutoryClock;
  private readonly retries = new Retries();
  private current: ComplaintFacts | null = null;
  private filingRefused = false;
  private asked = false;
  private working = 0;

  constructor(input: ComplaintInput, reminds = false) {
    this.reminds = reminds;
    this.input = input;
    this.rehearsal = input.rehearsal;
    this.clock = new StatutoryClock(input.shiftMs);
  }

  get ended(): boolean {
    return this.filingRefused || this.current?.ended === true;
  }

  /**
   * Watches the duties, the authority's own among them, until the complaint is refused, withdrawn, or its
   * decision published. The owner of a duty is reminded before it falls due; a duty that is not met by then becomes
   * a timed-out step, which everybody sees.
   */
  async run(): Promise<void> {
    const next = (): DutyStep | null => nextDutyStep(this.current?.duties ?? [], this.reminds, this.retries);
    const due = (): Instant => next()?.takeAt ?? Infinity;
    while (!this.ended) {
      if (await this.clock.until(due, () => this.ended || this.asked)) {
        if (this.asked) await this.look();
        continue;
      }
      const step = next();
      if (step) await this.take(step);
    }
  }

  /** Decides a stored command; what fell due or was received before it comes first, in the same transaction. */
  async handle(commandId: string): Promise<CommandOutcome> {
    const { complaintId } = this.input;
    const decided = await decisions.handleComplaintCommand({ complaintId, commandId });
    if (decided.facts === null && decided.status === 'refused') this.filingRefused = true;
    await this.learn(decided);
    return { status: decided.status };
  }

  /** Moves the clock of the rehearsal, which is the tender's, and answers with its time once what fell due is dealt with. */
  async advanceClock(toAt: Instant): Promise<Instant> {
    const { tenderId } = this.input;
    if (this.current === null) this.lookAgain();
    await this.clock.moveWith(async () => (await decisions.moveClock({ tenderId, toAt })).shiftMs);
    const quiet = (): boolean => this.ended || (!this.asked && this.clock.settled && this.working === 0);
    // Runs from before reminders were recorded without the second look.
    await (this.reminds ? restUntil(quiet) : condition(quiet));
    return this.clock.now();
  }

  /** What was known may be lost or old: look at the complaint before anything else. */
  lookAgain(): void {
    this.asked = true;
  }

  inspect(): ComplaintInspection {
    return { facts: this.current, shiftMs: this.clock.shiftMs, nextDueAt: this.clock.nextDueAt };
  }

  private async look(): Promise<void> {
    this.asked = false;
    const { complaintId, tenderId } = this.input;
    await this.work(() => decisions.readComplaint({ complaintId, tenderId }));
  }

  /** A step that fails is taken again in a while; the other duties do not wait for it. */
  private async take({ name, dutyId, dueAt }: DutyStep): Promise<void> {
    const given = { complaintId: this.input.complaintId, dutyId, dueAt };
    await this.work(
      () =>
        name === 'announceDue' ? decisions.remindComplaintDuty(given) : decisions.timeOutComplaintDuty(given),
      () => this.retries.note(dutyStepKey({ name, dutyId }), this.clock.now()),
    );
  }

  /** Only a result that says it failed takes the other way, so runs from before it need no patch. */
  private async work(decide: () => Promise<ComplaintDecided>, failed?: () => void): Promise<void> {
    this.working++;
    try {
      const decided = await decide();
      if (decided.failing === true) failed?.();
      await this.learn(decided);
    } finally {
      this.working--;
    }
  }

  /** Takes in the outcome of a decision. Answers may overtake each other; the later version counts. */
  private async learn({ facts, shiftMs }: ComplaintDecided): Promise<void> {
    await this.clock.moveWith(() => Promise.resolve(shiftMs));
    if (facts === null || facts.version < (this.current?.version ?? 0)) return;
    this.current = facts;
    showComplaint(facts);
  }
}
