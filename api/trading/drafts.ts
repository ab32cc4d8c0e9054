import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import type { PriorTender, TenderDraft } from '../../domain/tender/ground/draft.ts';
import {
  createDraft,
  listTenders,
  partyByUscc,
  ProjectCodeTaken,
  replaceDraft,
  type Em,
  type TenderRow,
} from '../../store/index.ts';
import { assertMandated, ownTender } from '../access/tender-of.ts';
import { commandAgain } from '../commands/answer.ts';
import { tenderParams } from '../commands/params.ts';
import { submitCommand } from '../commands/submit-to-tender.ts';
import { commandAnswers } from '../commands/takes-command.ts';
import type { Deps, Identity } from '../deps.ts';
import { storedDocuments } from '../documents/stored.ts';
import { assertIfMatch, etagOf } from '../etag.ts';
import { problem } from '../problem.ts';
import { IF_MATCH_REQUIRED } from '../request-headers.ts';
import { route, type Route } from '../route.ts';
import { launchInstant } from '../ruleset.ts';
import { instantSchema, pageQuerySchema } from '../schema.ts';
import { draftAnswerSchema, shownDraft } from '../shown/draft.ts';
import { checkRoute, launchOf } from './draft-check.ts';
import { draftExample } from './examples.ts';
import { draftSchema, type DraftInput } from './schemas.ts';

const OWNERS = ['tenderee', 'agency'] as const;

const create = route({
  method: 'post',
  path: '/v1/tenders',
  operationId: 'createDraft',
  tags: ['tenders'],
  summary: '新建招标项目草稿 · Draft a tender, real or as a rehearsal',
  access: OWNERS,
  write: true,
  request: {
    body: z.strictObject({
      draft: draftSchema,
      rehearsal: z.strictObject({ startsAt: instantSchema }).optional(),
    }),
    example: { draft: draftExample, rehearsal: { startsAt: '2026-09-10T08:00:00+08:00' } },
  },
  responses: { 201: { description: '草稿', schema: draftAnswerSchema } },
  handler: async ({ body, deps, identity, once }) => {
    const id = uuidv7();
    const draft = await draftOf(deps, body.draft, identity, assignedCode(id));
    return once.inTransaction(async (tx) => {
      const tender = await createDraft(tx, {
        id,
        ownerPartyId: identity.partyId,
        draft,
        rehearsal: body.rehearsal !== undefined,
        clockStartsAt: body.rehearsal?.startsAt ?? null,
      });
      if (tender === null) throw codeTaken();
      return { status: 201, body: shownDraft(tender), headers: { ETag: tagOf(tender) } };
    });
  },
});

const replace = route({
  method: 'put',
  path: '/v1/drafts/:id',
  operationId: 'replaceDraft',
  tags: ['tenders'],
  summary: '修改草稿 · Replace a draft (If-Match)',
  access: OWNERS,
  write: true,
  request: {
    params: tenderParams,
    body: z.strictObject({ draft: draftSchema }),
    example: { draft: draftExample },
    headers: [IF_MATCH_REQUIRED],
  },
  responses: { 200: { description: '草稿', schema: draftAnswerSchema } },
  refuses: [412],
  handler: async ({ params, body, deps, identity, koa, once }) => {
    const tender = await ownTender(deps.store.em(), params.id, identity);
    if (tender.status !== 'draft')
      throw problem(409, 'already-launched', {
        zh: '该项目已经发布招标公告',
        en: 'this tender was launched already',
      });
    assertIfMatch(koa, tagOf(tender));
    const draft = await draftOf(deps, body.draft, identity, tender.projectCode);
    return once
      .inTransaction(async (tx) => {
        const stored = await replaceDraft(tx, tender.id, tender.draftVersion, draft);
        if (stored === null)
          throw problem(412, 'version-changed', {
            zh: '草稿已被修改，请重新读取',
            en: 'the draft was changed meanwhile: read it again',
          });
        return { status: 200, body: shownDraft(stored), headers: { ETag: tagOf(stored) } };
      })
      .catch((error: unknown) => {
        throw error instanceof ProjectCodeTaken ? codeTaken() : error;
      });
  },
});

const read = route({
  method: 'get',
  path: '/v1/drafts/:id',
  operationId: 'readDraft',
  tags: ['tenders'],
  summary: "查看草稿 · Read a draft of one's own",
  access: OWNERS,
  request: { params: tenderParams },
  responses: { 200: { description: '草稿', schema: draftAnswerSchema } },
  handler: async ({ params, deps, identity }) => {
    const tender = await ownTender(deps.store.em(), params.id, identity);
    return { status: 200, body: shownDraft(tender), headers: { ETag: tagOf(tender) } };
  },
});

const list = route({
  method: 'get',
  path: '/v1/drafts',
  operationId: 'listDrafts',
  tags: ['tenders'],
  summary: '草稿列表 · The drafts of the party I act for',
  access: OWNERS,
  request: { query: pageQuerySchema },
  responses: {
    200: {
      description: '草稿',
      schema: z.strictObject({ drafts: z.array(draftAnswerSchema), next: z.string().nullable() }),
    },
  },
  handler: async ({ query, deps, identity }) => {
    const page = { after: query.cursor ?? null, limit: query.limit };
    const found = await listTenders(
      deps.store.em(),
      { status: 'draft', ownerPartyId: identity.partyId },
      page,
    );
    return {
      status: 200,
      body: {
        drafts: found.map(shownDraft),
        next: found.length === query.limit ? (found.at(-1)?.id ?? null) : null,
      },
    };
  },
});

const launch = route({
  method: 'post',
  path: '/v1/tenders/:id/launch',
  operationId: 'launchTender',
  tags: ['tenders'],
  summary: '发布招标公告 · Launch: the notice is published, the process starts',
  access: OWNERS,
  write: true,
  again: commandAgain,
  request: { params: tenderParams },
  responses: commandAnswers('已发布'),
  handler: async ({ params, deps, identity, address, once }) => {
    const tender = await ownTender(deps.store.em(), params.id, identity);
    const at = await launchInstant(deps, tender);
    return submitCommand({ deps, identity, address, once }, tender, await launchOf(deps, tender, at));
  },
});

/** Turns what was handed in into a draft: parties but the invited must be proven, documents stored by the acting party. */
async function draftOf(
  deps: Deps,
  input: DraftInput,
  identity: Identity,
  code: string,
): Promise<TenderDraft> {
  const em = deps.store.em();
  const {
    tendereeUscc,
    agencyUscc,
    documents,
    projectCode,
    inviteeUsccs,
    inviteeNames,
    firstStage,
    priorTenderId,
    ...rest
  } = input;
  const named = async (uscc: string) => {
    const party = await partyByUscc(em, uscc);
    if (party === null)
      throw problem(422, 'unknown-party', { zh: `${uscc} 未登记`, en: `${uscc} is not registered` });
    return { name: party.name, uscc: party.uscc };
  };
  // Who is invited need not be registered yet: the invitation is kept for the code.
  const invited = async (uscc: string) => {
    const party = await partyByUscc(em, uscc);
    if (party !== null) return { name: party.name, uscc };
    const name =
      inviteeNames.find((one) => one.uscc === uscc)?.name ?? (input.method === 'single-source' ? null : uscc);
    if (name !== null) return { name, uscc };
    throw problem(422, 'invitee-name-needed', {
      zh: `公示须载明供应商名称：${uscc} 未登记`,
      en: `the one supplier is published by name, and ${uscc} is not registered`,
      accepted: { zh: '在 inviteeNames 中写明其名称', en: 'give its name in inviteeNames' },
    });
  };
  const draft: TenderDraft = {
    ...rest,
    projectCode: projectCode ?? code,
    signatures: input.signatures ?? deps.config.signatureFloor,
    tenderee: await named(tendereeUscc),
    agency: agencyUscc === null ? null : await named(agencyUscc),
    documents: await storedDocuments(em, identity, documents),
    invitees: await Promise.all(inviteeUsccs.map(invited)),
    firstStage:
      firstStage === null
        ? null
        : { ...firstStage, documents: await storedDocuments(em, identity, firstStage.documents) },
    prior: priorTenderId === null ? null : await priorOf(em, priorTenderId, identity),
  };
  const own = identity.uscc === (identity.role === 'tenderee' ? draft.tenderee.uscc : draft.agency?.uscc);
  if (!own)
    throw problem(403, 'not-your-tender', {
      zh: '本单位须为草稿中的招标人或者招标代理机构',
      en: 'your party must be the tenderee or the agency of the draft',
    });
  // Who drafts for somebody else shows that it was asked to.
  if (identity.role === 'agency') await assertMandated(em, draft);
  return draft;
}

/** The tender that is held anew: one of the acting party's own that came to nothing. */
async function priorOf(em: Em, tenderId: string, identity: Identity): Promise<PriorTender> {
  const { state, projectCode } = await ownTender(em, tenderId, identity);
  const outcome = state?.outcome ?? null;
  if (outcome === null)
    throw problem(422, 'prior-not-over', {
      zh: '原项目尚未结束，不能重新招标',
      en: 'the earlier tender is not over: it cannot be held anew',
    });
  return { tenderId, projectCode, outcome };
}

/** A code for a project that has none: OS, then the end of the tender's id. */
const assignedCode = (id: string): string => `OS-${id.replaceAll('-', '').slice(-16).toUpperCase()}`;

/** The version of a draft, as readers see it and writers name it. */
export const tagOf = (tender: TenderRow): string => etagOf(tender.id, tender.draftVersion);

function codeTaken(): Error {
  return problem(409, 'project-code-taken', { zh: '项目编号已被使用', en: 'the project code is taken' });
}

export const draftRoutes: readonly Route[] = [create, replace, read, list, checkRoute, launch];
