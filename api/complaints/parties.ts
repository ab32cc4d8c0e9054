import { v7 as uuidv7 } from 'uuid';
import type { ComplaintParty } from '../../domain/complaint/index.ts';
import { listComplaints, loadState, partyByUscc, type Em, type TenderRow } from '../../store/index.ts';
import { seenComplaint, viewerOf } from '../access/complaint-of.ts';
import { launchedTender } from '../access/tender-of.ts';
import { commandAgain } from '../commands/answer.ts';
import { complaintCommand } from '../commands/complaint-route.ts';
import { complaintParams, tenderParams } from '../commands/params.ts';
import { submitComplaintCommand } from '../commands/submit-to-complaint.ts';
import { commandAnswers } from '../commands/takes-command.ts';
import { storedDocuments } from '../documents/stored.ts';
import { answerFile, FILE_REFUSALS, FILE_RESPONSES, planFile } from '../file-answer.ts';
import { problem } from '../problem.ts';
import { FILE_HEADERS } from '../request-headers.ts';
import { route, type Route } from '../route.ts';
import { pageQuerySchema, sha256Schema } from '../schema.ts';
import { complaintAnswerSchema, complaintsAnswerSchema } from './answer-schema.ts';
import { presentComplaint } from './present.ts';
import { complaintSchema, correctionSchema, reasonSchema, statementSchema } from './schemas.ts';

const PARTIES = ['bidder', 'tenderee', 'agency'] as const;
const RESPONDENT = ['tenderee', 'agency'] as const;
const SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

const file = route({
  method: 'post',
  path: '/v1/tenders/:id/complaints',
  operationId: 'fileComplaint',
  tags: ['complaints'],
  summary: '提出投诉 · Complain to the authority; in most matters after an objection',
  access: ['bidder'],
  write: true,
  again: commandAgain,
  request: {
    params: tenderParams,
    body: complaintSchema,
    example: {
      subject: 'documents',
      objectionId: '01980c1e-7c2b-7d3a-9a53-2f1f3c0f7a11',
      knownAt: '2026-09-11T09:00:00+08:00',
      interest: null,
      authorities: ['91130230MA0EXA0150'],
      points: [{ text: '业绩要求排斥潜在投标人。', from: 'objection' }],
      request: '责令修改招标文件。',
      evidence: [SHA256],
    },
  },
  responses: commandAnswers('已收到投诉'),
  handler: async ({ params, body, deps, identity, address, once }) => {
    const em = deps.store.em();
    const tender = await launchedTender(em, params.id);
    const complaintId = uuidv7();
    const { evidence, authorities, ...rest } = body;
    return submitComplaintCommand(
      { deps, identity, address, once },
      { tenderId: tender.id, complaintId },
      {
        name: 'fileComplaint',
        id: complaintId,
        ...rest,
        evidence: await storedDocuments(em, identity, evidence),
        authorities: await competentAuthorities(em, tender, authorities),
      },
    );
  },
});

/** The authorities named, each registered as one and competent for the tender's place and industry. Throws 422 for any other. */
async function competentAuthorities(
  em: Em,
  tender: TenderRow,
  usccs: readonly string[],
): Promise<ComplaintParty[]> {
  const found: ComplaintParty[] = [];
  for (const uscc of usccs) {
    const party = await partyByUscc(em, uscc);
    const competent =
      party?.kinds.includes('supervisor') === true &&
      (party.regions == null || party.regions.some((prefix) => tender.region.startsWith(prefix))) &&
      (party.industries == null || party.industries.includes(tender.industry));
    if (party === null || !competent) {
      throw problem(422, 'authority-not-competent', {
        zh: `${uscc} 不是对本项目有管辖权的行政监督部门`,
        en: `${uscc} is no authority that is competent for this tender`,
      });
    }
    found.push({ partyId: party.id, name: party.name, uscc: party.uscc });
  }
  return found;
}

const correct = complaintCommand({
  path: 'correction',
  face: 'trading',
  operationId: 'correctComplaint',
  summary: '补正投诉 · Correct a complaint that was sent back',
  access: ['bidder'],
  params: complaintParams,
  body: correctionSchema,
  example: {
    points: [{ text: '业绩要求排斥潜在供应商。', from: 'objection' }],
    request: '责令修改采购文件。',
    evidence: [SHA256],
  },
  command: async ({ body, deps }, identity) => ({
    name: 'correctComplaint',
    ...body,
    evidence: await storedDocuments(deps.store.em(), identity, body.evidence),
  }),
});

const withdraw = complaintCommand({
  path: 'withdrawal',
  face: 'trading',
  operationId: 'withdrawComplaint',
  summary: '撤回投诉 · Take a complaint back before it is decided',
  access: ['bidder'],
  params: complaintParams,
  body: reasonSchema,
  example: { reason: '与招标人沟通后理解其答复。' },
  command: ({ body }) => ({ name: 'withdrawComplaint', reason: body.reason }),
});

const state = complaintCommand({
  path: 'statement',
  face: 'trading',
  operationId: 'makeStatement',
  summary: '提交说明 · The statement of the tenderee complained of',
  access: RESPONDENT,
  params: complaintParams,
  body: statementSchema,
  example: { text: '业绩要求与项目规模相当，依据附后。', documents: [] },
  command: async ({ body, deps }, identity) => ({
    name: 'makeStatement',
    text: body.text,
    documents: await storedDocuments(deps.store.em(), identity, body.documents),
  }),
});

const list = route({
  method: 'get',
  path: '/v1/complaints',
  operationId: 'listComplaints',
  tags: ['complaints'],
  summary: "投诉列表 · One's own complaints; for a tenderee, those against it once accepted",
  access: PARTIES,
  request: { query: pageQuerySchema },
  responses: { 200: { description: '投诉', schema: complaintsAnswerSchema } },
  handler: async ({ query, deps, identity }) => {
    const em = deps.store.em();
    const filter =
      identity.role === 'bidder'
        ? { complainantPartyId: identity.partyId }
        : { respondentUscc: identity.uscc };
    const found = await listComplaints(em, filter, { after: query.cursor ?? null, limit: query.limit });
    const complaints = [];
    for (const one of found) {
      const viewer = viewerOf(one, identity);
      const tender = await loadState(em, one.tender.id, false);
      if (viewer !== null && tender !== null) complaints.push(presentComplaint(one, tender, viewer));
    }
    const next = found.length === query.limit ? (found.at(-1)?.id ?? null) : null;
    return { status: 200, body: { complaints, next } };
  },
});

const read = route({
  method: 'get',
  path: '/v1/complaints/:id',
  operationId: 'readComplaint',
  tags: ['complaints'],
  summary: '投诉 · A complaint as far as the caller may know it',
  access: PARTIES,
  request: { params: complaintParams },
  responses: { 200: { description: '投诉', schema: complaintAnswerSchema } },
  handler: async ({ params, deps, identity }) => {
    const seen = await seenComplaint(deps.store.em(), params.id, identity);
    return { status: 200, body: presentComplaint(seen.state, seen.tender, seen.viewer) };
  },
});

const evidence = route({
  method: 'get',
  path: '/v1/complaints/:id/documents/:sha256',
  operationId: 'readComplaintDocument',
  tags: ['complaints'],
  summary: '投诉材料 · A document of a complaint that the caller may see',
  access: [...PARTIES, 'supervisor'],
  request: { params: complaintParams.extend({ sha256: sha256Schema }), headers: FILE_HEADERS },
  responses: FILE_RESPONSES,
  refuses: FILE_REFUSALS,
  handler: async ({ params, deps, identity, koa }) => {
    const seen = await seenComplaint(deps.store.em(), params.id, identity);
    const shownPart = presentComplaint(seen.state, seen.tender, seen.viewer);
    const document = [
      ...(shownPart.evidence ?? []),
      ...(shownPart.statement?.documents ?? []),
      ...(shownPart.decision?.documents ?? []),
    ].find((one) => one.sha256 === params.sha256);
    if (document === undefined)
      throw problem(404, 'unknown-document', {
        zh: '该投诉没有此文件',
        en: 'the complaint has no such document',
      });
    return answerFile(planFile(koa, document), deps.blobs);
  },
});

export const complaintRoutes: readonly Route[] = [file, list, read, correct, withdraw, state, evidence];
