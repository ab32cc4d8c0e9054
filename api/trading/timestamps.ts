import { z } from 'zod';
import { grantingReply, REPLY_TYPE } from '../../runtime/timestamps/index.ts';
import { receiptsOf, timestampOf } from '../../store/index.ts';
import { problem } from '../problem.ts';
import { route, type Route } from '../route.ts';
import { idSchema } from '../schema.ts';
import { launchedTender } from '../access/tender-of.ts';

const RETRY_AFTER_SECONDS = '5';
const PEM_TYPE = 'application/x-pem-file';

const receiptTimestamp = route({
  method: 'get',
  path: '/v1/tenders/:id/bids/mine/:receiptId/timestamp',
  operationId: 'receiptTimestamp',
  tags: ['bids'],
  summary: "回执时间戳 · The time-stamp of one's own receipt (RFC 3161)",
  description:
    "A TimeStampResp over the SHA-256 of the receipt's signature, the compact JWS as it stands in `signature`. Check it with `openssl ts -verify -data receipt.jws -in receipt.tsr -CAfile roots.pem`; the roots are at `/v1/timestamp-roots`. It comes some seconds after the receipt, which does not wait for it.",
  access: ['bidder'],
  request: { params: z.strictObject({ id: idSchema, receiptId: idSchema }) },
  refuses: [409],
  responses: { 200: { description: '时间戳', mediaType: REPLY_TYPE } },
  handler: async ({ params, deps, identity }) => {
    const em = deps.store.em();
    await launchedTender(em, params.id);
    const own = await receiptsOf(em, params.id, identity.partyId);
    if (!own.some((one) => one.receipt.receiptId === params.receiptId))
      throw problem(404, 'unknown-receipt', {
        zh: '本单位在此项目中没有这份回执',
        en: 'your party has no such receipt in this tender',
      });
    const stamp = await timestampOf(em, 'receipt', params.receiptId);
    if (stamp?.token == null)
      throw problem(409, 'timestamp-pending', {
        zh: '时间戳尚未取得，回执本身已经有效',
        en: 'the time-stamp is not there yet; the receipt stands without it',
        accepted: { zh: '稍后再取', en: 'ask again later' },
        headers: { 'Retry-After': RETRY_AFTER_SECONDS },
      });
    return {
      status: 200,
      body: grantingReply(stamp.token),
      headers: {
        'Content-Type': REPLY_TYPE,
        'Content-Disposition': `attachment; filename="receipt-${params.receiptId}.tsr"`,
      },
    };
  },
});

const roots = route({
  method: 'get',
  path: '/v1/timestamp-roots',
  operationId: 'timestampRoots',
  tags: ['public'],
  summary: '时间戳信任根 · The roots that the platform trusts for time-stamps (PEM)',
  access: 'public',
  refuses: [404],
  responses: { 200: { description: 'PEM', mediaType: PEM_TYPE } },
  handler: ({ deps }) => {
    if (deps.timestampRoots === null)
      throw problem(404, 'no-timestamp-roots', {
        zh: '平台未配置时间戳服务',
        en: 'no time-stamping authority is configured',
      });
    return Promise.resolve({
      status: 200,
      body: deps.timestampRoots,
      headers: { 'Content-Type': PEM_TYPE },
    });
  },
});

export const timestampRoutes: readonly Route[] = [receiptTimestamp];
export const timestampFacts: readonly Route[] = [roots];
