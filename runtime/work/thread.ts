import { parentPort } from 'node:worker_threads';
import type { Said } from './pool.ts';

/** Makes this thread one of a pool (runtime/work/pool.ts): it answers each job by what `work` gives, one after the other. */
export function answerJobs(work: (job: unknown) => Promise<unknown>): void {
  const port = parentPort;
  if (port === null) throw new Error('this module runs in a thread of a pool');
  const say = (said: Said): void => port.postMessage(said);
  port.on('message', (job: unknown) => {
    Promise.resolve()
      .then(() => work(job))
      .then(
        (result) => say({ result }),
        (error: unknown) =>
          say({ thrown: { message: error instanceof Error ? error.message : String(error) } }),
      );
  });
  say({ started: true });
}
