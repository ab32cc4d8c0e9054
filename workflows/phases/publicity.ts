import type { TenderProcess } from '../tender-process.ts';

/**
 * 中标候选人公示. Within three days of the report the candidates are made public, for no less than
 * three days (条例 54); objections to the result come within that time and stop the process until
 * they are answered.
 */
export async function publicity(tender: TenderProcess): Promise<void> {
  await tender.met('candidatesPublished');
  while (!tender.passed('publicityEnded') && !tender.ended) {
    if (await tender.until((facts) => facts.publicityEndsAt))
      await tender.take({ name: 'endPublicity' }, tender.facts.publicityEndsAt ?? tender.clock.now());
  }
}
