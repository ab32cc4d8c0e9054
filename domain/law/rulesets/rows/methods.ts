import type { Rule } from '../../types.ts';
import { LAW, OPINIONS_2022, REGULATION, row, THRESHOLDS } from '../row.ts';

/** Invited and two-stage tenders, and what must be tendered at all. */
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

const UNSURE = { verification: 'P' } as const;

/** What must be tendered by law: only pointed at, for the text was found at second hand. */
export const THRESHOLD_ROWS: readonly Rule[] = [
  row(
    'THR-01',
    `${THRESHOLDS}第二条第一项`,
    '使用预算资金200万元人民币以上，并且该资金占投资额10%以上的项目',
    'Projects with 2,000,000 yuan or more of budget money that is 10 % or more of the investment',
    { ...UNSURE, values: { minFen: '200000000', minPercent: 10 } },
  ),
  row(
    'THR-02',
    `${THRESHOLDS}第二条第二项`,
    '使用国有企业事业单位资金，并且该资金占控股或者主导地位的项目',
    'Projects with controlling funds of state enterprises or institutions',
    UNSURE,
  ),
  row(
    'THR-03',
    `${THRESHOLDS}第三条`,
    '使用国际组织或者外国政府贷款、援助资金的项目',
    'Projects with loans or aid of international organisations or foreign governments',
    UNSURE,
  ),
  row(
    'THR-04',
    `${THRESHOLDS}第四条`,
    '其他大型基础设施、公用事业等关系社会公共利益、公众安全的项目，范围另行制定',
    'Other large infrastructure and utilities, as listed elsewhere',
    UNSURE,
  ),
  row(
    'THR-05',
    `${THRESHOLDS}第五条第一项`,
    '施工单项合同估算价在400万元人民币以上',
    'Works of an estimated 4,000,000 yuan or more in one contract',
    { ...UNSURE, categories: ['engineering'], values: { minFen: '400000000' } },
  ),
  row(
    'THR-06',
    `${THRESHOLDS}第五条第二项`,
    '重要设备、材料等货物的采购，单项合同估算价在200万元人民币以上',
    'Important goods of an estimated 2,000,000 yuan or more in one contract',
    { ...UNSURE, categories: ['goods'], values: { minFen: '200000000' } },
  ),
  row(
    'THR-07',
    `${THRESHOLDS}第五条第三项`,
    '勘察、设计、监理等服务的采购，单项合同估算价在100万元人民币以上',
    'Survey, design, supervision and like services of an estimated 1,000,000 yuan or more',
    { ...UNSURE, categories: ['services'], values: { minFen: '100000000' } },
  ),
  row(
    'THR-08',
    `${THRESHOLDS}第五条第二款`,
    '同一项目中可以合并进行的采购，合同估算价合计达到规定标准的，必须招标',
    'Purchases of one project that can be made together count together',
    UNSURE,
  ),
  row(
    'THR-09',
    `${LAW}第六十六条、${REGULATION}第九条`,
    '涉及国家安全、国家秘密、抢险救灾等不适宜招标的特殊情况，以及法规列举的情形，可以不进行招标',
    'What need not be tendered: state security and secrets, disaster relief, and the cases listed',
  ),
];
