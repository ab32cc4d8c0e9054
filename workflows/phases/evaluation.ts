import type { TenderProcess } from '../tender-process.ts';

/**
 * 评标. The committee (招标投标法 37) evaluates in confidence; its written report names at most three
 * ranked candidates (条例 53), or rejects all bids, which ends the tender (招标投标法 42).
 */
export async function evaluation(tender: TenderProcess): Promise<void> {
  await tender.met('evaluationReported');
}
