import type { Rule } from '../../types.ts';
import { LAW, REGULATION, row, WORKS } from '../row.ts';

/** Documents and the time to bid. */
export const DOCUMENT_ROWS: readonly Rule[] = [
  row(
    'ZTB-001',
    `${REGULATION}第十六条第一款`,
    '招标文件的发售期不得少于5日',
    'The documents are on sale for at least 5 days',
    {
      period: { count: 5, unit: 'day', bound: 'min' },
    },
  ),
  row(
    'ZTB-002',
    `${REGULATION}第十六条第二款`,
    '发售招标文件收取的费用应当限于补偿印刷、邮寄的成本支出，不得以营利为目的',
    'The price of the documents makes up for printing and postage, without profit',
  ),
  row(
    'ZTB-004',
    `${LAW}第二十四条`,
    '依法必须进行招标的项目，自招标文件开始发出之日起至投标人提交投标文件截止之日止，最短不得少于20日',
    'In mandatory tenders at least 20 days lie between the first issue of the documents and the day of the bid deadline',
    {
      scope: 'MT',
      period: { count: 20, unit: 'day', bound: 'min' },
      reading: 'closing-day-counts',
    },
  ),
  row(
    'ZTB-005',
    `${LAW}第二十三条`,
    '对已发出的招标文件进行必要的澄清或者修改的，应当在投标截止时间至少15日前，以书面形式通知所有招标文件收受人',
    'Clarifications and amendments reach all holders of the documents at least 15 days before the bid deadline',
    {
      period: { count: 15, unit: 'day', bound: 'lead' },
      reading: 'lead-to-the-hour',
    },
  ),
  row(
    'ZTB-006',
    `${REGULATION}第二十一条`,
    '澄清或者修改的内容可能影响投标文件编制的，应当在投标截止时间至少15日前书面通知；不足15日的，应当顺延投标截止时间',
    'A clarification that may affect the bids comes at least 15 days before the bid deadline; where fewer are left the deadline must move',
    {
      period: { count: 15, unit: 'day', bound: 'lead' },
      reading: 'lead-to-the-hour',
    },
  ),
  row(
    'ZTB-008',
    `${LAW}第二十三条、${REGULATION}第二十一条`,
    '澄清或者修改应当书面通知所有获取招标文件的潜在投标人',
    'Clarifications go to all holders of the documents',
  ),
  row(
    'ZTB-012',
    `${REGULATION}第二十条`,
    '采用资格后审办法的，应当在开标后由评标委员会按照招标文件规定的标准和方法对投标人的资格进行审查',
    'With qualification after opening the committee examines the qualification after the opening',
  ),
  row(
    'ZTB-014',
    `${REGULATION}第八条`,
    '国有资金占控股或者主导地位的依法必须进行招标的项目，应当公开招标',
    'Mandatory projects with controlling state funds are tendered openly',
    { scope: 'SOE-MT' },
  ),
  row(
    'ZTB-015',
    `${LAW}第二十二条第一款`,
    '招标人不得向他人透露已获取招标文件的潜在投标人的名称、数量以及可能影响公平竞争的其他情况',
    'Names and number of those who took the documents stay secret',
  ),
  row(
    'ZTB-016',
    `${REGULATION}第二十八条`,
    '不得组织单个或者部分潜在投标人踏勘项目现场',
    'No visit to the site for some bidders only',
  ),
  row(
    'ZTB-017',
    `${REGULATION}第二十三条`,
    '招标文件的内容违反强制性规定或者公开、公平、公正和诚实信用原则，影响投标的，依法必须进行招标的项目应当在修改招标文件后重新招标',
    'Unlawful documents that affected the bids are amended and the tender is held anew',
    { scope: 'MT' },
  ),
  row(
    'ZTB-018',
    `${REGULATION}第三十一条`,
    '终止招标的，应当及时发布公告或者书面通知，退还所收取的费用和投标保证金及银行同期存款利息',
    'A termination is announced at once; fees and securities go back with interest',
  ),
  row(
    'ZTB-019',
    `${WORKS}第十五条`,
    '除不可抗力原因外，招标人在发布招标公告或者售出招标文件后不得终止招标',
    'Short of force majeure a works tender is not terminated after its notice',
    {
      scope: 'MT',
      categories: ['engineering'],
      verification: 'M',
    },
  ),
  row(
    'ZTB-020',
    `${REGULATION}第三十二条`,
    '不得以不合理的条件限制、排斥潜在投标人或者投标人',
    'No unreasonable conditions that keep bidders out',
  ),
  row(
    'ZTB-022',
    `${REGULATION}第二十七条第三款`,
    '设有最高投标限价的，应当在招标文件中明确最高投标限价或者其计算方法；不得规定最低投标限价',
    'A ceiling price stands in the documents; a floor price is forbidden',
  ),
  row(
    'ZTB-023',
    `${REGULATION}第二十七条第一款、第五十条`,
    '一个招标项目只能有一个标底，标底必须保密，应当在开标时公布，只能作为评标的参考',
    'There is one reference price, secret until the opening and for orientation only',
  ),
  row(
    'ZTB-024',
    `${REGULATION}第十五条第四款`,
    '编制依法必须进行招标的项目的招标文件，应当使用国务院有关部门制定的标准文本',
    'Documents of mandatory tenders use the standard texts',
    { scope: 'MT' },
  ),
  row(
    'ZTB-025',
    `${REGULATION}第三十四条第二款、第三款`,
    '单位负责人为同一人或者存在控股、管理关系的不同单位，不得参加同一标段投标；违反的，相关投标均无效',
    'Units under one head or control do not bid for one lot; their bids are void',
  ),
  row(
    'ZTB-026',
    `${REGULATION}第三十七条`,
    '联合体各方在同一招标项目中以自己名义单独投标或者参加其他联合体投标的，相关投标均无效',
    'Members of a consortium bid only through it; other bids of theirs are void',
  ),
];
