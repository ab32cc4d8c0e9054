import type { Named } from '../../case/chapter.ts';
import { citedIn } from '../../disclosure/basis.ts';
import { enEnd, enInstant, zhEnd, zhInstant } from '../../disclosure/format/instant.ts';
import type { PartyNotice } from '../../disclosure/notices/notice.ts';
import { termsOf } from '../../disclosure/terms.ts';
import type { TenderState } from '../ground/state.ts';
import type { QuestionEvent } from './commands-and-events.ts';

type Event<Name extends QuestionEvent['name']> = Named<QuestionEvent, Name>;

/** Who asks learns that the question was received, the purchaser that an answer is due. Neither text names who asks. */
export function questionNotices(event: Event<'questionAsked'>, state: TenderState): PartyNotice[] {
  const { question, duty } = event;
  const { owner } = termsOf(state.draft);
  const basis = citedIn(state, duty);
  const [dueZh, dueEn] = [zhEnd(duty.dueAt), enEnd(duty.dueAt)];
  return [
    {
      to: { partyId: question.partyId },
      kind: 'question-received',
      titleZh: `${state.draft.title}：询问已收到`,
      titleEn: `${state.draft.title}: your question was received`,
      textZh: `询问已于${zhInstant(question.askedAt)}收到，${owner}应当于${dueZh}前答复。`,
      textEn: `Your question was received at ${enInstant(question.askedAt)}. The purchaser must answer by ${dueEn}.`,
      ...basis,
    },
    {
      to: 'tenderee',
      kind: 'question-to-answer',
      titleZh: `${state.draft.title}：收到询问，应当于${dueZh}前答复`,
      titleEn: `${state.draft.title}: a question is to be answered by ${dueEn}`,
      textZh: `询问：\n${question.text}`,
      textEn: `Question:\n${question.text}`,
      ...basis,
    },
  ];
}

/** The answer goes to who asked, and to nobody else. */
export function answerNotices(event: Event<'questionAnswered'>, state: TenderState): PartyNotice[] {
  const question = state.questions.find((one) => one.id === event.questionId);
  if (question === undefined) throw new RangeError(`no question ${event.questionId} in tender ${state.id}`);
  return [
    {
      to: { partyId: question.partyId },
      kind: 'question-answer',
      titleZh: `${state.draft.title}：询问答复`,
      titleEn: `${state.draft.title}: the answer to your question`,
      textZh: event.text,
      textEn: event.text,
      ...citedIn(state, event),
    },
  ];
}
