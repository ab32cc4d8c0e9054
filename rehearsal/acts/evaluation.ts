import { MS_PER_DAY, parseInstant } from '../../domain/time/instant.ts';
import { signedPapers } from '../papers.ts';
import { advance, clockOf, HOUR_MS, of, type Scene } from '../scene.ts';
import type { OpenedLine } from './bidding.ts';

/** A lawful committee, one of it the tenderee's: of seven for a large procurement, else of five. */
export function committeeOf({ notice }: Scene): Record<string, unknown>[] {
  const names = ['甲', '乙', '丙', '丁', '戊', '己', '庚'];
  return names.slice(0, notice.regime === 'tendering' ? 5 : 7).map((name, index) => ({
    name: `评委${name}`,
    role: index === 0 ? 'tenderee-representative' : 'expert',
    employer: index === 0 ? notice.tenderee : '省评标专家库',
  }));
}

/** The report of the committee, which ranks the bids by price or, for the end `all-rejected`, rejects them all. */
export async function evaluation(scene: Scene, bids: readonly OpenedLine[]): Promise<OpenedLine[]> {
  const { owner, notice } = scene;
  await advance(scene, parseInstant(notice.bidDeadline) + MS_PER_DAY);
  const ranked = [...bids].sort((a, b) => Number(BigInt(a.priceFen) - BigInt(b.priceFen)));
  const rejects = scene.stage.end === 'all-rejected';
  await owner.post(of(scene, '/evaluation-report'), {
    committee: committeeOf(scene),
    candidates: rejects ? [] : ranked.map(candidate),
    rejected: rejects
      ? ranked.map(({ bidId }) => ({
          bidId,
          ground: notice.regime === 'tendering' ? '51-6' : '63-3',
          reason: '未对招标文件的实质性要求作出响应（示例）',
        }))
      : [],
    summary: rejects ? '全部投标均未响应实质性要求。' : '投标均通过资格审查与符合性审查，按综合评估法排序。',
    documents: await signedPapers(scene, 'evaluationReport', '评标报告'),
  });
  await scene.stage.onStep?.(scene.tenderId);
  return rejects ? [] : ranked;
}

/** An opened bid as a candidate of the report, in the order of the ranking (from 0). */
export function candidate({ bidId, uscc, name, priceFen, durationDays }: OpenedLine, index: number): object {
  return {
    rank: index + 1,
    bidId,
    uscc,
    name,
    priceFen,
    quality: '合格',
    durationDays,
    projectManager: '示例项目负责人',
    certificate: '示例证书 0001',
    score: String(95 - index),
    qualifications: '满足招标文件要求',
  };
}

/** The candidates are public until the earliest lawful end; procurement publishes none before the award. */
export async function publicity(scene: Scene): Promise<void> {
  if (scene.notice.regime === 'government-procurement') return;
  await advance(scene, (await clockOf(scene)) + HOUR_MS);
  await scene.owner.post(of(scene, '/candidates'), { publicityEndsAt: null });
  const state = await scene.owner.get(of(scene));
  await advance(scene, parseInstant(String(state['publicityEndsAt'])));
}
