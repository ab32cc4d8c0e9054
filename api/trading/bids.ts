import type { Readable } from 'node:stream';
import { z } from 'zod';
import {
  admitBid,
  admitWithdrawal,
  noBidToWithdraw,
  refuseNamesBeforeClosing,
  type BidReceipt,
} from '../../domain/bid/index.ts';
import { ruleOf, type LawContext } from '../../domain/law/context.ts';
import { rulesOf } from '../../domain/procedure/index.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { demandHash, flawOfVersion } from '../../domain/seal/index.ts';
import type { TenderState } from '../../domain/tender/ground/state.ts';
import type { Instant } from '../../domain/time/instant.ts';
import { courseOf, mayRead, NOT_BEGUN, VISIBILITY } from '../../domain/visibility/index.ts';
import {
  acceptBid,
  currentBids,
  noteBytes,
  partyById,
  receiptByKey,
  receiptsOf,
  recordRefusal,
  timestampsOf,
  withdrawBid,
  type Bid,
  type FenceReading,
  type RefusedBid,
  type SignedReceipt,
  type WriteClaim,
} from '../../store/index.ts';
import { TIMESTAMP_LANE } from '../../workflows/messages.ts';
import { launchedTender, ownTender } from '../access/tender-of.ts';
import type { AnswerOf } from '../answer.ts';
import { tenderParams } from '../commands/params.ts';
import { actorOf, type Deps } from '../deps.ts';
import { patiently } from '../door/patience.ts';
import { alreadyRecorded } from '../middleware/refusals.ts';
import { refusalProblem } from '../problem.ts';
import { CONTENT_SHA256 } from '../request-headers.ts';
import { route, type Route } from '../route.ts';
import { rulesetOf } from '../ruleset.ts';
import { idSchema, sha256Schema, shown, shownIdSchema, shownInstantSchema } from '../schema.ts';
import { refusedUnread, windowOf, type Submitting } from './bid-admission.ts';
import { receiptAnswerSchema, shownReceipt, signedReceiptSchema, toBeSigned } from './bid-schema.ts';
import { bidderSignature, REMOVAL_SIGNATURE, SIGNING_KEY, signingHeaders } from './bidder-signature.ts';
import { refuseSealing } from './sealed-stream.ts';
import { withStalls } from './stalls.ts';
import { storeSealed } from './store-sealed.ts';

/** The closed list of bids, without what is in them. */
const closedBidSchema = z.strictObject({
  bidId: shownIdSchema,
  bidder: z.strictObject({ name: z.string().optional(), uscc: z.string().optional() }),
  version: z.number(),
  sha256: sha256Schema,
  sizeBytes: z.number(),
  receivedAt: shownInstantSchema,
});

const submit = route({
  method: 'post',
  path: '/v1/tenders/:id/bids',
  operationId: 'submitBid',
  tags: ['bids'],
  summary: '递交（替换）投标文件 · Submit a sealed bid, or replace it; the receipt is signed at once',
  description:
    'The body is an age file (https://age-encryption.org/v1), or what the tender demands as its `sealing` (docs/sealing.md); or it names a finished upload. The header `Content-SHA256` (hex), when given, must agree. A first submission may name the key that has to sign replacement and withdrawal from then on.',
  access: ['bidder'],
  write: true,
  again: receiptAgain,
  deadline: true,
  request: {
    params: tenderParams,
    body: z.strictObject({ uploadId: idSchema, sha256: sha256Schema }),
    example: {
      uploadId: '01980c1e-7c2b-7d3a-9a53-2f1f3c0f7a11',
      sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    },
    raw: {
      mediaTypes: ['application/octet-stream', 'application/age'],
      maxBytes: (deps) => deps.config.limits.bidMaxBytes,
      namedBy: 'sha256',
    },
    headers: [CONTENT_SHA256, SIGNING_KEY, REMOVAL_SIGNATURE],
  },
  responses: { 201: { description: '回执', schema: receiptAnswerSchema } },
  refuses: [410],
  handler: async ({ params, body, stream, deps, identity, entrant, address, once, koa }) => {
    const { state, law } = await patiently(entrant, () => tenderAndLaw(deps, params.id));
    const actor = actorOf(identity);
    const by = { deps, identity, entrant, address, tenderId: params.id, name: 'submitBid' };
    const signing = signingHeaders(koa);
    const unread = await patiently(entrant, () =>
      refusedUnread(by, { state, law, signing, idempotencyKey: koa.get('Idempotency-Key') }),
    );
    if (unread !== null) return receiptResult(unread, by);
    const declared = stream === null ? body.sha256 : koa.get('Content-SHA256').toLowerCase();
    const submission = {
      demand: state.draft.sealing ?? null,
      tenderId: state.id,
      bidderUscc: identity.uscc,
    };
    const note = (sha256: string): Promise<void> => patiently(entrant, () => noteBytes(deps.store, sha256));
    const store = (source: Readable) => storeSealed(deps, law, { source, declared, submission, note });
    const { sha256, sizeBytes, binding } =
      stream === null
        ? await (await deps.uploads.take(identity, body.uploadId)).read(store)
        : await store(stream);
    const signed = await patiently(entrant, () => bidderSignature(by, signing, sha256));
    // Who may bid is a matter of the tender's parties, when of the fence: its clock and its deadline decide.
    const admit = (at: Instant, fence: FenceReading, version: number): Refusal | null =>
      admitBid({ state, window: windowOf(fence) }, actor, at, law) ??
      refuseSealing(law, flawOfVersion(binding, version), submission.demand);
    const rule = ruleOf(law, 'EB-011');
    const given = {
      tenderId: params.id,
      actor,
      address,
      arrival: entrant?.arrival ?? null,
      sha256,
      sizeBytes,
      claim: once.ofFile(sha256).claim(),
      signed,
      demandSha256: demandSha256Of(state),
      admit,
      sign: (receipt: BidReceipt) => deps.signer.sign(receipt),
      rule: { rule: rule.id, article: rule.article },
      isKept: (sha256: string) => deps.blobs.has(sha256),
    };
    const accepted = await patiently(entrant, () => acceptBid(deps.store, given));
    return receiptResult(accepted, by, state.draft.signatures === 'required');
  },
});

const withdraw = route({
  method: 'post',
  path: '/v1/tenders/:id/bids/mine/withdrawal',
  operationId: 'withdrawBid',
  tags: ['bids'],
  summary: "撤回投标文件 · Withdraw one's bid before the deadline",
  access: ['bidder'],
  write: true,
  again: receiptAgain,
  deadline: true,
  request: { params: tenderParams, headers: [REMOVAL_SIGNATURE] },
  responses: { 201: { description: '回执', schema: receiptAnswerSchema } },
  handler: async ({ params, deps, identity, entrant, address, once, koa }) => {
    const { state, law } = await patiently(entrant, () => tenderAndLaw(deps, params.id));
    const actor = actorOf(identity);
    const by = { deps, identity, entrant, address, tenderId: params.id, name: 'withdrawBid' };
    const { signature } = signingHeaders(koa);
    const signed = await patiently(entrant, () => bidderSignature(by, { signingKey: null, signature }, null));
    const rule = ruleOf(law, rulesOf(state.draft).withdrawal);
    const given = {
      tenderId: params.id,
      actor,
      address,
      arrival: entrant?.arrival ?? null,
      claim: once.claim(),
      signed,
      demandSha256: demandSha256Of(state),
      admit: (at: Instant, fence: FenceReading, bid: Bid | null) =>
        admitWithdrawal({ state, window: windowOf(fence) }, actor, at, law) ??
        (bid === null ? noBidToWithdraw() : null),
      sign: (receipt: BidReceipt) => deps.signer.sign(receipt),
      rule: { rule: rule.id, article: rule.article },
    };
    const withdrawn = await patiently(entrant, () => withdrawBid(deps.store, given));
    return receiptResult(withdrawn, by);
  },
});

const mine = route({
  method: 'get',
  path: '/v1/tenders/:id/bids/mine',
  operationId: 'myBids',
  tags: ['bids'],
  summary: "我的投标与回执 · One's own bids with their receipts",
  access: ['bidder'],
  request: { params: tenderParams },
  responses: {
    200: {
      description: '回执',
      schema: z.strictObject({
        receipts: z.array(
          signedReceiptSchema.extend({
            status: z.enum(['received', 'replaced', 'withdrawn']),
            timestampedAt: shownInstantSchema.nullable(),
          }),
        ),
      }),
    },
  },
  handler: async ({ params, deps, identity }) => {
    await launchedTender(deps.store.em(), params.id);
    const found = await receiptsOf(deps.store.em(), params.id, identity.partyId);
    const ids = found.map((one) => one.receipt.receiptId);
    const stamps = await timestampsOf(deps.store.em(), 'receipt', ids);
    const receipts = found.map((one) => ({
      ...shownReceipt(one),
      status: one.bid.status,
      timestampedAt: shown(stamps.get(one.receipt.receiptId)?.genTimeAt ?? null),
    }));
    return { status: 200, body: { receipts } };
  },
});

const closedList = route({
  method: 'get',
  path: '/v1/tenders/:id/bids',
  operationId: 'closedBids',
  tags: ['bids'],
  summary: '投标文件清单 · The closed list of bids, after the deadline',
  access: ['tenderee', 'agency'],
  request: { params: tenderParams },
  responses: {
    200: { description: '清单', schema: z.strictObject({ bids: z.array(closedBidSchema) }) },
  },
  handler: async ({ params, deps, identity }) => {
    const tender = await ownTender(deps.store.em(), params.id, identity);
    const course = tender.state === null ? NOT_BEGUN : courseOf(tender.state);
    if (!mayRead(VISIBILITY.bidReceived.facts, 'owner', course)) {
      throw refusalProblem([refuseNamesBeforeClosing(await rulesetOf(deps, tender), 'bidders')], 409);
    }
    const bids = [];
    for (const bid of await currentBids(deps.store.em(), params.id)) {
      const party = await partyById(deps.store.em(), bid.partyId);
      bids.push({
        bidId: bid.id,
        bidder: { name: party?.name, uscc: party?.uscc },
        version: bid.version,
        sha256: bid.sha256,
        sizeBytes: bid.sizeBytes,
        receivedAt: shown(bid.receivedAt),
      });
    }
    return { status: 200, body: { bids } };
  },
});

const demandSha256Of = ({ draft: { sealing = null } }: TenderState): string | null =>
  sealing === null ? null : demandHash(sealing);

type ReceiptAnswer = AnswerOf<{ 201: { description: string; schema: typeof receiptAnswerSchema } }>;

async function receiptResult(
  outcome: SignedReceipt | RefusedBid,
  by: Submitting,
  toSign = false,
): Promise<ReceiptAnswer> {
  if ('receipt' in outcome) {
    by.deps.wakeLane(TIMESTAMP_LANE);
    return { status: 201, body: toSign ? toBeSigned(outcome) : shownReceipt(outcome) };
  }
  const { at, rehearsal } = outcome;
  const { deps, identity, address, tenderId, name } = by;
  const refusal = withStalls(outcome.refusal, by.entrant?.stalls() ?? []);
  const entered = await deps.store.transaction((tx) =>
    recordRefusal(tx, {
      tenderId,
      name,
      commandId: null,
      actor: actorOf(identity),
      address,
      at,
      rehearsal,
      refusals: [refusal],
    }),
  );
  if (!entered) deps.metrics.strangersRefused.inc();
  throw alreadyRecorded(refusalProblem([refusal]));
}

/** A launched tender with its law. */
async function tenderAndLaw(deps: Deps, tenderId: string): Promise<{ state: TenderState; law: LawContext }> {
  const { state } = await launchedTender(deps.store.em(), tenderId);
  return { state, law: await deps.lawOf(state.ruleset) };
}

/** The receipt of a repeated request, the very same; null where there is none. */
async function receiptAgain(deps: Deps, claim: WriteClaim): Promise<ReceiptAnswer | null> {
  const found = await receiptByKey(deps.store.em(), claim);
  if (found === null) return null;
  const { state } = await launchedTender(deps.store.em(), found.bid.tenderId);
  const toSign = found.receipt.kind === 'bid-received' && state.draft.signatures === 'required';
  return { status: 201, body: toSign ? toBeSigned(found) : shownReceipt(found) };
}

export const bidRoutes: readonly Route[] = [submit, withdraw, mine, closedList];
