import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { answerDutyId, type Question, type TenderState } from '../../domain/tender/index.ts';
import { launchedTender, ownTender } from '../access/tender-of.ts';
import { tenderParams } from '../commands/params.ts';
import { commandRoute, OWN_SIDE } from '../commands/tender-route.ts';
import { route, type Route } from '../route.ts';
import { idSchema, multilineText, shown, shownIdSchema, shownInstantSchema } from '../schema.ts';
import { replySchema } from './schemas.ts';

const TAGS = ['tenders'] as const;

const ask = commandRoute({
  path: 'questions',
  operationId: 'askQuestion',
  summary: '提出询问 · Ask the purchaser a question (政府采购)',
  access: ['bidder'],
  params: tenderParams,
  body: z.strictObject({ text: multilineText(20_000) }),
  example: { text: '采购文件第三章所列接口是否需要现场演示？' },
  command: ({ body }) => ({ name: 'askQuestion', id: uuidv7(), text: body.text }),
});

const answer = commandRoute({
  path: 'questions/:questionId/answer',
  operationId: 'answerQuestion',
  summary: '答复询问 · Answer a supplier’s question; only the supplier reads the answer',
  access: OWN_SIDE,
  params: tenderParams.extend({ questionId: idSchema }),
  body: replySchema,
  example: { text: '不需要现场演示，提供测试报告即可。' },
  command: ({ params, body }) => ({
    name: 'answerQuestion',
    questionId: params.questionId,
    text: body.text,
  }),
});

const list = route({
  method: 'get',
  path: '/v1/tenders/:id/questions',
  operationId: 'listQuestions',
  tags: TAGS,
  summary: '询问及答复 · Questions with their answers: one’s own, or all of one’s own tender',
  access: ['bidder', ...OWN_SIDE],
  request: { params: tenderParams },
  responses: {
    200: {
      description: '询问',
      schema: z.strictObject({
        questions: z.array(
          z.strictObject({
            questionId: shownIdSchema,
            text: z.string(),
            askedAt: shownInstantSchema,
            answerDueAt: shownInstantSchema.nullable(),
            answeredAt: shownInstantSchema.nullable(),
            answer: z.string().nullable(),
          }),
        ),
      }),
    },
  },
  handler: async ({ params: { id }, deps, identity }) => {
    const em = deps.store.em();
    const { state } = await launchedTender(em, id);
    if (identity.role !== 'bidder') await ownTender(em, id, identity);
    const theirs = state.questions.filter(
      ({ partyId }) => identity.role !== 'bidder' || partyId === identity.partyId,
    );
    return { status: 200, body: { questions: theirs.map((one) => presentQuestion(one, state)) } };
  },
});

/** A question without who asked: the purchaser answers what is asked, whoever asks. Its due is gone where the duty lapsed with the tender. */
function presentQuestion({ id, text, askedAt, answer: given }: Question, state: TenderState) {
  const duty = state.duties.find((one) => one.id === answerDutyId(id));
  return {
    questionId: id,
    text,
    askedAt: shown(askedAt),
    answerDueAt: shown(duty?.dueAt ?? null),
    answeredAt: shown(given?.answeredAt ?? null),
    answer: given?.text ?? null,
  };
}

export const questionRoutes: readonly Route[] = [ask, answer, list];
