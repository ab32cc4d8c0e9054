import { MS_PER_DAY } from '../../domain/time/instant.ts';
import { signedPapers, storePaper } from '../papers.ts';
import { advance, clockOf, HOUR_MS, of, type Scene } from '../scene.ts';
import type { OpenedLine } from './bidding.ts';

/** Award to the first ranked (to the second, where the first will not sign), contract, return of the securities, report: to the end. */
export async function award(scene: Scene, [first, second]: readonly OpenedLine[]): Promise<void> {
  const { owner, notice } = scene;
  if (first === undefined) throw new Error('the report names no candidate');
  await notify(scene, first);
  const winner = scene.stage.end === 'next-candidate' ? await replace(scene, second) : first;
  const procurement = notice.regime === 'government-procurement';
  await advance(scene, (await clockOf(scene)) + 5 * MS_PER_DAY);
  if (procurement && notice.bidSecurityRequired)
    await owner.post(of(scene, '/security-return'), { interestFen: '0', whose: 'others' });
  const contract = await storePaper(owner, '合同', `${notice.title}\n合同（演练）\n`);
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

async function notify(scene: Scene, { bidId }: OpenedLine): Promise<void> {
  await advance(scene, (await clockOf(scene)) + HOUR_MS);
  const documents = await signedPapers(scene, 'awardNotice', '中标通知书');
  await scene.owner.post(of(scene, '/award-notice'), { bidId, reason: null, documents });
}

/** The winner will not sign within the time of the contract: it loses its award, and the next candidate wins. */
async function replace(scene: Scene, next: OpenedLine | undefined): Promise<OpenedLine> {
  if (next === undefined) throw new Error('the report names no second candidate');
  const { owner, notice } = scene;
  await advance(scene, (await clockOf(scene)) + 7 * MS_PER_DAY);
  await owner.post(of(scene, '/award-cancellation'), {
    ground: 'will-not-sign',
    reason: '经书面催告，中标人仍拒绝订立合同（示例）。',
    documents: [(await storePaper(owner, '催告函', `${notice.title}\n催告函（演练）\n`)).sha256],
  });
  await scene.stage.onStep?.(scene.tenderId);
  await notify(scene, next);
  return next;
}
