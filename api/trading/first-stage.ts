import { z } from 'zod';
import { refuseNamesBeforeClosing } from '../../domain/bid/index.ts';
import type { Application } from '../../domain/tender/ground/parts.ts';
import type { TenderState } from '../../domain/tender/ground/state.ts';
import { courseOf, mayRead, VISIBILITY } from '../../domain/visibility/index.ts';
import { secretId } from '../../store/index.ts';
import { launchedTender, ownTender } from '../access/tender-of.ts';
import { tenderParams } from '../commands/params.ts';
import { commandRoute, OWN_SIDE } from '../commands/tender-route.ts';
import { storedDocuments } from '../documents/stored.ts';
import { refusalProblem } from '../problem.ts';
import { route, type Route } from '../route.ts';
import { rulesetOf } from '../ruleset.ts';
import { shown, shownIdSchema, shownInstantSchema } from '../schema.ts';
import { paperSchema, partyRefSchema } from '../shown/parties.ts';
import { draftExample } from './examples.ts';
import { applicationSchema, conclusionSchema } from './schemas.ts';

const HASH = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

const apply = commandRoute({
  path: 'applications',
  operationId: 'submitApplication',
  summary:
    '提交资格预审申请文件（技术建议） · Apply for qualification, or hand in a technical proposal; a later one replaces it',
  access: ['bidder'],
  params: tenderParams,
  body: applicationSchema,
  example: { documents: [HASH] },
  command: async ({ body, deps }, identity) => ({
    name: 'submitApplication',
    id: secretId(),
    documents: await storedDocuments(deps.store.em(), identity, body.documents),
  }),
});

const conclude = commandRoute({
  path: 'first-stage-conclusion',
  operationId: 'concludeFirstStage',
  summary: '公布第一阶段结果 · Conclude the first stage: who may bid, and when',
  access: OWN_SIDE,
  params: tenderParams,
  body: conclusionSchema,
  example: {
    admitted: ['91130230MA0EXA0150'],
    rejected: [],
    committee: [],
    documents: [],
    schedule: draftExample.schedule,
  },
  command: async ({ body, deps }, identity) => ({
    name: 'concludeFirstStage',
    ...body,
    report: await storedDocuments(deps.store.em(), identity, body.report),
    documents: await storedDocuments(deps.store.em(), identity, body.documents),
  }),
});

const applicationAnswer = z.strictObject({
  applicationId: shownIdSchema,
  filedAt: shownInstantSchema,
  documents: z.array(paperSchema),
});

/** What became of an application. */
const resultFields = {
  result: z.enum(['admitted', 'rejected']).nullable(),
  reason: z.string().nullable(),
};

const mine = route({
  method: 'get',
  path: '/v1/tenders/:id/applications/mine',
  operationId: 'myApplication',
  tags: ['tenders'],
  summary: "我的申请及审查结果 · One's own application, and what became of it",
  access: ['bidder'],
  request: { params: tenderParams },
  responses: {
    200: {
      description: '申请',
      schema: z.strictObject({
        application: applicationAnswer.nullable(),
        ...resultFields,
      }),
    },
  },
  handler: async ({ params, deps, identity }) => {
    const { state } = await launchedTender(deps.store.em(), params.id);
    const own = applicationsOf(state).find((one) => one.party.uscc === identity.uscc) ?? null;
    return {
      status: 200,
      body: {
        application: own && shownApplication(own),
        ...resultFor(state, identity.uscc),
      },
    };
  },
});

const all = route({
  method: 'get',
  path: '/v1/tenders/:id/applications',
  operationId: 'closedApplications',
  tags: ['tenders'],
  summary: '申请文件清单 · The applications to be judged, after their time',
  access: OWN_SIDE,
  request: { params: tenderParams },
  refuses: [409],
  responses: {
    200: {
      description: '清单',
      schema: z.strictObject({
        applications: z.array(applicationAnswer.extend({ party: partyRefSchema, ...resultFields })),
      }),
    },
  },
  handler: async ({ params, deps, identity }) => {
    const tender = await ownTender(deps.store.em(), params.id, identity);
    const { state } = tender;
    if (state === null || !mayRead(VISIBILITY.applicationSubmitted.facts, 'owner', courseOf(state)))
      throw refusalProblem([refuseNamesBeforeClosing(await rulesetOf(deps, tender), 'applicants')], 409);
    const applications = applicationsOf(state).map((one) => ({
      ...shownApplication(one),
      party: one.party,
      ...resultFor(state, one.party.uscc),
    }));
    return { status: 200, body: { applications } };
  },
});

const applicationsOf = (state: TenderState): readonly Application[] => state.firstStage?.applications ?? [];

const shownApplication = ({ id, filedAt, documents }: Application) => ({
  applicationId: id,
  filedAt: shown(filedAt),
  documents,
});

function resultFor(
  state: TenderState,
  uscc: string,
): { result: 'admitted' | 'rejected' | null; reason: string | null } {
  const conclusion = state.firstStage?.conclusion;
  const rejected = conclusion?.rejected.find((one) => one.party.uscc === uscc);
  if (rejected !== undefined) return { result: 'rejected', reason: rejected.reason };
  const admitted = conclusion?.admitted.some((party) => party.uscc === uscc) === true;
  return { result: admitted ? 'admitted' : null, reason: null };
}

export const firstStageRoutes: readonly Route[] = [apply, conclude, mine, all];
