import { receiptsOf, type SignedReceipt } from './bids.ts';
import type { Em } from './store.ts';

/** One receipt of a bidder in a tender; null when there is none, also when it is another bidder's. */
export async function receiptOf(
  em: Em,
  query: { tenderId: string; partyId: string; receiptId: string },
): Promise<SignedReceipt | null> {
  const receipts = await receiptsOf(em, query.tenderId, query.partyId);
  return receipts.find(({ receipt }) => receipt.receiptId === query.receiptId) ?? null;
}
