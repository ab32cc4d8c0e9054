import { z } from 'zod';
import { refusedBy, type Citation } from '../../domain/law/citation.ts';
import { trusteeOf } from '../../domain/opening/trustee.ts';
import type { SealingDemand, Trustee } from '../../domain/seal/demand.ts';
import type { ShareVerdict } from '../../domain/seal/verdict.ts';
import type { TenderState } from '../../domain/tender/ground/state.ts';
import { judgeHandIn, parseHandIn, sharedBid } from '../../sealing/index.ts';
import {
  bidsWithoutKey,
  currentBidById,
  currentBidOf,
  openingComplete,
  readFence,
  readFenceUnlocked,
  storeBidShare,
  type Bid,
  type Em,
  type FenceReading,
} from '../../store/index.ts';
import { launchedTender } from '../access/tender-of.ts';
import { tenderParams } from '../commands/params.ts';
import { ROLES, type Identity } from '../deps.ts';
import { problem } from '../problem.ts';
import { route, type Route } from '../route.ts';
import {
  base64Schema,
  idSchema,
  sha256Schema,
  shown,
  shownBase64Schema,
  shownInstantSchema,
  usccSchema,
} from '../schema.ts';
import { storedHeader } from './bid-key.ts';
import { assertWithinDecryption } from './decryption-window.ts';
import { enterHandIn, tellComplete } from './opening.ts';

/** What lets the tender documents name trustees, as the tender's ruleset cites it. */
const citation = ({ ruleset }: TenderState): Citation => refusedBy(ruleset, 'EB-015');

/** What `openseal share` writes. */
const handInSchema = z.strictObject({
  format: z.literal('openseal-hand-in/1'),
  scheme: z.enum(['age', 'gm']),
  tenderId: idSchema,
  lot: z.string().max(100),
  bidderUscc: usccSchema,
  version: z.int().min(1),
  headerHash: sha256Schema,
  trusteeId: z.string().max(32),
  shared: base64Schema(200),
  proof: base64Schema(400),
});
const example = {
  format: 'openseal-hand-in/1',
  scheme: 'age',
  tenderId: '01980c1e-7c2b-7d3a-9a53-2f1f3c0f7a11',
  lot: '1',
  bidderUscc: '91130230MA0EXA0150',
  version: 1,
  headerHash: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  trusteeId: 'notary',
  shared: 'c2hhcmVk',
  proof: 'cHJvb2Y',
};

const handInShare = route({
  method: 'post',
  path: '/v1/tenders/:id/bids/:bidId/shares',
  operationId: 'handInShare',
  tags: ['bids'],
  summary: '受托人提交份额 · A trustee hands in what opens its share of a bid, at the opening',
  description:
    'The body is what `openseal share` wrote. It is judged at once: good, or the bidder’s fault, in which case it is kept as evidence; a fault of the trustee’s own is refused, and may be tried again until the window ends.',
  access: ROLES,
  write: true,
  request: { params: tenderParams.extend({ bidId: idSchema }), body: handInSchema, example },
  responses: {
    200: {
      description: '已收到',
      schema: z.strictObject({
        bidId: idSchema,
        trusteeId: z.string(),
        verdict: z.enum(['good', 'bidder-fault']),
        receivedAt: shownInstantSchema,
      }),
    },
  },
  handler: async ({ params, body, deps, identity, address, once }) => {
    const { state } = await launchedTender(deps.store.em(), params.id);
    const { trustee, demand } = await actingTrustee(deps.store.em(), state, identity);
    const receive = async (
      em: Em,
      fence: FenceReading | null,
    ): Promise<{ bid: Bid; fence: FenceReading }> => {
      if (fence === null) throw new Error(`tender ${params.id} has no fence`);
      assertWithinDecryption(state, fence);
      const bid = await currentBidById(em, params.id, params.bidId);
      if (bid === null)
        throw problem(404, 'unknown-bid', { zh: '没有此投标文件', en: 'there is no such bid' });
      return { bid, fence };
    };
    const em = deps.store.em();
    const { bid } = await receive(em, await readFenceUnlocked(em, params.id));
    const json = JSON.stringify(body);
    const sealed = await storedHeader(deps.blobs, bid.sha256);
    const verdict = judgeHandIn(sharedBid(sealed), trustee.id, parseHandIn(json));
    refuseFaulty(verdict, state);
    let complete = false;
    const answer = await once.inTransaction(async (tx) => {
      const { fence } = await receive(tx, await readFence(tx, params.id, 'share'));
      const share = {
        bidId: bid.id,
        trusteeId: trustee.id,
        sealed: deps.vault.seal(Buffer.from(json)),
        verdict: verdict.verdict,
        at: fence.at,
      };
      if (await storeBidShare(tx, share)) {
        const more = { trusteeId: trustee.id, verdict: verdict.verdict };
        const { ruleset } = state;
        await enterHandIn(tx, { event: 'shareReceived', ruleset, bid, fence, identity, address, more });
      }
      complete = await openingComplete(tx, params.id, demand.threshold);
      const { verdict: found } = verdict;
      const told = { bidId: bid.id, trusteeId: trustee.id, verdict: found, receivedAt: shown(fence.at) };
      return { status: 200, body: told };
    });
    if (complete) await tellComplete(deps, params.id);
    return answer;
  },
});

const sharesWanted = route({
  method: 'get',
  path: '/v1/tenders/:id/opening/shares',
  operationId: 'sharesWanted',
  tags: ['bids'],
  summary: '待受托人解密的投标文件 · The bids that wait for the share of the trustee who asks',
  description:
    'After the closing, the oldest first: bids without their key and without this trustee’s share, each with its header in base64, which is all that `openseal share` needs.',
  access: ROLES,
  request: {
    params: tenderParams,
    query: z.strictObject({ limit: z.coerce.number().int().min(1).max(200).default(50) }),
  },
  refuses: [409],
  responses: {
    200: {
      description: '清单',
      schema: z.strictObject({
        trusteeId: z.string(),
        threshold: z.int(),
        decryptionEndsAt: shownInstantSchema.nullable(),
        waiting: z.int(),
        bids: z.array(z.strictObject({ bidId: idSchema, sha256: sha256Schema, header: shownBase64Schema })),
      }),
    },
  },
  handler: async ({ params, query, deps, identity }) => {
    const em = deps.store.em();
    const { state } = await launchedTender(em, params.id);
    const { trustee, demand } = await actingTrustee(em, state, identity);
    const fence = await readFenceUnlocked(em, params.id);
    if (fence === null) throw new Error(`tender ${params.id} has no fence`);
    assertWithinDecryption(state, fence);
    const found = await bidsWithoutKey(em, params.id, trustee.id);
    const wanted = found.filter((one) => one.shareReceivedAt === null);
    const bids = [];
    for (const { bidId, sha256 } of wanted.slice(0, query.limit)) {
      const { bytes } = await storedHeader(deps.blobs, sha256);
      bids.push({ bidId, sha256, header: Buffer.from(bytes).toString('base64') });
    }
    const { decryptionEndsAt } = state;
    return {
      status: 200,
      body: {
        trusteeId: trustee.id,
        threshold: demand.threshold,
        decryptionEndsAt: shown(decryptionEndsAt),
        waiting: wanted.length,
        bids,
      },
    };
  },
});

/**
 * The trustee that the acting party is, by the unified social credit code in the tender documents, in whatever
 * role it acts. Throws the problem of everybody else; who bids itself opens nobody's bid.
 */
async function actingTrustee(
  em: Em,
  state: TenderState,
  identity: Identity,
): Promise<{ trustee: Trustee; demand: SealingDemand }> {
  const trustee = trusteeOf(state.draft, identity.uscc);
  const demand = state.draft.sealing ?? null;
  if (trustee === null || demand === null)
    throw problem(403, 'not-a-trustee', {
      zh: '本单位不是招标文件指定的解密受托人',
      en: 'the tender documents name your party as no trustee',
      ...citation(state),
    });
  if ((await currentBidOf(em, state.id, identity.partyId)) !== null)
    throw problem(403, 'own-tender', {
      zh: '投标人不能作为本项目的解密受托人',
      en: 'a bidder cannot be a trustee of the same tender',
    });
  return { trustee, demand };
}

type Kept = Extract<ShareVerdict, { verdict: 'good' | 'bidder-fault' }>;
type FaultReason = Extract<ShareVerdict, { verdict: 'trustee-fault' }>['reason'];

const FAULTS: Readonly<Record<FaultReason, { readonly zh: string; readonly en: string }>> = {
  malformed: { zh: '提交的内容无法读取。', en: 'What was handed in cannot be read.' },
  'another-bid': {
    zh: '提交的内容不是为这一份投标文件、这一名受托人作出的。',
    en: 'This was made for another bid, or for another trustee.',
  },
  'proof-fails': {
    zh: '提交的证明不成立，不能说明份额确由本受托人的密钥打开。',
    en: 'The proof does not hold: it does not show that the trustee’s key opened this.',
  },
};

/** Throws the problem of a hand-in that proves nothing: it is the trustee's to do again. */
function refuseFaulty(verdict: ShareVerdict, state: TenderState): asserts verdict is Kept {
  if (verdict.verdict === 'good' || verdict.verdict === 'bidder-fault') return;
  const reason = verdict.verdict === 'absent' ? 'malformed' : verdict.reason;
  throw problem(422, `share-${reason}`, {
    ...FAULTS[reason],
    ...citation(state),
    accepted: {
      zh: '用 openseal share 对该投标文件的文件头重新生成后，在解密时限内再次提交。',
      en: 'Make it again with openseal share from this bid’s header, and hand it in before the window ends.',
    },
  });
}

export const shareRoutes: readonly Route[] = [handInShare, sharesWanted];
