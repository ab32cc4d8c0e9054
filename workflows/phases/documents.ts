import type { TenderProcess } from '../tender-process.ts';

/**
 * 招标文件发售期. Whoever asks gets the documents, until the instant the notice names (条例 16).
 * Clarifications, amendments and objections come as commands, here and until the deadline.
 */
export async function documents(tender: TenderProcess): Promise<void> {
  while (!tender.passed('documentsClosed') && !tender.ended) {
    if (await tender.untilIssue((facts) => facts.documentsIssuedUntilAt))
      await tender.take({ name: 'closeDocuments' }, tender.facts.documentsIssuedUntilAt);
  }
}
