import type { TenderProcess } from '../tender-process.ts';

/**
 * 开标. At the very instant of the deadline (招标投标法 34) the hall opens; bidders hand in their keys
 * within the window of the tender documents (电子招标投标办法 30, 31). When the last key is in, or the
 * window is over, the bids are decrypted and checked against their receipts, and the opening record
 * is published with names and prices together.
 */
export async function opening(tender: TenderProcess): Promise<void> {
  while (!tender.passed('bidsOpened') && !tender.ended) {
    const due = await tender.until(
      (facts) => facts.decryptionEndsAt,
      () => tender.allKeysIn && !tender.facts.suspended,
    );
    if (!due) return;
    if (tender.allKeysIn) await tender.take({ name: 'completeKeys' }, tender.clock.now());
    await tender.openBids();
  }
}
