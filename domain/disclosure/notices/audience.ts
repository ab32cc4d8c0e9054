import type { TenderState } from '../../tender/ground/state.ts';
import type { NoticeAudience } from './notice.ts';

/**
 * Whom the process concerns now: all who may hold the documents or have applied until bids are closed,
 * afterwards those who bid.
 */
export function concerned(state: TenderState): NoticeAudience {
  return state.milestones.bidsClosed === undefined ? 'holders' : 'bidders';
}
