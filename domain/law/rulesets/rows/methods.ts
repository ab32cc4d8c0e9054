import type { Rule } from '../../types.ts';
import { LAW, OPINIONS_2022, REGULATION, row } from '../row.ts';

/** Invited and two-stage tenders. */
export const METHOD_ROWS: readonly Rule[] = [
  row(
    'ZTB-013',
    `${LAW}第十七条`,
    '邀请招标应当向三个以上具备承担招标项目能力、资信良好的特定的法人或者其他组织发出投标邀请书',
    'An invited tender invites at least three particular parties',
    { values: { minInvited: 3 } },
  ),
  row(
    'ZTB-021',
    `${REGULATION}第三十条`,
    '两阶段招标：第一阶段提交不带报价的技术建议；第二阶段向提交技术建议的投标人提供招标文件，投标人提交包括最终技术方案和报价的投标文件；投标保证金在第二阶段提出',
    'Two stages: proposals without prices first; then documents for those who proposed, and bids with prices; the security only then',
    { values: { securityStage: 2 } },
  ),
  row(
    'PUB-013',
    `${OPINIONS_2022}第一条第二项`,
    '依法必须招标的项目拟不进行招标或者拟邀请招标的，应当在实施前公示理由和依据，依法不宜公开的除外',
    'Why a mandatory tender is invited, or not held, is published beforehand',
    { scope: 'MT', verification: 'V' },
  ),
];
