import type { TenderState } from '../tender/ground/state.ts';
import { REHEARSAL_MARK } from './announcement.ts';

/** The tender's title, followed by what is published; a rehearsal's is marked as one. */
export function titled(state: TenderState, suffix = ''): string {
  return `${state.rehearsal ? `${REHEARSAL_MARK} ` : ''}${state.draft.title}${suffix}`;
}
