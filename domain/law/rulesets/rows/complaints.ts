import type { Rule } from '../../types.ts';
import { COMPLAINTS, RECORDS, REGULATION, recited, row, type RowFacts } from '../row.ts';

/** No text of 工程建设项目招标投标活动投诉处理办法 as amended in 2013 was found, so its rows warn. */
const REMEMBERED: RowFacts = { verification: 'M' };

/** Complaints to the authority (投诉) under 招标投标法. */
export const COMPLAINT_ROWS: readonly Rule[] = [
  row(
    'CMP-001',
    `${REGULATION}第六十条第一款`,
    '投标人或者其他利害关系人认为招标投标活动不符合规定的，可以自知道或者应当知道之日起10日内向有关行政监督部门投诉；投诉应当有明确的请求和必要的证明材料',
    'A complaint comes within 10 days of when one knew or should have known, with a clear request and the proof it needs',
    { period: { count: 10, unit: 'day', bound: 'max' } },
  ),
  row(
    'CMP-002',
    `${REGULATION}第六十条第二款`,
    '就招标文件、资格预审文件、开标和评标结果事项投诉的，应当先向招标人提出异议',
    'About documents, opening and result an objection to the tenderee comes first',
  ),
  row(
    'CMP-003',
    `${REGULATION}第六十条第二款`,
    '异议答复期间不计算在投诉期限内',
    'The time in which the objection is answered does not count',
  ),
  row(
    'CMP-004',
    `${REGULATION}第六十一条第二款`,
    '行政监督部门应当自收到投诉之日起3个工作日内决定是否受理投诉',
    'The authority decides within 3 working days of receipt whether it takes the complaint up',
    { period: { count: 3, unit: 'workday', bound: 'max' } },
  ),
  row(
    'CMP-005',
    `${REGULATION}第六十一条第二款`,
    '自受理投诉之日起30个工作日内作出书面处理决定；需要检验、检测、鉴定、专家评审的，所需时间不计算在内',
    'It decides in writing within 30 working days of taking it up; tests and experts’ reviews do not count',
    { period: { count: 30, unit: 'workday', bound: 'max' } },
  ),
  row(
    'CMP-006',
    `${REGULATION}第六十一条第一款`,
    '投诉人就同一事项向两个以上有权受理的行政监督部门投诉的，由最先收到投诉的行政监督部门负责处理',
    'Of several authorities the one that received it first is in charge',
  ),
  row(
    'CMP-007',
    `${REGULATION}第六十一条第三款、第七十七条第一款`,
    '投诉人捏造事实、伪造材料或者以非法手段取得证明材料进行投诉的，行政监督部门应当予以驳回；造成损失的，依法承担赔偿责任',
    'Invented, forged or unlawfully gathered complaints are rejected, and the damage is made good',
  ),
  row(
    'CMP-008',
    `${REGULATION}第六十二条第一款`,
    '行政监督部门处理投诉，必要时可以责令暂停招标投标活动',
    'The authority may order the process to rest; no longest time is set',
  ),
  row(
    'CMP-009',
    '工程建设项目招标投标活动投诉处理办法（2004年）第十一条、第二十一条',
    '行政监督部门收到投诉书后应当在5日内进行审查，并自受理之日起30日内作出处理决定',
    'The authority examines a complaint within 5 days and decides within 30 days of taking it up',
    {
      from: '2004-08-01',
      to: '2013-04-30',
      verification: 'P',
      period: { count: 5, unit: 'day', bound: 'max' },
      periods: { decision: { count: 30, unit: 'day', bound: 'max' } },
    },
  ),
  row(
    'CMP-010',
    `${COMPLAINTS}第七条`,
    '投诉人投诉时应当提交投诉书，载明规定内容并签字盖章；应当先提出异议的，附提出异议的证明文件',
    'A complaint is a signed letter with what is prescribed, and with proof of the objection where one comes first',
    REMEMBERED,
  ),
  row(
    'CMP-011',
    `${COMPLAINTS}第十一条、第十二条`,
    '符合条件的，收到投诉书之日即为正式受理；有六种情形之一的投诉不予受理',
    'A fit complaint is taken up on the day it is received; there are six grounds on which none is',
    { ...REMEMBERED, values: { grounds: 6 } },
  ),
  row(
    'CMP-012',
    `${COMPLAINTS}第十九条、第二十条、第二十一条`,
    '处理决定作出前投诉人可以书面撤回投诉；缺乏事实根据或者法律依据的驳回，属实的依法处理；处理决定自受理之日起30个工作日内作出',
    'A complaint may be withdrawn before the decision; it is rejected or acted on, within 30 working days of being taken up',
    { ...REMEMBERED, period: { count: 30, unit: 'workday', bound: 'max' } },
  ),
];

/** What the authorities publish of unlawful acts. */
export const RECORD_ROWS: readonly Rule[] = [
  ...recited(
    row(
      'PUB-011',
      `${REGULATION}第七十八条`,
      '国家建立招标投标信用制度；有关行政监督部门应当依法公告对违法行为的行政处理决定',
      'There is a system of credit in tendering; authorities publish what they decide about unlawful acts',
    ),
    { article: `${REGULATION}第七十九条`, from: '2012-02-01', to: '2017-02-28' },
    '2017-03-01',
  ),
  row(
    'PUB-012',
    `${RECORDS}（发改法规〔2008〕1531号）`,
    '对招标投标违法行为的行政处理决定应当自作出之日起20个工作日内公告，公告期限为6个月',
    'Decisions about unlawful acts are published within 20 working days, for 6 months',
    {
      ...REMEMBERED,
      period: { count: 20, unit: 'workday', bound: 'max' },
      values: { months: 6 },
    },
  ),
];
