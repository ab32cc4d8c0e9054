import { refuseOutsideDecryption } from '../../domain/opening/index.ts';
import type { TenderState } from '../../domain/tender/ground/state.ts';
import type { FenceReading } from '../../store/index.ts';
import { problem } from '../problem.ts';

/** Throws the problem of what is handed in before the closing, after the opening, or after the window of the tender documents. */
export function assertWithinDecryption(
  state: TenderState,
  fence: Pick<FenceReading, 'at' | 'closedAt'>,
): void {
  const refusal = refuseOutsideDecryption(state, fence);
  if (refusal !== null) throw problem(409, refusal.code, refusal);
}
