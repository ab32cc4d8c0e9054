import {
  allHandlersFinished,
  condition,
  defineQuery,
  defineSignal,
  defineUpdate,
  setHandler,
} from '@temporalio/workflow';
import { ComplaintProcess } from './complaint-process.ts';
import {
  ADVANCE_CLOCK,
  HANDLE_COMMAND,
  INSPECT,
  WAKE,
  type CommandOutcome,
  type ComplaintInput,
  type ComplaintInspection,
} from './messages.ts';

const handleCommand = defineUpdate<CommandOutcome, [string]>(HANDLE_COMMAND);
const advanceClock = defineUpdate<number, [number]>(ADVANCE_CLOCK);
const wake = defineSignal(WAKE);
const inspect = defineQuery<ComplaintInspection>(INSPECT);

/**
 * One complaint (条例 60–62, 94号令) from its filing to its end: the authority says whether it takes it, decides,
 * and publishes; each time it has for that runs here, as every bidder's does. It ends refused, withdrawn, or with
 * the decision published.
 */
export async function complaint(input: ComplaintInput): Promise<void> {
  const process = new ComplaintProcess(input);
  setHandler(handleCommand, (commandId: string) => process.handle(commandId));
  setHandler(advanceClock, (toAt: number) => process.advanceClock(toAt), {
    validator: (_toAt: number) => {
      if (!process.rehearsal) throw new Error('the clock of a real tender cannot be moved');
    },
  });
  setHandler(wake, () => process.lookAgain());
  setHandler(inspect, () => process.inspect());
  await process.run();
  await condition(allHandlersFinished);
}
