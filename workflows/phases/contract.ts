import type { TenderProcess } from '../tender-process.ts';

/**
 * 合同. Signed within thirty days of the award notice, on the terms of the tender and the bid
 * (招标投标法 46, 条例 57). A day too late is a timed-out step, seen by everybody; the duty stays.
 */
export async function contract(tender: TenderProcess): Promise<void> {
  await tender.met('contractSigned');
}
