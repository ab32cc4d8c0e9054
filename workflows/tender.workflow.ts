import { allHandlersFinished, condition, continueAsNew, patched } from '@temporalio/workflow';
import type { TenderInput } from './messages.ts';
import { phasesOf } from './phases/index.ts';
import { listen } from './tender-messages.ts';
import { TenderProcess } from './tender-process.ts';

/** Runs that began before this patch neither remind nor end suspensions, and end with their last phase. */
const SUPERVISED = 'supervised';
/** Runs that began before this patch may answer a message between two steps that are due. */
const RESTS = 'rests';

/**
 * One public tender from its launch to its end: the phases of its procedure, one run each. Between phases
 * the run starts anew, so that no history grows with the length of a tender; absolute instants travel
 * along. After the end the last run stays for what is still owed.
 */
export async function tender(input: TenderInput): Promise<void> {
  const process = new TenderProcess(input, { supervised: patched(SUPERVISED), rests: patched(RESTS) });
  listen(process);
  const watches = [process.watchDuties()];
  if (process.supervised) watches.push(process.watchSuspension());
  const phase = phasesOf(process.procedure)[input.phaseIndex];
  if (phase === undefined) throw new Error(`there is no phase ${input.phaseIndex}`);
  await phase(process);
  const next = input.phaseIndex + 1;
  const over = process.ended || next === phasesOf(process.procedure).length;
  if (over && process.supervised) await process.settled();
  process.end();
  await Promise.all(watches);
  await condition(allHandlersFinished);
  if (over) return;
  await continueAsNew<typeof tender>(process.carryOver(next));
}
