import type { TenderProcess } from '../tender-process.ts';

/**
 * 投标. Bids come in under the deadline fence, not through here. The deadline may be moved by an
 * amendment (条例 21) or rest during an objection (条例 22) while we wait, and what was received
 * before it may still move it: so the closing looks again, and only then fixes the list of bids.
 * With fewer than three bidders the bids stay sealed and the tender has failed (招标投标法 28).
 */
export async function bidding(tender: TenderProcess): Promise<void> {
  while (!tender.passed('bidsClosed') && !tender.ended) {
    if (await tender.until((facts) => facts.bidDeadlineAt)) await tender.closeBids();
  }
}
