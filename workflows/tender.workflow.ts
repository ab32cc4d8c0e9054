import { allHandlersFinished, condition, continueAsNew } from '@temporalio/workflow';
import type { TenderInput } from './messages.ts';
import { openTender } from './phases/index.ts';
import { listen } from './tender-messages.ts';
import { TenderProcess } from './tender-process.ts';

/**
 * One public tender from its launch to its end: the list of phases, one run each. Between phases the
 * run starts anew, so that no history grows with the length of a tender; absolute instants travel along.
 */
export async function tender(input: TenderInput): Promise<void> {
  const process = new TenderProcess(input);
  listen(process);
  const duties = process.watchDuties();
  const phase = openTender[input.phaseIndex];
  if (phase === undefined) throw new Error(`there is no phase ${input.phaseIndex}`);
  await phase(process);
  process.end();
  await duties;
  await condition(allHandlersFinished);
  const next = input.phaseIndex + 1;
  if (process.ended || next === openTender.length) return;
  await continueAsNew<typeof tender>(process.carryOver(next));
}
