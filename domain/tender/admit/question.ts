import { hasRule, type LawContext } from '../../law/context.ts';
import { QUESTION_RULE } from '../../objection/index.ts';
import { platformRefusal, type Refusal } from '../../refusal.ts';
import type { TenderCommand } from '../commands.ts';
import type { TenderState } from '../state.ts';
import { refuseEmptyTexts } from './words.ts';

type AskQuestion = Extract<TenderCommand, { name: 'askQuestion' }>;
type AnswerQuestion = Extract<TenderCommand, { name: 'answerQuestion' }>;

/** Whether a question is taken: in procurement, from the notice to the end, of any supplier and about anything. */
export function admitQuestion(command: AskQuestion, state: TenderState, ctx: LawContext): Refusal[] {
  if (!hasRule(ctx, QUESTION_RULE)) {
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

/** Whether a question may be answered: it exists and has no answer. A late answer is taken: the timed-out step shows that it was late. */
export function admitAnswer(command: AnswerQuestion, state: TenderState): Refusal[] {
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
