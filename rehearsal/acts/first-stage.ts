import { parseInstant } from '../../domain/time/instant.ts';
import { signedPapers, storePaper } from '../papers.ts';
import { committeeOf } from './evaluation.ts';
import { takeDocuments } from './launch.ts';
import { advance, HOUR_MS, of, type Scene } from '../scene.ts';

/** Applications or proposals come in and are judged; for the end `too-few` all but one applicant fall through. */
export async function firstStage(scene: Scene): Promise<void> {
  const { notice, owner, bidders } = scene;
  if (notice.firstStage === null) return;
  const dueAt = parseInstant(notice.firstStage.due);
  await advance(scene, dueAt - 24 * HOUR_MS);
  for (const { party, user } of bidders) {
    const paper = await storePaper(user, '申请文件', `${party.name} 申请文件（演练）`);
    await scene.stage.sign?.(scene.tenderId, { party, user }, 'bid', paper);
    await user.post(of(scene, '/applications'), { documents: [paper.sha256] });
  }
  await advance(scene, dueAt + HOUR_MS);
  const fails = scene.stage.end === 'too-few' && notice.qualification === 'before';
  const admitted = fails ? bidders.slice(0, 1) : bidders;
  await owner.post(of(scene, '/first-stage-conclusion'), {
    admitted: admitted.map(({ party }) => party.uscc),
    rejected: bidders
      .filter((one) => !admitted.includes(one))
      .map(({ party }) => ({ uscc: party.uscc, reason: '不满足业绩要求（示例）' })),
    committee: committeeOf(scene),
    report: await signedPapers(scene, 'evaluationReport', '资格审查报告'),
    documents: [scene.document],
    schedule: {
      documentsIssuedFromAt: notice.documentsIssuedFrom,
      documentsIssuedUntilAt: notice.documentsIssuedUntil,
      bidDeadlineAt: notice.bidDeadline,
      openingAt: notice.openingAt ?? notice.bidDeadline,
    },
  });
  await scene.stage.onStep?.(scene.tenderId);
  if (fails) return;
  await advance(scene, parseInstant(notice.documentsIssuedFrom));
  await takeDocuments(scene);
}
