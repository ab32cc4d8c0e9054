import { ProblemError } from '../problem.ts';
import type { RecordWatch } from './record-watch.ts';

/** Whoever waits looks no more often than this. */
const LOOK_EVERY_MS = 500;

/** Who waits for a proof, for how long, and until when it is there at all. */
export interface Waiting {
  readonly waitMs: number;
  readonly address: string;
  readonly signal: AbortSignal;
}

/** How a proof is looked for. */
export interface Looking<Proof> {
  readonly look: () => Promise<Proof>;
  /** The problem of a proof that waiting may help to. Throws any other. */
  readonly early: (error: unknown) => ProblemError;
  /** What is waited for before the next look, in `leftMs` at most; left out: nothing but a moment. */
  readonly before?: (found: ProblemError, leftMs: number) => Promise<unknown>;
}

/**
 * A proof, once there is one; the problem when the time is up or nobody waits any more. Places are for who waits, as each costs
 * looks at the database: what is there is given to everybody, however many others of their network wait for something. Throws
 * the problem 429 for one of too many who wait at one address.
 */
export async function awaitedProof<Proof>(
  watch: Pick<RecordWatch, 'enter'>,
  { waitMs, address, signal }: Waiting,
  { look, early, before }: Looking<Proof>,
): Promise<Proof> {
  const endsAt = performance.now() + waitMs;
  const looked = (): Promise<Proof | ProblemError> => look().catch(early);
  let found = await looked();
  if (!(found instanceof ProblemError)) return found;
  if (waitMs <= 0) throw found;
  const leave = watch.enter(address);
  try {
    for (;;) {
      const leftMs = endsAt - performance.now();
      if (leftMs <= 0 || signal.aborted) throw found;
      await before?.(found, leftMs);
      await new Promise((resolve) => setTimeout(resolve, Math.min(LOOK_EVERY_MS, leftMs)));
      found = await looked();
      if (!(found instanceof ProblemError)) return found;
    }
  } finally {
    leave();
  }
}
