import type { Named } from '../../case/chapter.ts';
import type { PartyNotice } from '../../disclosure/notices/notice.ts';
import { paperNotices } from '../../disclosure/notices/paper-notices.ts';
import { EVALUATION } from '../../visibility/audiences.ts';
import type { TenderState } from '../ground/state.ts';
import type { EvaluationEvent } from './commands-and-events.ts';

type Event<Name extends EvaluationEvent['name']> = Named<EvaluationEvent, Name>;

/** The evaluation report is in: who reads it already is told which papers it has (EB-018). */
export function evaluationNotices(event: Event<'evaluationReported'>, state: TenderState): PartyNotice[] {
  return paperNotices(event, state, [{ event: 'evaluationReported', papers: EVALUATION }]);
}
