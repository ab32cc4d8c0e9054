import { wasAwarded } from '../tender/ground/cancelled-award.ts';
import type { TenderState } from '../tender/ground/state.ts';
import type { Course } from './readers.ts';

/** How far a launched tender has come. */
export function courseOf(
  state: Pick<TenderState, 'milestones' | 'draft' | 'award' | 'cancelledAwards'>,
): Course {
  const { applicationsClosed, bidsClosed, bidsOpened, candidatesPublished } = state.milestones;
  return {
    applicationsClosed: applicationsClosed !== undefined,
    bidsClosed: bidsClosed !== undefined,
    bidsOpened: bidsOpened !== undefined,
    published: candidatesPublished !== undefined,
    awarded: wasAwarded(state),
    documentsWithResult: state.draft.regime === 'government-procurement',
  };
}
