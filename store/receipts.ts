import { BID_COLUMNS } from './current-bids.ts';
import { receiptByKey, signedReceipt, type SignedReceipt } from './bids.ts';
import { rows, type Em } from './store.ts';

/** All receipts of one bidder, oldest first: each version, and withdrawals. */
export async function receiptsOf(em: Em, tenderId: string, partyId: string): Promise<SignedReceipt[]> {
  const found = await rows(
    em,
    `select ${BID_COLUMNS}, receipt.body, receipt.signature from receipt join bid on bid.id = receipt.bid_id
     where bid.tender_id = $1 and bid.party_id = $2 order by receipt.id`,
    [tenderId, partyId],
  );
  return found.map(signedReceipt);
}

/** One receipt of a bidder in a tender; null when there is none, also when it is another bidder's. */
export async function receiptOf(
  em: Em,
  query: { tenderId: string; partyId: string; receiptId: string },
): Promise<SignedReceipt | null> {
  const receipts = await receiptsOf(em, query.tenderId, query.partyId);
  return receipts.find(({ receipt }) => receipt.receiptId === query.receiptId) ?? null;
}

/** Whether a receipt was given under a key: then the request is a repeat, which is answered and not judged again. */
export const hasReceipt = async (em: Em, personId: string, key: string): Promise<boolean> =>
  (await receiptByKey(em, { personId, key })) !== null;
