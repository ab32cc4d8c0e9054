import type { Candidate, TenderState } from '../../tender/state.ts';
import type { Instant } from '../../time/instant.ts';
import { breachOf } from '../breach.ts';
import type { LawContext } from '../context.ts';
import type { Breach } from '../types.ts';
import { numberOf } from '../values.ts';

/** Whether a candidate may be awarded: with controlling state funds the first, unless the law excuses it (ZTB-403). */
export function checkAward(ctx: LawContext, state: TenderState, candidate: Candidate, _at: Instant): Breach[] {
  if (candidate.rank === numberOf(ctx, 'ZTB-403', 'rank')) return [];
  const first = state.evaluation?.candidates.find((one) => one.rank === numberOf(ctx, 'ZTB-403', 'rank'));
  return [
    breachOf(ctx, 'ZTB-403', state.draft.attributes, {
      field: 'bidId',
      zh: `应当确定排名第一的中标候选人为中标人，${candidate.name}排名第${candidate.rank}。`,
      en: `The first candidate is to win; ${candidate.name} ranks ${candidate.rank}.`,
      accepted: {
        zh: `${first?.name ?? '排名第一的中标候选人'}；排名第一的放弃、因不可抗力不能履行、不提交履约保证金或者查实违法的，写明理由。`,
        en: `${first?.name ?? 'The first candidate'}; or a reason, where the first withdraws, cannot perform, gives no security or broke the law.`,
      },
    }),
  ];
}
