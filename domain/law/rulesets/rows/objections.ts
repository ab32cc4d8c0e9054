import type { Rule } from '../../types.ts';
import { ELECTRONIC, OPINIONS_2022, REGULATION, row } from '../row.ts';

/** Objections. */
export const OBJECTION_ROWS: readonly Rule[] = [
  row(
    'ZTB-102',
    `${REGULATION}第二十二条`,
    '对招标文件有异议的，应当在投标截止时间10日前提出',
    'Objections to the documents come 10 days before the bid deadline',
    {
      period: { count: 10, unit: 'day', bound: 'lead' },
      reading: 'lead-by-date',
    },
  ),
  row(
    'ZTB-103',
    `${REGULATION}第二十二条`,
    '招标人应当自收到异议之日起3日内作出答复',
    'The tenderee replies within 3 days of receipt',
    {
      period: { count: 3, unit: 'day', bound: 'max' },
    },
  ),
  row(
    'ZTB-104',
    `${REGULATION}第二十二条`,
    '作出答复前，应当暂停招标投标活动',
    'The process rests until the reply',
  ),
  row(
    'ZTB-105',
    `${REGULATION}第四十四条第三款`,
    '投标人对开标有异议的，应当在开标现场提出，招标人应当当场作出答复，并制作记录',
    'Objections to the opening are made, answered and noted on the spot',
  ),
  row(
    'ZTB-106',
    `${REGULATION}第五十四条第二款`,
    '对依法必须进行招标的项目的评标结果有异议的，应当在中标候选人公示期间提出',
    'Objections to the result come during the publicity of the candidates',
    { scope: 'MT' },
  ),
  row(
    'ZTB-107',
    `${REGULATION}第五十四条第二款`,
    '对评标结果的异议，招标人应当自收到之日起3日内作出答复；作出答复前，应当暂停招标投标活动',
    'Objections to the result are answered within 3 days; the process rests until then',
    {
      scope: 'MT',
      period: { count: 3, unit: 'day', bound: 'max' },
    },
  ),
  row(
    'ZTB-108',
    `${ELECTRONIC}第三十九条`,
    '电子招标的异议和答复均应当通过电子招标投标交易平台进行',
    'Objections and replies go through the platform',
    { verification: 'V' },
  ),
  row(
    'ZTB-109',
    `${OPINIONS_2022}第一条第六项`,
    '招标人应当公布受理异议的联系人和联系方式，支持在线提出异议、跟踪进度、接收答复',
    'The tenderee names a contact for objections, which are filed and followed online',
    { verification: 'V' },
  ),
];
