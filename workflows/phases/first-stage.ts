import type { TenderProcess } from '../tender-process.ts';

/**
 * 资格预审 or the first of 两阶段招标. Applications, or technical proposals without a price, come in until
 * they are due (条例 17, 30); then who may bid is settled, and the documents are handed out to them at the
 * instant that the result names. With fewer than three qualified the tender has failed (条例 19).
 */
export async function firstStage(tender: TenderProcess): Promise<void> {
  while (!tender.passed('applicationsClosed') && !tender.ended) {
    if (await tender.until((facts) => facts.applicationsDueAt))
      await tender.take({ name: 'closeApplications' }, tender.facts.applicationsDueAt ?? tender.clock.now());
  }
  await tender.met('firstStageConcluded');
  while (!tender.passed('documentsOpened') && !tender.ended) {
    if (await tender.untilIssue((facts) => facts.documentsIssuedFromAt))
      await tender.take({ name: 'openDocuments' }, tender.facts.documentsIssuedFromAt);
  }
}
