import { condition } from '@temporalio/workflow';
import type { Decided } from '../activities/types.ts';
import { dutyStepKey, type DutyStep } from './duty-steps.ts';
import { Retries } from './retries.ts';
import type { StatutoryClock } from './statutory-clock.ts';

/** What the steps of a tender's process need of it. */
interface Stepping {
  readonly clock: StatutoryClock;
  readonly ending: boolean;
  readonly version: number | undefined;
  learn(facts: Decided['facts']): void;
}

/**
 * Has the steps of a tender taken. One that fails stands in the administrator's queue and is taken again in a while; who
 * waits for their turn goes on meanwhile. Only a result that says it failed takes that way, so runs from before it need no
 * patch.
 */
export class Steps {
  readonly retries = new Retries();
  private readonly process: Stepping;
  private working = 0;

  constructor(process: Stepping) {
    this.process = process;
  }

  get resting(): boolean {
    return this.working === 0;
  }

  /** Takes a step of the phase: after a failure it returns when it is worth another try, and the phase looks again. */
  async take(step: string, decide: () => Promise<Decided>): Promise<void> {
    await this.work(decide, () => this.restBeforeRetry(step));
  }

  /** Takes a step of a duty; the other duties do not wait for one that fails. */
  async takeOfDuty(step: DutyStep, decide: () => Promise<Decided>): Promise<void> {
    await this.work(decide, () => void this.retries.note(dutyStepKey(step), this.process.clock.now()));
  }

  private async work(decide: () => Promise<Decided>, failed: () => Promise<void> | void): Promise<void> {
    let failing: boolean;
    this.working++;
    try {
      const decided = await decide();
      failing = decided.failing === true;
      this.process.learn(decided.facts);
    } finally {
      this.working--;
    }
    if (failing) await failed();
  }

  /** Until a while has passed, or something happened to the tender. */
  private async restBeforeRetry(step: string): Promise<void> {
    const { process } = this;
    const [version, shift] = [process.version, process.clock.shiftMs];
    const changed = (): boolean => process.version !== version || process.clock.shiftMs !== shift;
    await condition(() => process.ending || changed(), this.retries.note(step, process.clock.now()));
  }
}
