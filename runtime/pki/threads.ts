import { createPool, type Pool } from '../work/pool.ts';
import { PkiRefused } from './errors.ts';
import type { PkiJob, PkiJobs, PkiOutcome } from './jobs.ts';

/** Does jobs on bytes of strangers away from the event loop. */
export interface PkiThreads {
  /** Throws a PkiRefused that the job came to, or a WorkError when it was given up. */
  run<K extends PkiJob>(job: K, input: PkiJobs[K]['takes']): Promise<PkiJobs[K]['gives']>;
  close(): Promise<void>;
}

const THREADS = 2;
const WAITING_MAX = 64;
/** The costliest input that is taken needs well under a second; a busy machine may be ten times as slow. */
const DEADLINE_MS = 20_000;
const MEMORY_MIB = 384;

/** Builds the threads; they start when they are first needed. */
export function createPkiThreads(deadlineMs: number = DEADLINE_MS): PkiThreads {
  const pool: Pool = createPool({
    entry: new URL('./thread.ts', import.meta.url),
    threads: THREADS,
    waitingMax: WAITING_MAX,
    deadlineMs,
    memoryMib: MEMORY_MIB,
  });
  return {
    run: async <K extends PkiJob>(job: K, input: PkiJobs[K]['takes']) => {
      const outcome = (await pool.run({ job, input })) as PkiOutcome<K>;
      if ('refusal' in outcome) throw new PkiRefused(outcome.refusal);
      return outcome.gives;
    },
    close: () => pool.close(),
  };
}
