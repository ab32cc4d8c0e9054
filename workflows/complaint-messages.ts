import { defineQuery, defineSignal, defineUpdate, setHandler } from '@temporalio/workflow';
import type { ComplaintProcess } from './complaint-process.ts';
import {
  ADVANCE_CLOCK,
  HANDLE_COMMAND,
  INSPECT,
  WAKE,
  type CommandOutcome,
  type ComplaintInspection,
} from './messages.ts';

const handleCommand = defineUpdate<CommandOutcome, [string]>(HANDLE_COMMAND);
const advanceClock = defineUpdate<number, [number]>(ADVANCE_CLOCK);
const wake = defineSignal(WAKE);
const inspect = defineQuery<ComplaintInspection>(INSPECT);

/** The messages a complaint's process takes; each hands over to the process in one line. */
export function listenToComplaint(complaint: ComplaintProcess): void {
  setHandler(handleCommand, (commandId: string) => complaint.handle(commandId));
  setHandler(advanceClock, (toAt: number) => complaint.advanceClock(toAt), {
    validator: (_toAt: number) => {
      if (!complaint.rehearsal) throw new Error('the clock of a real tender cannot be moved');
    },
  });
  setHandler(wake, () => complaint.lookAgain());
  setHandler(inspect, () => complaint.inspect());
}
