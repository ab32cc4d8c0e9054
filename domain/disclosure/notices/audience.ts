import type { TenderState } from '../../tender/index.ts';
import type { NoticeAudience } from './notice.ts';

/** Whom the process concerns now: all who hold the documents until bids are closed, afterwards those who bid. */
export function concerned(state: TenderState): NoticeAudience {
  return state.milestones.bidsClosed === undefined ? 'holders' : 'bidders';
}
