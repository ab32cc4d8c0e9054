import { z } from 'zod';
import type { TenderState } from '../../domain/tender/ground/state.ts';
import { mayReadPaper, papersOf, type Paper } from '../../domain/visibility/index.ts';
import { enterRecord, hasTaken, loadState, readFence, registerTaker, secretId } from '../../store/index.ts';
import { isActing, type Deps, type Identity, type PersonIdentity } from '../deps.ts';
import { answerFile, FILE_REFUSALS, FILE_RESPONSES, planFile, type FilePlan } from '../file-answer.ts';
import { authorize, signInProblem } from '../middleware/authentication.ts';
import { problem, refusalProblem } from '../problem.ts';
import { FILE_HEADERS } from '../request-headers.ts';
import { route, type Route } from '../route.ts';
import { documentRefSchema, idSchema, sha256Schema } from '../schema.ts';
import { inScope } from '../supervision/scope.ts';
import { assertMandated, unknownTender } from '../trading/tender-of.ts';
import { issuedAmong, refuseTaking, type IssuedPaper } from './offers.ts';
import { standingIn } from './standing.ts';

/** Who may read more of a tender than everybody. */
const PARTIES = ['bidder', 'tenderee', 'agency', 'supervisor'] as const;

export const takeDocument = route({
  method: 'get',
  path: '/v1/tenders/:id/documents/:sha256',
  operationId: 'takeDocument',
  tags: ['documents'],
  summary: '获取招标文件 · Take a tender document; who took it is registered and stays secret',
  description:
    'Documents of a first stage are issued in its time; where only some may bid, the tender documents are for them alone. In procurement everybody reads tender documents and contract once there is a result. What was handed in, the opened bids among it, is for those who are to read it, from its time on. Taken is what bytes are given of: not by HEAD, and not by a 304; more parts (206) of what one took belong to that taking.',
  access: 'visitor',
  recordsRefusals: true,
  request: { params: z.strictObject({ id: idSchema, sha256: sha256Schema }), headers: FILE_HEADERS },
  responses: FILE_RESPONSES,
  refuses: [...FILE_REFUSALS, 409, 422],
  handler: async ({ params, deps, identity, address, koa }) => {
    const em = deps.store.em();
    const state = await loadState(em, params.id, false);
    const papers =
      state === null ? [] : papersOf(state).filter((one) => one.document.sha256 === params.sha256);
    const readable = state && (await readableAmong(deps, papers, state, identity));
    if (readable !== null) return answerFile(planFile(koa, readable.document), deps.blobs);
    if (identity === null) throw signInProblem(koa);
    const taker = await possibleTaker(deps, params.id, state, identity);
    const issued = issuedAmong(papers);
    if (state === null || issued === null)
      throw problem(404, 'unknown-document', {
        zh: '该项目没有此文件',
        en: 'the tender has no such document',
      });
    const plan = planFile(koa, issued.document);
    await noteTaking(deps, state, { issued, plan }, taker, address);
    return answerFile(plan, deps.blobs);
  },
});

/** The first of some papers that the table opens to the caller now, or null. */
async function readableAmong(
  deps: Deps,
  papers: readonly Paper[],
  state: TenderState,
  identity: PersonIdentity | null,
): Promise<Paper | null> {
  if (papers.length === 0) return null;
  const standing = await standingIn(deps.store.em(), state, identity);
  return papers.find((one) => mayReadPaper(one, standing, state)) ?? null;
}

/**
 * Who asks for what the table does not open to them, if they act for a party that may ask at all. Throws the problems
 * 403 of other roles and of an agency of this tender whose mandate does not hold, 404 of an authority whose scope ends elsewhere.
 */
async function possibleTaker(
  deps: Deps,
  tenderId: string,
  state: TenderState | null,
  identity: PersonIdentity,
): Promise<Identity> {
  authorize(identity, PARTIES);
  if (!isActing(identity)) throw new Error('who is authorized acts for a party');
  if (identity.role === 'supervisor') await inScope(deps.store.em(), tenderId, identity);
  const itsAgency = identity.role === 'agency' && identity.uscc === state?.draft.agency?.uscc;
  if (state !== null && itsAgency) await assertMandated(deps.store.em(), state.draft);
  return identity;
}

/**
 * Takes the document at the fence's instant: refused, or, where a bidder is given bytes of it, registered in secret. Who
 * only looks (HEAD, or a copy that is still the same) has taken nothing; who took it and asks for more parts of it goes on
 * with that taking, however many parts there are.
 */
async function noteTaking(
  deps: Deps,
  state: TenderState,
  { issued, plan }: { readonly issued: IssuedPaper; readonly plan: FilePlan },
  identity: Identity,
  address: string,
): Promise<void> {
  const law = await deps.lawOf(state.ruleset);
  const { sha256 } = issued.document;
  await deps.store.transaction(async (tx) => {
    const fence = await readFence(tx, state.id, 'share');
    if (fence === null) throw new Error(`tender ${state.id} has no fence`);
    const before = await hasTaken(tx, { tenderId: state.id, partyId: identity.partyId });
    const refusal = refuseTaking(issued, state, identity, { at: fence.at, before }, law);
    if (refusal !== null) throw refusalProblem([refusal]);
    if (identity.role !== 'bidder' || !plan.givesBytes) return;
    const { partyId } = identity;
    const isFirst = await registerTaker(tx, { tenderId: state.id, partyId, sha256, at: fence.at });
    if (!isFirst && plan.status === 206) return;
    await enterRecord(tx, {
      id: secretId(),
      tenderId: state.id,
      event: 'documentTaken',
      at: fence.at,
      rehearsal: fence.rehearsal,
      role: identity.role,
      party: null,
      rule: 'EB-006',
      article: '电子招标投标办法第二十一条',
      documents: [sha256],
      data: {},
      private: { person: identity.personId, party: identity.uscc, address },
    });
  });
}

const listPapers = route({
  method: 'get',
  path: '/v1/tenders/:id/papers',
  operationId: 'readablePapers',
  tags: ['documents'],
  summary: '可查阅的文件 · The papers of a tender that one may read now, the opened bids among them',
  description:
    'Each is fetched by its hash from /v1/tenders/{id}/documents/{sha256}. Tender documents that are issued to who comes for them are listed with the tender itself.',
  access: PARTIES,
  request: { params: z.strictObject({ id: idSchema }) },
  responses: {
    200: {
      description: '文件',
      schema: z.strictObject({
        papers: z.array(documentRefSchema.extend({ of: z.string(), bidId: z.string().nullable() })),
      }),
      example: {
        papers: [
          {
            of: 'evaluationReported',
            bidId: null,
            sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
            name: '评标报告.pdf',
            sizeBytes: 1_048_576,
            mediaType: 'application/pdf',
          },
        ],
      },
    },
  },
  handler: async ({ params, deps, identity }) => {
    const em = deps.store.em();
    const state = await loadState(em, params.id, false);
    if (state === null) throw unknownTender();
    const standing = await standingIn(em, state, identity);
    const papers = papersOf(state)
      .filter((one) => mayReadPaper(one, standing, state))
      .map(({ document, event, bidId }) => ({ of: event, bidId, ...document }));
    return { status: 200, body: { papers } };
  },
});

/** Reading the papers of tenders; what is public of them is read without signing in. */
export const paperRoutes: readonly Route[] = [takeDocument, listPapers];
