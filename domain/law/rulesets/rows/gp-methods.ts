import type { Rule } from '../../types.ts';
import {
  GP_CIRCULAR_2015,
  GP_CONSULTATION,
  GP_OTHER_METHODS,
  GP_TENDERS,
  PROCUREMENT_REGULATION,
  row,
} from '../row.ts';

/** Government procurement otherwise than by tender: 竞争性谈判、询价、竞争性磋商、单一来源. */
export const GP_METHOD_ROWS: readonly Rule[] = [
  row(
    'GP-701',
    `${GP_OTHER_METHODS}第二十九条`,
    '从谈判文件发出之日起至供应商提交首次响应文件截止之日止不得少于3个工作日',
    'From the negotiation documents to the first responses there are at least 3 working days',
    {
      verification: 'V',
      period: { count: 3, unit: 'workday', bound: 'min' },
      reading: 'closing-day-counts',
    },
  ),
  row(
    'GP-702',
    `${GP_OTHER_METHODS}第四十五条`,
    '从询价通知书发出之日起至供应商提交响应文件截止之日止不得少于3个工作日',
    'From the inquiry to the responses there are at least 3 working days',
    {
      verification: 'V',
      period: { count: 3, unit: 'workday', bound: 'min' },
      reading: 'closing-day-counts',
    },
  ),
  row(
    'GP-703',
    `${GP_CONSULTATION}第十条第一款`,
    '从磋商文件发出之日起至供应商提交首次响应文件截止之日止不得少于10日',
    'From the consultation documents to the first responses there are at least 10 days',
    { verification: 'V', period: { count: 10, unit: 'day', bound: 'min' }, reading: 'closing-day-counts' },
  ),
  row(
    'GP-704',
    `${GP_CONSULTATION}第十条第二款`,
    '磋商文件的发售期限自开始之日起不得少于5个工作日',
    'The consultation documents are issued for at least 5 working days',
    { verification: 'V', period: { count: 5, unit: 'workday', bound: 'min' } },
  ),
  row(
    'GP-705',
    `${GP_CONSULTATION}第十条第四款`,
    '澄清或者修改可能影响响应文件编制的，应当在提交首次响应文件截止时间至少5日前书面通知；不足的应当顺延',
    'What may affect the responses comes at least 5 days before they are due; else they are due later',
    {
      verification: 'V',
      period: { count: 5, unit: 'day', bound: 'lead' },
      reading: 'lead-to-the-hour',
    },
  ),
  row(
    'GP-706',
    `${GP_CIRCULAR_2015}第二条第四项`,
    '竞争性谈判公告、竞争性磋商公告和询价公告的公告期限为3个工作日',
    'The notice of a negotiation, consultation or inquiry stands for 3 working days',
    { verification: 'V', period: { count: 3, unit: 'workday', bound: 'max' } },
  ),
  row(
    'GP-707',
    `${PROCUREMENT_REGULATION}第三十八条`,
    '达到公开招标数额标准，只能从唯一供应商处采购的，采购前应当将采购项目信息和唯一供应商名称公示，公示期不得少于5个工作日',
    'A single source is published for at least 5 working days beforehand',
    { verification: 'V', period: { count: 5, unit: 'workday', bound: 'min' }, values: { suppliers: 1 } },
  ),
  row(
    'GP-708',
    `${GP_OTHER_METHODS}第四十条`,
    '对单一来源公示有异议的，应当在公示期满后5个工作日内组织补充论证，并书面告知',
    'An objection to a single source is argued anew within 5 working days after the publicity',
    { verification: 'V', period: { count: 5, unit: 'workday', bound: 'max' } },
  ),
];

/** Collusion in government procurement, and how its own orders count days. */
export const GP_COLLUSION_ROWS: readonly Rule[] = [
  row(
    'COL-008',
    `${GP_TENDERS}第三十七条`,
    '不同投标人的投标文件由同一单位或者个人编制、委托同一单位或者个人办理、项目管理成员或者联系人员为同一人、异常一致或者报价呈规律性差异、相互混装、保证金从同一账户转出的，视为串通投标，投标无效',
    'The six cases that are taken for collusion and void the bids',
  ),
  row(
    'COL-009',
    `${GP_TENDERS}第三十六条`,
    '评标委员会发现投标人恶意串通的，应当认定投标无效，并书面报告本级财政部门',
    'A committee that finds collusion voids the bids and reports it',
  ),
  row(
    'COL-010',
    `${PROCUREMENT_REGULATION}第七十四条`,
    '属于恶意串通的七种情形',
    'The seven cases of malicious collusion',
  ),
];

const BY_87 = { from: '2017-10-01' } as const;

export const GP_COUNTING_ROWS: readonly Rule[] = [
  row(
    'CNT-05',
    `${GP_TENDERS}第八十五条`,
    '期间开始的当天不计算在期间内；期间届满的最后一天是国家法定节假日的，顺延到节假日后的次日',
    'The first day is not counted; a last day that is a public holiday moves on to the day after',
    BY_87,
  ),
  row(
    'CNT-06',
    `${GP_TENDERS}第八十六条`,
    '以上、以下、内、以内包括本数；不足不包括本数',
    '“At least” and “within” include the number itself; “fewer than” does not',
    BY_87,
  ),
  row(
    'CNT-07',
    '政府采购质疑和投诉办法第四十二条',
    '期间开始之日不计算在内；期间届满的最后一日是节假日的，以节假日后的第一日为届满日；不包括在途时间，期满前交邮的不算过期',
    'The first day is not counted; a last day of rest moves on; what was posted in time is in time',
    { from: '2018-03-01' },
  ),
];
