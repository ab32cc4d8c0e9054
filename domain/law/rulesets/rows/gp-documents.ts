import type { Rule } from '../../types.ts';
import { GP_PUBLICATION, GP_TENDERS, PROCUREMENT, PROCUREMENT_REGULATION, recited, row } from '../row.ts';

/** Government procurement of goods and services: notice and documents. */
export const GP_DOCUMENT_ROWS: readonly Rule[] = [
  row(
    'GP-101',
    `${PROCUREMENT}第三十五条`,
    '货物和服务项目实行招标方式采购的，自招标文件开始发出之日起至投标人提交投标文件截止之日止，不得少于20日',
    'From the first issue of the documents to the bid deadline there are at least 20 days',
    { period: { count: 20, unit: 'day', bound: 'min' }, reading: 'closing-day-counts' },
  ),
  ...recited(
    row(
      'GP-102',
      `${PROCUREMENT_REGULATION}第三十一条第一款、${GP_TENDERS}第十八条`,
      '招标文件的提供期限自招标文件开始发出之日起不得少于5个工作日',
      'The documents are provided for at least 5 working days from their first issue',
      { period: { count: 5, unit: 'workday', bound: 'min' } },
    ),
    { article: `${PROCUREMENT_REGULATION}第三十一条第一款`, from: '2015-03-01', to: '2017-09-30' },
    '2017-10-01',
  ),
  row(
    'GP-103',
    `${GP_TENDERS}第十八条`,
    '提供期限届满后，获取招标文件的潜在投标人不足3家的，可以顺延提供期限，并予公告',
    'When fewer than 3 took the documents, they may be provided longer, with an announcement',
    { values: { minTakers: 3 } },
  ),
  row(
    'GP-104',
    `${GP_TENDERS}第十六条`,
    '招标公告、资格预审公告的公告期限为5个工作日，自指定媒体最先发布之日起算',
    'The notice stands for 5 working days from its first publication',
    { period: { count: 5, unit: 'workday', bound: 'max' } },
  ),
  row(
    'GP-105',
    `${PROCUREMENT_REGULATION}第二十一条第二款`,
    '提交资格预审申请文件的时间自公告发布之日起不得少于5个工作日',
    'Applications are taken for at least 5 working days from the notice',
    { period: { count: 5, unit: 'workday', bound: 'min' } },
  ),
  ...recited(
    row(
      'GP-106',
      `${PROCUREMENT_REGULATION}第三十一条第二款、${GP_TENDERS}第二十七条`,
      '澄清或者修改的内容可能影响投标文件编制的，应当在投标截止时间至少15日前书面通知；不足15日的，应当顺延',
      'What may affect the bids comes at least 15 days before the deadline; else the deadline moves',
      { period: { count: 15, unit: 'day', bound: 'lead' }, reading: 'lead-to-the-hour' },
    ),
    { article: `${PROCUREMENT_REGULATION}第三十一条第二款`, from: '2015-03-01', to: '2017-09-30' },
    '2017-10-01',
  ),
  row(
    'GP-107',
    `${GP_TENDERS}第二十七条第三款`,
    '澄清或者修改可能影响资格预审申请文件编制的，应当在提交截止时间至少3日前通知；不足的应当顺延',
    'What may affect the applications comes at least 3 days before they are due; else they are due later',
    { period: { count: 3, unit: 'day', bound: 'lead' }, reading: 'lead-to-the-hour' },
  ),
  row(
    'GP-108',
    `${GP_TENDERS}第十四条、${PROCUREMENT}第三十四条`,
    '邀请招标的，从符合条件的供应商中随机抽取3家以上发出投标邀请书；备选供应商总数不得少于拟随机抽取总数的两倍',
    'An invited tender draws 3 or more suppliers by lot, from at least twice as many',
    { values: { minInvited: 3, poolFactor: 2, minOverseers: 2 } },
  ),
  row(
    'GP-109',
    `${GP_TENDERS}第十九条`,
    '招标公告未载明是否接受联合体投标的，不得拒绝联合体投标',
    'A notice that is silent on consortia takes them',
  ),
  ...recited(
    row(
      'GP-110',
      `${GP_TENDERS}第二十一条、第二十四条、${PROCUREMENT_REGULATION}第三十条`,
      '资格预审文件免费提供；招标文件售价不得以营利为目的，不得以采购金额作为确定依据；采购项目预算金额应当公开',
      'Prequalification documents are free, tender documents no source of profit; the budget is stated',
    ),
    { article: `${PROCUREMENT_REGULATION}第三十条`, from: '2015-03-01', to: '2017-09-30' },
    '2017-10-01',
  ),
  row(
    'GP-111',
    `${GP_TENDERS}第二十九条`,
    '除因重大变故采购任务取消外，不得擅自终止招标活动；终止的，及时公告、书面通知并报财政部门，并在终止后5个工作日内退还招标文件费用、投标保证金及其孳息',
    'Only a cancelled task ends a tender; then all is repaid within 5 working days',
    { period: { count: 5, unit: 'workday', bound: 'max' } },
  ),
  row(
    'GP-312',
    `${GP_PUBLICATION}第八条、第十一条、第十三条`,
    '政府采购项目信息应当在指定媒体公告，指定媒体自收到信息之日起1个工作日内发布；不一致的以其为准',
    'What is published stands on the designated media within 1 working day and prevails',
    { period: { count: 1, unit: 'workday', bound: 'max' } },
  ),
  row(
    'THR-11',
    `${PROCUREMENT}第二十七条`,
    '公开招标数额标准由国务院和省级人民政府规定',
    'From what amount procurement is an open tender is set by the State Council and the provinces',
  ),
];
