import { of, type Scene } from '../scene.ts';

/** The tenderee gives the tender up; securities that it holds go back. */
export async function terminate(scene: Scene): Promise<void> {
  await scene.owner.post(of(scene, '/termination'), { reason: '因重大变故，采购任务取消（示例）。' });
  if (scene.notice.bidSecurityRequired)
    await scene.owner.post(of(scene, '/security-return'), { interestFen: '0' });
  await scene.stage.onStep?.(scene.tenderId);
}

/** The authority declares the tender void. */
export async function invalidate(scene: Scene): Promise<void> {
  const supervisor = await scene.stage.supervisor?.();
  if (supervisor === undefined) throw new Error('only a supervisor can declare a tender void');
  await supervisor.post(`/v1/supervision/tenders/${scene.tenderId}/instructions`, {
    kind: 'invalidate',
    basis: scene.notice.regime === 'tendering' ? 'ZTB-412' : 'GP-211',
    text: '招标过程中的违法行为对中标结果造成实质性影响，且不能采取补救措施（示例）。',
    dueAt: null,
  });
  await scene.stage.onStep?.(scene.tenderId);
}
