import { award } from './acts/award.ts';
import { bidding, opening } from './acts/bidding.ts';
import { invalidate, terminate } from './acts/ends.ts';
import { evaluation, publicity } from './acts/evaluation.ts';
import { firstStage } from './acts/first-stage.ts';
import { launch } from './acts/launch.ts';
import type { Notice } from './notice.ts';
import { of, type Scene, type Stage } from './scene.ts';

export { launch };
export type { Scene, Stage };

/**
 * Rehearses a notice from its launch to its end, as its users would act: through the API alone. Throws
 * the ProblemError with which the platform refuses what the law refuses.
 */
export async function rehearse(notice: Notice, stage: Stage): Promise<string> {
  const scene = await launch(notice, stage);
  await goOn(scene);
  return scene.tenderId;
}

/** From the issue of the first documents to the end, or to where bids are taken. */
export async function goOn(scene: Scene): Promise<void> {
  await firstStage(scene);
  if (scene.stage.staysOpen === true || (await isOver(scene))) return;
  await bidding(scene);
  if (scene.stage.end === 'terminated') return terminate(scene);
  const bids = await opening(scene);
  if (bids === null) return;
  const ranked = await evaluation(scene, bids);
  if (await isOver(scene)) return;
  if (scene.stage.end === 'invalidated') return invalidate(scene);
  await publicity(scene);
  await award(scene, ranked);
}

async function isOver(scene: Scene): Promise<boolean> {
  const { outcome } = await scene.owner.get(of(scene));
  return outcome !== null;
}
