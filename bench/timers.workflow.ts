import { proxyActivities, sleep } from '@temporalio/workflow';

const { noteDue } = proxyActivities<{ noteDue(dueAt: number): Promise<void> }>({
  startToCloseTimeout: '1 minute',
});

/** Four timers and nothing else; an activity notes when the first of them fires. */
export async function timers(firstAt: number, others: readonly number[]): Promise<void> {
  const wait = (at: number): Promise<void> => sleep(Math.max(1, at - Date.now()));
  await Promise.all([wait(firstAt).then(() => noteDue(firstAt)), ...others.map(wait)]);
}
