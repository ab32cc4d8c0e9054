import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { enterRecord, currentBidOf, readFence, storeBidKey } from '../../store/index.ts';
import { problem } from '../problem.ts';
import { route, type Route } from '../route.ts';
import { shown, shownInstantSchema } from '../schema.ts';
import { tenderParams } from './schemas.ts';
import { launchedTender } from './tender-of.ts';

/** An age identity as the tools write it, post-quantum ones are longer; or an SM2 key, where the tender demands GM. */
const identitySchema = z
  .string()
  .regex(/^(AGE-SECRET-KEY-(PQ-)?1[02-9AC-HJ-NP-Z]{40,100}|SM2-SECRET-KEY-[0-9A-F]{64})$/);

const handInKey = route({
  method: 'post',
  path: '/v1/tenders/:id/bids/mine/key',
  operationId: 'handInKey',
  tags: ['bids'],
  summary: "提交解密密钥 · Hand in the key of one's bid, at the opening",
  access: ['bidder'],
  write: 'own',
  request: {
    params: tenderParams,
    body: z.strictObject({ identity: identitySchema }),
    example: { identity: `AGE-SECRET-KEY-1${'Q'.repeat(58)}` },
  },
  responses: {
    200: { description: '已收到', schema: z.object({ bidId: z.string(), receivedAt: shownInstantSchema }) },
  },
  handler: async ({ params, body, deps, identity, address }) => {
    const { state } = await launchedTender(deps.store.em(), params.id);
    const stored = await deps.store.transaction(async (tx) => {
      const fence = await readFence(tx, params.id, 'share');
      const bid = await currentBidOf(tx, params.id, identity.partyId);
      if (fence === null || bid === null)
        throw problem(404, 'unknown-bid', {
          zh: '本单位在此项目没有投标文件',
          en: 'your party has no bid in this tender',
        });
      // A key before the closing would let the platform read a bid that it must not.
      if (fence.closedAt === null || state.phase !== 'opening') {
        throw problem(409, 'wrong-phase', {
          zh: state.milestones.bidsOpened === undefined ? '开标尚未开始，请勿提交密钥' : '解密已经结束',
          en:
            state.milestones.bidsOpened === undefined
              ? 'the opening has not begun: keep your key'
              : 'the decryption is over',
          rule: 'EB-013',
          article: '电子招标投标办法第三十条',
        });
      }
      if (state.decryptionEndsAt !== null && fence.at >= state.decryptionEndsAt) {
        throw problem(409, 'decryption-over', {
          zh: `解密时限（${shown(state.decryptionEndsAt)}）已过`,
          en: `the time for decryption ended at ${shown(state.decryptionEndsAt)}`,
          rule: 'EB-015',
          article: '电子招标投标办法第三十一条第二款',
        });
      }
      const { stored: first, missing } = await storeBidKey(
        tx,
        params.id,
        bid.id,
        deps.vault.seal(Buffer.from(body.identity)),
        fence.at,
      );
      if (first) {
        await enterRecord(tx, {
          id: uuidv7(),
          tenderId: params.id,
          event: 'keyReceived',
          confidential: true,
          at: fence.at,
          rehearsal: fence.rehearsal,
          role: identity.role,
          party: null,
          rule: 'EB-013',
          article: '电子招标投标办法第三十条',
          documents: [bid.sha256],
          data: {},
          private: { person: identity.personId, party: identity.uscc, address, bidId: bid.id },
        });
      }
      return { bidId: bid.id, at: fence.at, missing };
    });
    if (stored.missing === 0) {
      await deps.engine.keysComplete(params.id).catch((error: unknown) => {
        // The forwarder looks for openings whose last key is in.
        deps.logger.warn(
          { tenderId: params.id, reason: String(error) },
          'the engine does not know yet that all keys are in',
        );
      });
    }
    return { status: 200, body: { bidId: stored.bidId, receivedAt: shown(stored.at) } };
  },
});

const openingRecord = route({
  method: 'get',
  path: '/v1/tenders/:id/opening-record',
  operationId: 'openingRecord',
  tags: ['public'],
  summary: '开标记录 · The opening record, public (EB-016)',
  access: 'public',
  request: { params: tenderParams },
  responses: {
    200: {
      description: '开标记录',
      schema: z.object({ openedAt: shownInstantSchema, bids: z.array(z.looseObject({})) }),
    },
  },
  handler: async ({ params, deps }) => {
    const { state } = await launchedTender(deps.store.em(), params.id);
    const { openedBids } = state;
    const openedAt = state.milestones.bidsOpened;
    if (openedBids === null || openedAt === undefined)
      throw problem(404, 'not-opened', { zh: '尚未开标', en: 'the bids are not opened' });
    const bids = openedBids.map(({ partyId: _partyId, ...bid }) => bid);
    return { status: 200, body: { openedAt: shown(openedAt), bids } };
  },
});

export const openingRoutes: readonly Route[] = [handInKey, openingRecord];
