import { v7 as uuidv7 } from 'uuid';
import { listComplaints, loadState, tenderById } from '../../store/index.ts';
import { seenComplaint, unknownComplaint, viewerOf } from '../access/complaint-of.ts';
import { scopeOf } from '../access/scope.ts';
import { commandAgain } from '../commands/answer.ts';
import { complaintCommand } from '../commands/complaint-route.ts';
import { complaintParams } from '../commands/params.ts';
import { submitCommand } from '../commands/submit-to-tender.ts';
import { commandAnswers } from '../commands/takes-command.ts';
import { storedDocuments } from '../documents/stored.ts';
import { problem } from '../problem.ts';
import { route, type Route } from '../route.ts';
import { idSchema, pageQuerySchema } from '../schema.ts';
import { complaintAnswerSchema, complaintsAnswerSchema } from './answer-schema.ts';
import { presentComplaint } from './present.ts';
import {
  complaintInstructionSchema,
  correctionRequestSchema,
  decisionSchema,
  excludedTimeSchema,
  refusalSchema,
} from './schemas.ts';

const SUPERVISOR = ['supervisor'] as const;
const byAuthority = { face: 'supervision', access: SUPERVISOR, params: complaintParams } as const;

const list = route({
  method: 'get',
  path: '/v1/supervision/complaints',
  operationId: 'supervisedComplaints',
  tags: ['complaints'],
  summary: "监督范围内的投诉 · The complaints of the authority's region and industry, with their clocks",
  access: SUPERVISOR,
  request: { query: pageQuerySchema.extend({ tenderId: idSchema.optional() }) },
  responses: { 200: { description: '投诉', schema: complaintsAnswerSchema } },
  handler: async ({ query, deps, identity }) => {
    const em = deps.store.em();
    const filter = {
      ...(await scopeOf(em, identity)),
      ...(query.tenderId === undefined ? {} : { tenderId: query.tenderId }),
    };
    const found = await listComplaints(em, filter, { after: query.cursor ?? null, limit: query.limit });
    const complaints = [];
    for (const one of found) {
      const tender = await loadState(em, one.tender.id, false);
      if (tender !== null)
        complaints.push(presentComplaint(one, tender, viewerOf(one, identity) ?? 'observer'));
    }
    const next = found.length === query.limit ? (found.at(-1)?.id ?? null) : null;
    return { status: 200, body: { complaints, next } };
  },
});

const inspect = route({
  method: 'get',
  path: '/v1/supervision/complaints/:id',
  operationId: 'inspectComplaint',
  tags: ['complaints'],
  summary: '查看投诉 · One complaint; in full for the authority that deals with it',
  access: SUPERVISOR,
  request: { params: complaintParams },
  responses: { 200: { description: '投诉', schema: complaintAnswerSchema } },
  handler: async ({ params, deps, identity }) => {
    const { state, tender, viewer } = await seenComplaint(deps.store.em(), params.id, identity);
    return { status: 200, body: presentComplaint(state, tender, viewer) };
  },
});

const requestCorrection = complaintCommand({
  ...byAuthority,
  path: 'correction-request',
  operationId: 'requestCorrection',
  summary: '一次性通知补正 · Send a complaint back to be corrected, once',
  body: correctionRequestSchema,
  example: { text: '请补充被投诉人的名称和联系方式。', dueAt: '2026-10-12T18:00:00+08:00' },
  command: ({ body }) => ({ name: 'requestCorrection', ...body }),
});

const accept = complaintCommand({
  ...byAuthority,
  path: 'acceptance',
  operationId: 'acceptComplaint',
  summary: '受理 · Accept a complaint',
  command: () => ({ name: 'acceptComplaint' }),
});

const refuse = complaintCommand({
  ...byAuthority,
  path: 'refusal',
  operationId: 'refuseComplaint',
  summary: '不予受理 · Refuse a complaint on one of the grounds of the law',
  body: refusalSchema,
  example: { ground: 'not-specific', reason: '投诉事项不具体，未提供有效线索。' },
  command: ({ body }) => ({ name: 'refuseComplaint', ...body }),
});

const sendCopies = complaintCommand({
  ...byAuthority,
  path: 'copies',
  operationId: 'sendCopies',
  summary: '发出投诉答复通知书及副本 · Send the copies and ask for a statement (政府采购)',
  command: () => ({ name: 'sendCopies' }),
});

const openExcludedTime = complaintCommand({
  ...byAuthority,
  path: 'excluded-time',
  operationId: 'openExcludedTime',
  summary: '开始不计算期间 · Begin an inspection, test, appraisal or review, whose time is not counted',
  body: excludedTimeSchema,
  example: { kind: 'appraisal', text: '委托鉴定机构对证明材料进行鉴定。' },
  command: ({ body }) => ({ name: 'openExcludedTime', id: uuidv7(), ...body }),
});

const closeExcludedTime = complaintCommand({
  ...byAuthority,
  path: 'excluded-time/:excludedTimeId/end',
  operationId: 'closeExcludedTime',
  summary: '结束不计算期间 · End it: the time of the decision runs again',
  params: complaintParams.extend({ excludedTimeId: idSchema }),
  command: ({ params }) => ({ name: 'closeExcludedTime', excludedTimeId: params.excludedTimeId }),
});

const decide = complaintCommand({
  ...byAuthority,
  path: 'decision',
  operationId: 'decideComplaint',
  summary: '作出投诉处理决定 · Decide a complaint',
  body: decisionSchema,
  example: {
    outcome: 'upheld',
    remedy: 'start-anew',
    reasons: '经查，业绩要求排斥潜在投标人。',
    documents: [],
  },
  command: async ({ body, deps }, identity) => ({
    name: 'decideComplaint',
    ...body,
    documents: await storedDocuments(deps.store.em(), identity, body.documents),
  }),
});

const publish = complaintCommand({
  ...byAuthority,
  path: 'publication',
  operationId: 'publishDecision',
  summary: '公布投诉处理决定 · Publish the decision with its reasons',
  command: () => ({ name: 'publishDecision' }),
});

const instruct = route({
  method: 'post',
  path: '/v1/supervision/complaints/:id/instructions',
  operationId: 'instructForComplaint',
  tags: ['complaints'],
  summary:
    '处理投诉期间的行政监督指令 · Order the tender to rest, go on or be put right in the course of a complaint',
  access: SUPERVISOR,
  write: true,
  again: commandAgain,
  request: {
    params: complaintParams,
    body: complaintInstructionSchema,
    example: { kind: 'suspend', basis: 'CMP-008', text: '投诉处理期间暂停招标投标活动。', dueAt: null },
  },
  responses: commandAnswers('已发出'),
  handler: async ({ params, body, deps, identity, address, once }) => {
    const em = deps.store.em();
    const { state } = await seenComplaint(em, params.id, identity);
    if (state.authority.partyId !== identity.partyId)
      throw problem(403, 'not-your-complaint', {
        zh: '该投诉由其他行政监督部门负责处理',
        en: 'another authority deals with this complaint',
      });
    // Accepted, or decided: what was ordered for its sake is lifted, and what the decision asks for is ordered.
    if (state.acceptedAt === null || state.status === 'withdrawn' || state.status === 'refused')
      if (body.kind !== 'resume')
        throw problem(409, 'wrong-status', {
          zh: '受理投诉之后才能为处理投诉发出指令',
          en: 'orders for the sake of a complaint come once it is accepted',
        });
    const tender = await tenderById(em, state.tender.id);
    if (tender === null) throw unknownComplaint();
    return submitCommand({ deps, identity, address, once }, tender, {
      name: 'issueInstruction',
      id: uuidv7(),
      complaintId: state.id,
      ...body,
    });
  },
});

export const complaintAuthorityRoutes: readonly Route[] = [
  list,
  inspect,
  requestCorrection,
  accept,
  refuse,
  sendCopies,
  openExcludedTime,
  closeExcludedTime,
  decide,
  publish,
  instruct,
];
