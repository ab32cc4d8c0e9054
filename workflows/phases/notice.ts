import type { TenderProcess } from '../tender-process.ts';

/**
 * 招标公告. The launch is decided (every breach of the law refuses it), the notice is published, and
 * the tender documents are handed out from the instant the notice names (招标投标法 16, 条例 15).
 */
export async function notice(tender: TenderProcess): Promise<void> {
  await tender.met('noticePublished');
  while (!tender.passed('documentsOpened') && !tender.ended) {
    await tender.until((facts) => facts.documentsIssuedFromAt);
    await tender.take({ name: 'openDocuments' }, tender.facts.documentsIssuedFromAt);
  }
}
