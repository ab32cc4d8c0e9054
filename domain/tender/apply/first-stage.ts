import { procedureById } from '../../procedure/index.ts';
import type { TenderEvent } from '../events.ts';
import type { FirstStage, TenderState } from '../state.ts';
import { withDeadlines } from './deadlines.ts';
import { passed } from './progress.ts';

type Event<N extends TenderEvent['name']> = Extract<TenderEvent, { name: N }>;

function stageOf(state: TenderState): FirstStage {
  if (state.firstStage === null) throw new Error(`tender ${state.id} has no first stage`);
  return state.firstStage;
}

/** The prequalification, or the stage of proposals, begins. */
export function firstStageOpened(event: Event<'firstStageOpened'>, state: TenderState): TenderState {
  const { phases } = procedureById(state.procedure);
  const phase = phases.includes('proposals') ? 'proposals' : 'prequalification';
  return passed(state, 'firstStageOpened', event.at, phase);
}

/** An application, in place of an earlier one of the same party. */
export function applicationSubmitted(
  { application }: Event<'applicationSubmitted'>,
  state: TenderState,
): TenderState {
  const stage = stageOf(state);
  const others = stage.applications.filter((one) => one.partyId !== application.partyId);
  return { ...state, firstStage: { ...stage, applications: [...others, application] } };
}

/** No more applications: the result is awaited. */
export function applicationsClosed(event: Event<'applicationsClosed'>, state: TenderState): TenderState {
  return passed(state, 'applicationsClosed', event.at);
}

/** The applications are due later, and what is counted backwards from them. */
export function applicationsDueMoved(event: Event<'applicationsDueMoved'>, state: TenderState): TenderState {
  return {
    ...state,
    firstStage: { ...stageOf(state), dueAt: event.toAt },
    deadlines: withDeadlines(state.deadlines, event.deadlines ?? []),
  };
}

/** Who may bid is settled, and when: from here on the documents and the bids have their own times. */
export function firstStageConcluded(event: Event<'firstStageConcluded'>, state: TenderState): TenderState {
  const { conclusion, schedule } = event;
  return {
    ...passed(state, 'firstStageConcluded', event.at),
    firstStage: { ...stageOf(state), conclusion },
    admitted: conclusion.admitted,
    draft: {
      ...state.draft,
      schedule,
      documents: event.documents.length === 0 ? state.draft.documents : event.documents,
    },
    documentsIssuedFromAt: schedule.documentsIssuedFromAt,
    documentsIssuedUntilAt: schedule.documentsIssuedUntilAt,
    bidDeadlineAt: schedule.bidDeadlineAt,
    deadlines: withDeadlines(state.deadlines, event.deadlines),
  };
}
