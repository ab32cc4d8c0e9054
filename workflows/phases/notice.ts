import type { TenderProcess } from '../tender-process.ts';

/**
 * 招标公告. The launch is decided (every breach of the law refuses it), the notice is published, and
 * the tender documents are handed out from the instant the notice names (招标投标法 16, 条例 15); where
 * there is a first stage, its own documents are.
 */
export async function notice(tender: TenderProcess): Promise<void> {
  await tender.met('noticePublished');
  while (!begun(tender)) {
    const { firstStageFromAt } = tender.facts;
    // What was launched before there were first stages has none among its facts.
    if (firstStageFromAt != null) {
      if (await tender.untilIssue((facts) => facts.firstStageFromAt))
        await tender.take({ name: 'openFirstStage' }, firstStageFromAt);
    } else {
      if (await tender.untilIssue((facts) => facts.documentsIssuedFromAt))
        await tender.take({ name: 'openDocuments' }, tender.facts.documentsIssuedFromAt);
    }
  }
}

function begun(tender: TenderProcess): boolean {
  return tender.passed('firstStageOpened') || tender.passed('documentsOpened') || tender.ended;
}
