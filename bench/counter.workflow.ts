import { condition, continueAsNew, defineUpdate, setHandler, workflowInfo } from '@temporalio/workflow';

/** Counts updates and does nothing else. */
export async function counter(): Promise<void> {
  let counted = 0;
  setHandler(defineUpdate<number>('count'), () => ++counted);
  await condition(() => workflowInfo().continueAsNewSuggested);
  await continueAsNew<typeof counter>();
}
