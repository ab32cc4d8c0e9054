import type { TenderProcess } from '../tender-process.ts';

/**
 * 书面报告. The written report goes to the supervisor within fifteen days of the award decision
 * (招标投标法 47), and bid securities go back with interest within five days of the contract (条例 57).
 */
export async function report(tender: TenderProcess): Promise<void> {
  await tender.met('writtenReportSubmitted');
  await tender.met('securityReturned');
}
