import type { Context } from 'koa';
import { z } from 'zod';
import type { TenderState } from '../../domain/tender/ground/state.ts';
import { mayReadPaper, papersOf, type Paper } from '../../domain/visibility/index.ts';
import { hasPublishedAddress, loadState } from '../../store/index.ts';
import { isActing, type Deps, type Identity, type PersonIdentity } from '../deps.ts';
import { answerFile, FILE_REFUSALS, FILE_RESPONSES, planFile } from '../file-answer.ts';
import { authorize, SIGN_IN_REQUIRED, signInProblem } from '../middleware/authentication.ts';
import { problem, ProblemError } from '../problem.ts';
import { FILE_HEADERS } from '../request-headers.ts';
import { route, type Route } from '../route.ts';
import { idSchema, sha256Schema } from '../schema.ts';
import { paperSchema } from '../shown/parties.ts';
import { inScope } from '../access/scope.ts';
import { assertMandated, unknownTender } from '../access/tender-of.ts';
import { issuedAmong } from '../../domain/visibility/offers.ts';
import { standingIn } from './standing.ts';
import { takeIssued } from './taking.ts';

/** Who may read more of a tender than everybody. */
const PARTIES = ['bidder', 'tenderee', 'agency', 'supervisor'] as const;

export const takeDocument = route({
  method: 'get',
  path: '/v1/tenders/:id/documents/:sha256',
  operationId: 'takeDocument',
  tags: ['documents'],
  summary: '获取招标文件 · Take a tender document; who took it is registered and stays secret',
  description:
    'Documents of a first stage are issued in its time; where only some may bid, the tender documents are for them alone. In procurement everybody reads tender documents and contract once there is a result. What was handed in, the opened bids among it, is for those who are to read it, from its time on. Taken is what bytes are given of: not by HEAD, and not by a 304; more parts (206) of what one took belong to that taking, and so does all that one person takes of it on one day.',
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
    if (identity === null) throw await notPublicProblem(koa, deps, params);
    const taker = await possibleTaker(deps, params.id, state, identity);
    const issued = issuedAmong(papers);
    if (state === null || issued === null)
      throw problem(404, 'unknown-document', {
        zh: '该项目没有此文件',
        en: 'the tender has no such document',
      });
    return takeIssued(deps, { state, issued, plan: planFile(koa, issued.document), taker, address });
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
 * Why somebody who did not sign in is not given a paper. Where its address stands in a release of an earlier version, that is said:
 * the release is public, so it tells nobody of a paper. Of any other nothing is said, nor whether there is one.
 */
async function notPublicProblem(
  koa: Context,
  deps: Deps,
  { id, sha256 }: { readonly id: string; readonly sha256: string },
): Promise<Error> {
  const problemOfSignIn = signInProblem(koa);
  if (problemOfSignIn instanceof ProblemError && problemOfSignIn.code !== SIGN_IN_REQUIRED)
    return problemOfSignIn;
  const path = `/v1/tenders/${id}/documents/${sha256}`;
  if (!(await hasPublishedAddress(deps.store.em(), id, path))) return problemOfSignIn;
  return problem(403, 'document-not-public', {
    zh: '此文件不对公众公开；平台早先的版本曾在公开数据中载明其地址',
    en: 'this document is not public; an earlier version of the platform named its address in public data',
    accepted: {
      zh: '有权查阅的，登录后获取：招标文件供前来获取的投标人，其他文件供当事人和监督部门；政府采购的采购文件和合同在结果公布后公开',
      en: 'Who may read it signs in: bidders take tender documents, other papers are for the parties and the authority. In procurement documents and contract are public with the result.',
    },
  });
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
        papers: z.array(paperSchema.extend({ of: z.string(), bidId: z.string().nullable() })),
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
