import type { Consequence } from '../../case/consequence.ts';
import type { Words } from '../../case/words.ts';
import type { Regime } from '../../law/types.ts';
import type { ComplaintDuty } from './state.ts';

const NAMES: Readonly<Record<ComplaintDuty['id'], Words>> = {
  review: { zh: '审查投诉并决定是否受理', en: 'say whether a complaint is accepted' },
  correct: { zh: '补正投诉', en: 'correct a complaint' },
  copies: { zh: '发出投诉答复通知书及投诉书副本', en: 'send the copies of a complaint' },
  statement: { zh: '对投诉作出书面说明', en: 'make a statement on a complaint' },
  decide: { zh: '作出投诉处理决定', en: 'decide a complaint' },
  publish: { zh: '公布投诉处理决定', en: 'publish the decision on a complaint' },
};

/** What a duty of a complaint is about, in both languages. */
export function complaintDutyName({ id }: Pick<ComplaintDuty, 'id'>): Words {
  return NAMES[id];
}

/** 招标投标法实施条例, whose article on authorities was the eightieth until 2017-02-28. */
const AUTHORITY_AT_FAULT: Consequence = {
  rule: null,
  article: '招标投标法实施条例第七十九条第二款',
  zh: '有关行政监督部门不按照规定处理投诉的，对直接负责的主管人员和其他直接责任人员依法给予处分',
  en: 'Where an authority does not deal with complaints as required, those in charge and others responsible are disciplined',
};

const REVIEW_OPEN: Consequence = {
  rule: null,
  article: '政府采购法第五十八条',
  zh: '政府采购监督管理部门逾期未作处理的，投诉人可以依法申请行政复议或者向人民法院提起行政诉讼',
  en: 'Where the authority does not decide in time, the complainant may ask for administrative review or go to court',
};

const OVERDUE_AUTHORITY: Consequence = {
  rule: null,
  article: '政府采购法第八十一条',
  zh: '政府采购监督管理部门对供应商的投诉逾期未作处理的，给予直接负责的主管人员和其他直接责任人员行政处分',
  en: 'Where the authority leaves a complaint undealt with beyond its time, those in charge and others responsible are disciplined',
};

const SILENT_RESPONDENT: Consequence = {
  rule: null,
  article: '政府采购质疑和投诉办法第二十五条',
  zh: '被投诉人未按照投诉答复通知书要求提交相关证据、依据和其他有关材料的，视同其放弃说明权利，依法承担不利后果',
  en: 'A respondent who does not hand in what it was asked for is taken to have given up its right to explain, and bears the consequences',
};

const NOT_CORRECTED: Consequence = {
  rule: 'GP-508',
  article: '政府采购质疑和投诉办法第二十一条',
  zh: '投诉人未按照补正期限进行补正或者补正后仍不符合规定的，不予受理',
  en: 'A complaint that is not corrected in time, or not enough, is not accepted',
};

const NONE_STATED: Consequence = {
  rule: null,
  article: null,
  zh: '法律没有直接规定逾期的后果；逾期已记入业务记录，并告知各方',
  en: 'No law states what follows by itself; that it is late is on the record, and was told to those concerned',
};

const PROCUREMENT: Readonly<Partial<Record<ComplaintDuty['id'], readonly Consequence[]>>> = {
  correct: [NOT_CORRECTED],
  statement: [SILENT_RESPONDENT],
  review: [OVERDUE_AUTHORITY],
  decide: [REVIEW_OPEN, OVERDUE_AUTHORITY],
};

const TENDERING: typeof PROCUREMENT = { review: [AUTHORITY_AT_FAULT], decide: [AUTHORITY_AT_FAULT] };

/** What the law says follows when a duty of a complaint passes its due unmet. Never empty: where no law states anything, that is said. */
export function complaintConsequencesOf(
  { id }: Pick<ComplaintDuty, 'id'>,
  regime: Regime,
): readonly Consequence[] {
  return (regime === 'tendering' ? TENDERING : PROCUREMENT)[id] ?? [NONE_STATED];
}
