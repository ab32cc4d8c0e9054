import type { Rule } from '../../types.ts';
import { GP_COMPLAINTS, PROCUREMENT, PROCUREMENT_REGULATION, recited, row } from '../row.ts';

/** Since when 政府采购质疑和投诉办法 is cited beside the law, and until when the law stood alone. */
const SINCE_94 = '2018-03-01';
const before94 = (article: string, from = '2003-01-01') => ({ article, from, to: '2018-02-28' });

/** Questions (询问) and challenges (质疑) to the purchaser in government procurement. */
export const GP_CHALLENGE_ROWS: readonly Rule[] = [
  row(
    'GP-501',
    `${PROCUREMENT_REGULATION}第五十二条第一款`,
    '采购人或者采购代理机构应当在3个工作日内对供应商依法提出的询问作出答复',
    'Questions are answered within 3 working days',
    { period: { count: 3, unit: 'workday', bound: 'max' } },
  ),
  ...recited(
    row(
      'GP-502',
      `${PROCUREMENT}第五十二条、${GP_COMPLAINTS}第十条`,
      '供应商认为采购文件、采购过程和中标、成交结果使自己的权益受到损害的，可以在知道或者应知其权益受到损害之日起7个工作日内，以书面形式提出质疑',
      'A supplier challenges in writing within 7 working days of when it knew or should have known',
      { period: { count: 7, unit: 'workday', bound: 'max' } },
    ),
    before94(`${PROCUREMENT}第五十二条`),
    SINCE_94,
  ),
  ...recited(
    row(
      'GP-503',
      `${PROCUREMENT_REGULATION}第五十三条、${GP_COMPLAINTS}第十一条`,
      '应知之日：对采购文件，为收到采购文件之日或者采购文件公告期限届满之日；对采购过程，为各采购程序环节结束之日；对结果，为中标、成交结果公告期限届满之日',
      'One should have known when the documents came or their notice ended, when the step ended, or when the publication of the result ended',
    ),
    before94(`${PROCUREMENT_REGULATION}第五十三条`, '2015-03-01'),
    SINCE_94,
  ),
  ...recited(
    row(
      'GP-504',
      `${PROCUREMENT}第五十三条、${GP_COMPLAINTS}第十三条`,
      '应当在收到供应商的书面质疑后7个工作日内作出答复，并以书面形式通知质疑供应商和其他有关供应商',
      'A challenge is answered within 7 working days of receipt, in writing, to all whom it concerns',
      { period: { count: 7, unit: 'workday', bound: 'max' } },
    ),
    before94(`${PROCUREMENT}第五十三条`),
    SINCE_94,
  ),
  row(
    'GP-505',
    `${PROCUREMENT_REGULATION}第五十四条`,
    '询问或者质疑事项可能影响中标、成交结果的，采购人应当暂停签订合同，已经签订合同的，应当中止履行合同',
    'What may change the result keeps the contract waiting, or its performance',
  ),
  row(
    'GP-506',
    `${GP_COMPLAINTS}第十条第二款、第十三条`,
    '采购文件可以要求供应商在法定质疑期内一次性提出针对同一采购程序环节的质疑；采购人、采购代理机构不得拒收质疑函',
    'All challenges of one step may be asked for at once; none is turned away',
  ),
];

/** Complaints (投诉) to the department of finance in government procurement. */
export const GP_COMPLAINT_ROWS: readonly Rule[] = [
  ...recited(
    row(
      'GP-507',
      `${PROCUREMENT}第五十五条、${GP_COMPLAINTS}第十七条`,
      '对答复不满意，或者未在规定期限内作出答复的，可以在答复期满后15个工作日内向财政部门投诉',
      'Who is not content with the answer, or got none in time, complains within 15 working days of the end of the time for it',
      { period: { count: 15, unit: 'workday', bound: 'max' } },
    ),
    before94(`${PROCUREMENT}第五十五条`),
    SINCE_94,
  ),
  row(
    'GP-508',
    `${GP_COMPLAINTS}第二十一条`,
    '财政部门收到投诉书后应当在5个工作日内进行审查；不予受理或者不属于其管辖的，3个工作日内书面告知；符合规定的，自收到投诉书之日起即为受理，并在收到投诉后8个工作日内发出投诉答复通知书及副本',
    'A complaint is examined within 5 working days; a refusal is told within 3; a fit one is taken up on receipt and its copies go out within 8',
    {
      period: { count: 5, unit: 'workday', bound: 'max' },
      periods: {
        refusal: { count: 3, unit: 'workday', bound: 'max' },
        copies: { count: 8, unit: 'workday', bound: 'max' },
      },
    },
  ),
  row(
    'GP-509',
    `${GP_COMPLAINTS}第二十二条`,
    '被投诉人和其他与投诉事项有关的当事人应当在收到投诉答复通知书及投诉书副本之日起5个工作日内，以书面形式作出说明，并提交证据',
    'Who is complained of explains in writing within 5 working days of the copy',
    { period: { count: 5, unit: 'workday', bound: 'max' } },
  ),
  ...recited(
    row(
      'GP-510',
      `${PROCUREMENT}第五十六条、${GP_COMPLAINTS}第二十六条、第二十七条、${PROCUREMENT_REGULATION}第五十八条`,
      '财政部门应当自收到投诉之日起30个工作日内，对投诉事项作出处理决定；需要检验、检测、鉴定、专家评审以及需要投诉人补正材料的，所需时间不计算在内',
      'It is decided within 30 working days of receipt; tests, reviews and corrections do not count',
      { period: { count: 30, unit: 'workday', bound: 'max' } },
    ),
    before94(`${PROCUREMENT}第五十六条、${PROCUREMENT_REGULATION}第五十八条`, '2015-03-01'),
    SINCE_94,
  ),
  ...recited(
    row(
      'GP-511',
      `${PROCUREMENT}第五十七条、${GP_COMPLAINTS}第二十八条`,
      '财政部门在处理投诉事项期间，可以视具体情况书面通知采购人暂停采购活动，但暂停时间最长不得超过30日',
      'The department may have the procurement rest, for 30 days at most',
      { period: { count: 30, unit: 'day', bound: 'max' } },
    ),
    before94(`${PROCUREMENT}第五十七条`),
    SINCE_94,
  ),
  row(
    'GP-512',
    `${GP_COMPLAINTS}第三十一条至第三十四条`,
    '投诉处理结果应当及时在指定媒体公告；对采购文件、采购过程或者结果的投诉成立的，按合同是否签订和履行分别处理',
    'Decisions are published; what follows a complaint that holds depends on how far the procurement has come',
    { values: { outcomes: 4 } },
  ),
  row(
    'GP-513',
    `${GP_COMPLAINTS}第三十七条`,
    '投诉人在全国范围12个月内三次以上投诉查无实据的，列入不良行为记录名单；虚假、恶意投诉的，1至3年内禁止其参加政府采购活动',
    'Three groundless complaints in 12 months go on record; false or malicious ones exclude for 1 to 3 years',
    { values: { months: 12, complaints: 3, minYears: 1, maxYears: 3 } },
  ),
  ...recited(
    row(
      'GP-514',
      `${PROCUREMENT_REGULATION}第五十五条、${GP_COMPLAINTS}第二十条`,
      '供应商投诉的事项不得超出已质疑事项的范围，但基于质疑答复内容提出的投诉事项除外',
      'A complaint keeps to what was challenged, save for what the answer itself gave rise to',
    ),
    before94(`${PROCUREMENT_REGULATION}第五十五条`, '2015-03-01'),
    SINCE_94,
  ),
];
