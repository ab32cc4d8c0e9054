import type { Rule } from '../../types.ts';
import { LAW, recited, REGULATION, row, WORKS } from '../row.ts';

/** Candidates, award, contract and report. */
export const AWARD_ROWS: readonly Rule[] = [
  row(
    'ZTB-401',
    `${REGULATION}第五十四条第一款`,
    '依法必须进行招标的项目，招标人应当自收到评标报告之日起3日内公示中标候选人',
    'The candidates are published within 3 days of the report',
    {
      scope: 'MT',
      period: { count: 3, unit: 'day', bound: 'max' },
    },
  ),
  row(
    'ZTB-402',
    `${REGULATION}第五十四条第一款`,
    '中标候选人公示期不得少于3日',
    'The publicity of the candidates lasts at least 3 days',
    {
      scope: 'MT',
      period: { count: 3, unit: 'day', bound: 'min' },
    },
  ),
  row(
    'ZTB-403',
    `${REGULATION}第五十五条`,
    '国有资金占控股或者主导地位的依法必须进行招标的项目，应当确定排名第一的中标候选人为中标人；其放弃、因不可抗力不能履行、不提交履约保证金或者被查实违法的，可以依次确定其他候选人或者重新招标',
    'With controlling state funds the first candidate wins; if that one falls away the next may, or the tender is held anew',
    {
      scope: 'SOE-MT',
      values: { rank: 1 },
    },
  ),
  row(
    'ZTB-404',
    `${REGULATION}第五十六条`,
    '中标候选人的经营、财务状况发生较大变化或者存在违法行为，可能影响其履约能力的，应当在发出中标通知书前由原评标委员会审查确认',
    'Doubts about a candidate go back to the same committee before the notice',
  ),
  row(
    'ZTB-405',
    `${LAW}第四十五条`,
    '中标人确定后，招标人应当向中标人发出中标通知书，并同时将中标结果通知所有未中标的投标人',
    'The winner and all others are told at the same time',
  ),
  row(
    'ZTB-406',
    `${LAW}第四十六条、${REGULATION}第五十七条第一款`,
    '自中标通知书发出之日起30日内，按照招标文件和中标人的投标文件订立书面合同；不得再行订立背离合同实质性内容的其他协议',
    'The contract follows documents and bid and is concluded within 30 days of the notice',
    {
      period: { count: 30, unit: 'day', bound: 'max' },
    },
  ),
  row(
    'ZTB-407',
    `${REGULATION}第五十八条`,
    '履约保证金不得超过中标合同金额的10%',
    'The performance security is at most 10 % of the contract',
    { values: { maxPercent: 10 } },
  ),
  row(
    'ZTB-408',
    `${REGULATION}第七十四条`,
    '中标人无正当理由不与招标人订立合同、提出附加条件或者不提交履约保证金的，取消其中标资格，投标保证金不予退还',
    'A winner that will not sign loses the award and the security',
  ),
  row(
    'ZTB-409',
    `${LAW}第四十七条`,
    '依法必须进行招标的项目，招标人应当自确定中标人之日起15日内，向有关行政监督部门提交招标投标情况的书面报告',
    'The written report follows within 15 days of the award',
    {
      scope: 'MT',
      period: { count: 15, unit: 'day', bound: 'max' },
    },
  ),
  row(
    'ZTB-410',
    `${WORKS}第六十五条`,
    '招标人应当自发出中标通知书之日起15日内提交书面报告',
    'The written report follows within 15 days of the notice',
    {
      scope: 'MT',
      categories: ['engineering', 'goods'],
      verification: 'M',
      period: { count: 15, unit: 'day', bound: 'max' },
    },
  ),
  row(
    'ZTB-411',
    `${LAW}第六十四条`,
    '依法必须进行招标的项目中标无效的，应当从其余投标人中重新确定中标人或者重新招标',
    'A void award is replaced or the tender is held anew',
    { scope: 'MT' },
  ),
  ...recited(
    row(
      'ZTB-412',
      `${REGULATION}第八十一条`,
      '违反规定，对中标结果造成实质性影响，且不能采取补救措施予以纠正的，招标、投标、中标无效，应当依法重新招标或者评标',
      'Breaches that changed the result and cannot be cured void tender, bid and award',
      { scope: 'MT' },
    ),
    { article: `${REGULATION}第八十二条`, from: '2012-02-01', to: '2017-02-28' },
    '2017-03-01',
  ),
  row(
    'ZTB-413',
    `${REGULATION}第六十四条第一款第二项`,
    '招标文件的发售、澄清、修改的时限，或者确定的提交投标文件的时限不符合规定的，由有关行政监督部门责令改正，可以处10万元以下的罚款',
    'Unlawful periods are ordered to be corrected and may be fined, up to 100,000 yuan',
    { values: { maxFineFen: '10000000' } },
  ),
  ...voidness(),
];

/** What 条例 says of void tenders stood in its article 82 until 2017-02-28 and stands in 81 since. */
function voidness(): readonly Rule[] {
  const zh = (article: string) => `时限违规本身不当然导致无效，仅依第二十三条或者第${article}条认定`;
  const cited = (article: string) => `${REGULATION}第二十三条、第六十四条、第${article}条`;
  const en = 'A breached period does not by itself void a tender';
  return [
    row('ZTB-414', cited('八十二'), zh('八十二'), en, { verification: 'I', to: '2017-02-28' }),
    row('ZTB-414', cited('八十一'), zh('八十一'), en, { verification: 'I', from: '2017-03-01' }),
  ];
}
