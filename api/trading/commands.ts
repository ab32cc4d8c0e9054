import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { commandById } from '../../store/index.ts';
import { commandAnswerSchema } from '../commands/answer-schema.ts';
import { answer } from '../commands/answer.ts';
import { tenderParams } from '../commands/params.ts';
import { commandRoute, OWN_SIDE } from '../commands/tender-route.ts';
import { storedDocuments } from '../documents/stored.ts';
import { problem } from '../problem.ts';
import { route, type Route } from '../route.ts';
import { idSchema } from '../schema.ts';
import { firstStageRoutes } from './first-stage.ts';
import { instructionRoutes } from './instructions.ts';
import {
  awardCancellationSchema,
  awardNoticeSchema,
  candidatesSchema,
  clarificationSchema,
  contractSchema,
  evaluationReportSchema,
  objectionSchema,
  replySchema,
  securityReturnSchema,
  terminationSchema,
  writtenReportSchema,
} from './schemas.ts';

const clarify = commandRoute({
  path: 'clarifications',
  operationId: 'issueClarification',
  summary: '发布澄清或者修改 · Clarify or amend the tender documents',
  access: OWN_SIDE,
  params: tenderParams,
  body: clarificationSchema,
  example: {
    kind: 'clarification',
    affectsBids: true,
    title: '澄清一',
    text: '进水水质按附表一执行。',
    documents: [],
    newBidDeadlineAt: null,
  },
  command: async ({ body, deps }, identity) => ({
    name: 'issueClarification',
    id: uuidv7(),
    ...body,
    documents: await storedDocuments(deps.store.em(), identity, body.documents),
  }),
});

const object = commandRoute({
  path: 'objections',
  operationId: 'fileObjection',
  summary: '提出异议 · Object to the documents, the opening or the result',
  access: ['bidder'],
  params: tenderParams,
  body: objectionSchema,
  example: { subject: 'documents', text: '业绩要求偏高，请说明依据。' },
  command: ({ body }) => ({ name: 'fileObjection', id: uuidv7(), ...body }),
});

const reply = commandRoute({
  path: 'objections/:objectionId/reply',
  operationId: 'replyObjection',
  summary: '答复异议 · Reply to an objection',
  access: OWN_SIDE,
  params: tenderParams.extend({ objectionId: idSchema }),
  body: replySchema,
  example: { text: '维持招标文件要求不变，理由如下。' },
  command: ({ params, body }) => ({
    name: 'replyObjection',
    objectionId: params.objectionId,
    text: body.text,
  }),
});

const evaluate = commandRoute({
  path: 'evaluation-report',
  operationId: 'submitEvaluationReport',
  summary: '提交评标报告 · Enter the evaluation report',
  access: OWN_SIDE,
  params: tenderParams,
  body: evaluationReportSchema,
  example: { committee: [], candidates: [], rejected: [], summary: '评标情况', documents: [] },
  command: async ({ body, deps }, identity) => ({
    name: 'submitEvaluationReport',
    ...body,
    documents: await storedDocuments(deps.store.em(), identity, body.documents),
  }),
});

const publish = commandRoute({
  path: 'candidates',
  operationId: 'publishCandidates',
  summary: '公示中标候选人 · Publish the candidates',
  access: OWN_SIDE,
  params: tenderParams,
  body: candidatesSchema,
  example: { publicityEndsAt: null },
  command: ({ body }) => ({ name: 'publishCandidates', ...body }),
});

const award = commandRoute({
  path: 'award-notice',
  operationId: 'issueAwardNotice',
  summary: '发出中标通知书 · Award, and tell everybody at the same time',
  access: OWN_SIDE,
  params: tenderParams,
  body: awardNoticeSchema,
  example: { bidId: '01980c1e-7c2b-7d3a-9a53-2f1f3c0f7a11', reason: null, documents: [] },
  command: async ({ body, deps }, identity) => ({
    name: 'issueAwardNotice',
    ...body,
    documents: await storedDocuments(deps.store.em(), identity, body.documents),
  }),
});

const cancelAward = commandRoute({
  path: 'award-cancellation',
  operationId: 'cancelAward',
  summary: '取消中标资格 · The winner loses its award before the contract, on a ground that the law names',
  access: OWN_SIDE,
  params: tenderParams,
  body: awardCancellationSchema,
  example: {
    ground: 'will-not-sign',
    reason: '经两次书面催告，中标人无正当理由拒绝订立合同。',
    documents: ['e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  },
  command: async ({ body, deps }, identity) => ({
    name: 'cancelAward',
    ...body,
    documents: await storedDocuments(deps.store.em(), identity, body.documents),
  }),
});

const sign = commandRoute({
  path: 'contract',
  operationId: 'signContract',
  summary: '订立合同 · Enter the signed contract',
  access: OWN_SIDE,
  params: tenderParams,
  body: contractSchema,
  example: {
    amountFen: '4688000000',
    performanceSecurityFen: '468800000',
    document: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  },
  command: async ({ body, deps }, identity) => {
    const [document] = await storedDocuments(deps.store.em(), identity, [body.document]);
    return { name: 'signContract', ...body, document: document! };
  },
});

const returnSecurity = commandRoute({
  path: 'security-return',
  operationId: 'returnBidSecurity',
  summary: '退还投标保证金 · Note that the bid securities went back',
  access: OWN_SIDE,
  params: tenderParams,
  body: securityReturnSchema,
  example: { interestFen: '0', whose: 'all' },
  command: ({ body }) => ({ name: 'returnBidSecurity', ...body }),
});

const report = commandRoute({
  path: 'written-report',
  operationId: 'submitWrittenReport',
  summary: '提交书面报告 · Submit the written report to the supervisor',
  access: OWN_SIDE,
  params: tenderParams,
  body: writtenReportSchema,
  example: { text: '招标范围、方式、评标委员会组成、评标报告和中标结果。', documents: [] },
  command: async ({ body, deps }, identity) => ({
    name: 'submitWrittenReport',
    text: body.text,
    documents: await storedDocuments(deps.store.em(), identity, body.documents),
  }),
});

const terminate = commandRoute({
  path: 'termination',
  operationId: 'terminateTender',
  summary: '终止招标 · Give the tender up; what bidders paid goes back',
  access: OWN_SIDE,
  params: tenderParams,
  body: terminationSchema,
  example: { reason: '项目规划调整，不再需要本次采购。' },
  command: ({ body }) => ({ name: 'terminateTender', ...body }),
});

const readCommand = route({
  method: 'get',
  path: '/v1/commands/:id',
  operationId: 'readCommand',
  tags: ['tenders'],
  summary: "查询指令处理结果 · What became of a command of one's own",
  access: 'person',
  request: { params: z.strictObject({ id: idSchema }) },
  responses: { 200: { description: '处理结果', schema: commandAnswerSchema } },
  handler: async ({ params, deps, identity }) => {
    const command = await commandById(deps.store.em(), params.id);
    if (command === null || command.actor.personId !== identity.personId) {
      throw problem(404, 'unknown-command', { zh: '没有此指令', en: 'there is no such command' });
    }
    return { ...answer(command), status: 200 };
  },
});

export const commandRoutes: readonly Route[] = [
  clarify,
  object,
  reply,
  evaluate,
  publish,
  award,
  cancelAward,
  sign,
  returnSecurity,
  report,
  terminate,
  ...firstStageRoutes,
  ...instructionRoutes,
  readCommand,
];
