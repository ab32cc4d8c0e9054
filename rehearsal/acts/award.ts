import { MS_PER_DAY } from '../../domain/time/instant.ts';
import { signedPapers, storePaper } from '../papers.ts';
import { advance, clockOf, HOUR_MS, of, type Scene } from '../scene.ts';
import type { OpenedLine } from './bidding.ts';

/** Award to the first ranked, contract, return of the securities, report: to the end. */
export async function award(scene: Scene, [winner]: readonly OpenedLine[]): Promise<void> {
  const { owner, notice } = scene;
  if (winner === undefined) throw new Error('the report names no candidate');
  await advance(scene, (await clockOf(scene)) + HOUR_MS);
  await owner.post(of(scene, '/award-notice'), {
    bidId: winner.bidId,
    reason: null,
    documents: await signedPapers(scene, 'awardNotice', '中标通知书'),
  });
  const procurement = notice.regime === 'government-procurement';
  await advance(scene, (await clockOf(scene)) + 5 * MS_PER_DAY);
  if (procurement && notice.bidSecurityRequired)
    await owner.post(of(scene, '/security-return'), { interestFen: '0', whose: 'others' });
  const contract = await storePaper(owner, '合同', `${notice.title} 合同（演练）`);
  const awarded = scene.bidders.find(({ party }) => party.uscc === winner.uscc);
  for (const one of awarded === undefined ? [] : [scene.tenderee, awarded])
    await scene.stage.sign?.(scene.tenderId, one, 'contract', contract);
  await owner.post(of(scene, '/contract'), {
    amountFen: winner.priceFen,
    performanceSecurityFen: (BigInt(winner.priceFen) / 10n).toString(),
    document: contract.sha256,
  });
  await advance(scene, (await clockOf(scene)) + MS_PER_DAY);
  if (notice.bidSecurityRequired) await owner.post(of(scene, '/security-return'), { interestFen: '0' });
  await owner.post(of(scene, '/written-report'), {
    text: '招标范围、招标方式与媒介、评标委员会组成、评标报告与中标结果见附件（演练）。',
    documents: await signedPapers(scene, 'other', '书面报告'),
  });
  await scene.stage.onStep?.(scene.tenderId);
}
