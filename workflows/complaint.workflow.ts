import { allHandlersFinished, condition, patched } from '@temporalio/workflow';
import { listenToComplaint } from './complaint-messages.ts';
import { ComplaintProcess } from './complaint-process.ts';
import type { ComplaintInput } from './messages.ts';

/** Runs that began before this patch remind nobody. */
const REMINDS = 'complaint-reminders';

/**
 * One complaint (条例 60–62, 94号令) from its filing to its end: the authority says whether it takes it, decides,
 * and publishes; each time it has for that runs here, as every bidder's does, and whose it is is reminded. It ends refused, withdrawn, or with
 * the decision published.
 */
export async function complaint(input: ComplaintInput): Promise<void> {
  const process = new ComplaintProcess(input, patched(REMINDS));
  listenToComplaint(process);
  await process.run();
  await condition(allHandlersFinished);
}
