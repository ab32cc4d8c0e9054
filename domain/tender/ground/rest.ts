import type { TenderState } from './state.ts';

/** The authority has the whole process at rest, the opening included. */
export const restsByOrder = ({ suspension }: Pick<TenderState, 'suspension'>): boolean =>
  suspension !== null && suspension.orderedSinceAt !== null;
