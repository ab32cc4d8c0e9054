import { answerDutyId, meetDuty } from '../duties.ts';
import type { TenderEvent } from '../events.ts';
import type { TenderState } from '../state.ts';
import { withDeadlines } from './deadlines.ts';

type Event<N extends TenderEvent['name']> = Extract<TenderEvent, { name: N }>;

/** A question and the duty to answer it. */
export function questionAsked(event: Event<'questionAsked'>, state: TenderState): TenderState {
  return {
    ...state,
    questions: [...state.questions, event.question],
    duties: [...state.duties, event.duty],
    deadlines: withDeadlines(state.deadlines, event.deadlines),
  };
}

export function questionAnswered(event: Event<'questionAnswered'>, state: TenderState): TenderState {
  const { questionId, text, at } = event;
  return {
    ...state,
    questions: state.questions.map((one) =>
      one.id === questionId ? { ...one, answer: { text, answeredAt: at } } : one,
    ),
    duties: meetDuty(state.duties, answerDutyId(questionId), at),
  };
}
