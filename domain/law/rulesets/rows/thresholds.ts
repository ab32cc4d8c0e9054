import type { Rule } from '../../types.ts';
import { LAW, REGULATION, row, THRESHOLDS } from '../row.ts';

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
  // 原国家计委第3号令, remembered and not read: lower amounts, and 3000 万元 for the whole of a project.
  ...[
    orderThree('THR-05', '第七条第一项', 'engineering', '200000000', [
      '施工单项合同估算价在200万元人民币以上',
      'Works of an estimated 2,000,000 yuan or more in one contract',
    ]),
    orderThree('THR-06', '第七条第二项', 'goods', '100000000', [
      '重要设备、材料等货物的采购，单项合同估算价在100万元人民币以上',
      'Important goods of an estimated 1,000,000 yuan or more in one contract',
    ]),
    orderThree('THR-07', '第七条第三项', 'services', '50000000', [
      '勘察、设计、监理等服务的采购，单项合同估算价在50万元人民币以上',
      'Survey, design, supervision and like services of an estimated 500,000 yuan or more',
    ]),
  ],
  row(
    'THR-09',
    `${LAW}第六十六条、${REGULATION}第九条`,
    '涉及国家安全、国家秘密、抢险救灾等不适宜招标的特殊情况，以及法规列举的情形，可以不进行招标',
    'What need not be tendered: state security and secrets, disaster relief, and the cases listed',
  ),
];

/** An amount of 工程建设项目招标范围和规模标准规定, in force until 2018-05-31. */
function orderThree(
  id: string,
  article: string,
  category: 'engineering' | 'goods' | 'services',
  minFen: string,
  [zh, en]: readonly [zh: string, en: string],
): Rule {
  return row(id, `工程建设项目招标范围和规模标准规定${article}`, zh, en, {
    verification: 'M',
    categories: [category],
    values: { minFen, minTotalFen: '3000000000' },
    from: '2000-05-01',
    to: '2018-05-31',
  });
}
