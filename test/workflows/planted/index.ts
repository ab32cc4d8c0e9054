import { allHandlersFinished, condition, continueAsNew } from '@temporalio/workflow';
import { listenToComplaint } from '../../../workflows/complaint-messages.ts';
import { ComplaintProcess } from '../../../workflows/complaint-process.ts';
import type { ComplaintInput, TenderInput } from '../../../workflows/messages.ts';
import { phasesOf } from '../../../workflows/phases/index.ts';
import { listen } from '../../../workflows/tender-messages.ts';
import { TenderProcess } from '../../../workflows/tender-process.ts';

/** The tender workflow with a planted fault: the closing of the documents is taken before their issue. */
export async function tender(input: TenderInput): Promise<void> {
  const openTender = phasesOf('open');
  const process = new TenderProcess(input);
  listen(process);
  const duties = process.watchDuties();
  if (input.facts !== null) await process.take({ name: 'closeDocuments' }, process.clock.now());
  await openTender[input.phaseIndex]?.(process);
  process.end();
  await duties;
  await condition(allHandlersFinished);
  if (!process.ended && input.phaseIndex + 1 < openTender.length) {
    await continueAsNew<typeof tender>(process.carryOver(input.phaseIndex + 1));
  }
}

/** The complaint workflow with a planted fault: it looks before it is asked to. */
export async function complaint(input: ComplaintInput): Promise<void> {
  const process = new ComplaintProcess(input);
  listenToComplaint(process);
  process.lookAgain();
  await process.run();
  await condition(allHandlersFinished);
}
