import { answerJobs } from '../../runtime/work/thread.ts';

/** A thread of a pool that does what tests of pools ask: hang, run out of memory, throw, or answer. */
answerJobs((job) => {
  if (job === 'hang') for (;;);
  if (job === 'hoard') for (const hoard: number[][] = []; ;) hoard.push(new Array<number>(100_000).fill(1));
  if (job === 'throw') throw new RangeError('thrown in a thread');
  return Promise.resolve({ answered: job });
});
