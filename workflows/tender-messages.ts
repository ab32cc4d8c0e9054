import { defineQuery, defineSignal, defineUpdate, setHandler } from '@temporalio/workflow';
import {
  ADVANCE_CLOCK,
  HANDLE_COMMAND,
  INSPECT,
  KEYS_COMPLETE,
  type CommandOutcome,
  type Inspection,
} from './messages.ts';
import type { TenderProcess } from './tender-process.ts';

const handleCommand = defineUpdate<CommandOutcome, [string]>(HANDLE_COMMAND);
const advanceClock = defineUpdate<number, [number]>(ADVANCE_CLOCK);
const keysComplete = defineSignal(KEYS_COMPLETE);
const inspect = defineQuery<Inspection>(INSPECT);

/** The messages a tender's process takes; each hands over to the process in one line. */
export function listen(tender: TenderProcess): void {
  setHandler(handleCommand, (commandId: string) => tender.handle(commandId));
  setHandler(advanceClock, (toAt: number) => tender.advanceClock(toAt), {
    validator: (_toAt: number) => {
      if (!tender.rehearsal) throw new Error('the clock of a real tender cannot be moved');
    },
  });
  setHandler(keysComplete, () => tender.noteAllKeysIn());
  setHandler(inspect, () => tender.inspect());
}
