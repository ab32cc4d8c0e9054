import { prospect, prospectsOfOpen } from '../../case/actions.ts';
import type { Named } from '../../case/chapter.ts';
import { hasRule, type LawContext } from '../../law/context.ts';
import { deadlineAfter } from '../../law/deadline.ts';
import { QUESTION_RULE } from '../../objection/index.ts';
import { parts } from '../../record/parts.ts';
import { platformRefusal, type Refusal } from '../../refusal.ts';
import { isoShanghai, type Instant } from '../../time/instant.ts';
import { ASKERS, open } from '../../visibility/audiences.ts';
import type { Actor } from '../../case/actor.ts';
import { remind } from '../ground/advice.ts';
import { answerDutyId, dutyFor } from '../ground/duties.ts';
import { meetDuty } from '../../case/duty.ts';
import type { SharedEvent } from '../ground/events.ts';
import { happened } from '../../case/happened.ts';
import type { TenderChapter } from '../ground/kind.ts';
import { ALSO_AFTER_THE_END, ANY_TIME } from '../ground/place.ts';
import { withDeadlines } from '../ground/progress.ts';
import { refuseEmptyTexts } from '../../case/refusals.ts';
import type { TenderState } from '../ground/state.ts';
import type { QuestionCommand, QuestionEvent } from './commands-and-events.ts';
import { answerNotices, questionNotices } from './notices.ts';

type Command<Name extends QuestionCommand['name']> = Named<QuestionCommand, Name>;

type Event<Name extends QuestionEvent['name']> = Named<QuestionEvent, Name>;

type Events = (QuestionEvent | SharedEvent)[];

/** Whether a question is taken: in procurement, from the notice to the end, of any supplier and about anything. */
export function admitQuestion(
  command: Command<'askQuestion'>,
  state: TenderState,
  ctx: LawContext,
): Refusal[] {
  const unknown = refuseAnyQuestion(ctx);
  if (unknown.length > 0) return unknown;
  const refusals = refuseEmptyTexts({ text: ['询问内容', command.text] });
  if (state.questions.some((one) => one.id === command.id)) {
    refusals.push(
      platformRefusal(
        'duplicate-question',
        `编号为 ${command.id} 的询问已经存在。`,
        `A question with the id ${command.id} exists already.`,
      ),
    );
  }
  return refusals;
}

/** Only the law of procurement knows questions. */
function refuseAnyQuestion(ctx: LawContext): Refusal[] {
  if (hasRule(ctx, QUESTION_RULE)) return [];
  return [
    platformRefusal(
      'no-questions',
      '询问是政府采购的程序，该项目适用的法律没有询问。',
      'Questions (询问) belong to government procurement: the law of this tender knows none.',
      {
        zh: '对招标文件、开标或者评标结果有异议的，在法定时间内提出异议。',
        en: 'Object to the documents, the opening or the result, in the time of the law.',
      },
    ),
  ];
}

function noOpenQuestion(): Refusal {
  return platformRefusal('no-open-question', '没有待答复的询问。', 'No question waits for an answer.');
}

/** Whether a question may be answered: it exists and has no answer. A late answer is taken: the timed-out step shows that it was late. */
export function admitAnswer(command: Command<'answerQuestion'>, state: TenderState): Refusal[] {
  const refusals = refuseEmptyTexts({ text: ['答复内容', command.text] });
  const question = state.questions.find((one) => one.id === command.questionId);
  if (question === undefined) {
    const open = state.questions.filter((one) => one.answer === null).map((one) => one.id);
    refusals.push(
      platformRefusal(
        'unknown-question',
        `没有编号为 ${command.questionId} 的询问。`,
        `There is no question with the id ${command.questionId}.`,
        open.length === 0
          ? null
          : { zh: `待答复的询问：${open.join('、')}。`, en: `Open: ${open.join(', ')}.` },
      ),
    );
  } else if (question.answer !== null) {
    refusals.push(
      platformRefusal('already-answered', '该询问已经答复。', 'This question was answered already.'),
    );
  }
  return refusals;
}

/** A question is received: its answer falls due. It rests nothing and moves no other time. */
export function decideQuestion(
  { id, text }: Command<'askQuestion'>,
  actor: Actor,
  at: Instant,
  ctx: LawContext,
): Events {
  if (actor.partyId === null) throw new Error('a question needs a party');
  const deadline = deadlineAfter(ctx, QUESTION_RULE, at);
  return [
    happened(at, ctx, QUESTION_RULE, {
      name: 'questionAsked',
      question: { id, partyId: actor.partyId, text, askedAt: at, answer: null },
      deadlines: [deadline],
      duty: dutyFor(answerDutyId(id), deadline),
    }),
  ];
}

/** The tenderee answers a question; only the supplier that asked reads the answer. */
export function decideAnswer(
  { questionId, text }: Command<'answerQuestion'>,
  at: Instant,
  ctx: LawContext,
): Events {
  return [happened(at, ctx, QUESTION_RULE, { name: 'questionAnswered', questionId, text })];
}

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

export const question: TenderChapter<QuestionCommand, never, QuestionEvent> = {
  commands: {
    askQuestion: {
      zh: '提出询问',
      en: 'asking a question',
      by: 'bidder',
      while: ANY_TIME,
      prospects: ({ ctx }) => [prospect(refuseAnyQuestion(ctx))],
      refuse: (command, { state, ctx }) => admitQuestion(command, state, ctx),
      decide: (command, { actor, at, ctx }) => decideQuestion(command, actor, at, ctx),
    },
    // What was asked before the end is answered after it too.
    answerQuestion: {
      zh: '答复询问',
      en: 'answering a question',
      by: 'own',
      while: ALSO_AFTER_THE_END,
      prospects: ({ state }) =>
        prospectsOfOpen(
          'questionId',
          state.questions.filter((one) => one.answer === null).map((one) => one.id),
          noOpenQuestion(),
        ),
      refuse: (command, { state }) => admitAnswer(command, state),
      advise: (_, { state, ctx }) =>
        remind(ctx, state, QUESTION_RULE, {
          zh: '答复的内容不得涉及商业秘密；涉及采购文件内容、关系其他供应商的，另以澄清或者修改告知全体。',
          en: 'An answer tells no business secrets; what concerns the documents, and so all suppliers, is told to all as a clarification.',
        }),
      decide: (command, { at, ctx }) => decideAnswer(command, at, ctx),
    },
  },
  steps: {},
  events: {
    questionAsked: {
      apply: questionAsked,
      record: ({ question: { id, partyId, text }, duty }) =>
        parts({ questionId: id, answerDueAt: isoShanghai(duty.dueAt) }, { partyId, text }),
      reads: open({ actor: ASKERS, facts: { ...ASKERS, owner: 'at-award' } }),
      // Question and answer are between the two (政府采购法 51, 52); what concerns all is a clarification or correction.
      announces: null,
      tells: questionNotices,
    },
    questionAnswered: {
      apply: questionAnswered,
      record: ({ questionId, text }) => parts({ questionId }, { text }),
      reads: open({ facts: { ...ASKERS, owner: 'at-once' } }),
      announces: null,
      tells: answerNotices,
    },
  },
};
