import type { TenderProcess } from '../tender-process.ts';

/**
 * 定标. The tenderee chooses among the candidates (条例 55 where state funds control), and the winner's
 * notice and the others' go out at the same time (招标投标法 45).
 */
export async function award(tender: TenderProcess): Promise<void> {
  await tender.met('awardNoticeIssued');
}
