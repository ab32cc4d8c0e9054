import type { Words } from '../../domain/case/words.ts';
import { complaintConsequencesOf, complaintDutyName } from '../../domain/complaint/index.ts';
import type { ComplaintDutyOwner } from '../../domain/complaint/index.ts';
import { rulesetById } from '../../domain/law/context.ts';
import type { QueueComplaint, QueueTender } from '../../store/index.ts';
import { shown } from '../schema.ts';
import { cannot, ownSide, type Told, type Whose } from './told.ts';

const ITSELF: Words = {
  zh: '义务人就是处理投诉的行政监督部门，平台不能把它上报给它自己；逾期已记入业务记录，并告知投诉人',
  en: 'It is the authority’s own duty, which cannot be told to itself; that it is late is on the record and was told to the complainant',
};
const KNOWN: Words = {
  zh: '处理投诉的行政监督部门自行掌握该期限，逾期已由平台告知该部门',
  en: 'The authority that deals with the complaint watches this time, and the platform told it that it is late',
};
const NOT_EXTENDED: Words = {
  zh: '期限由法律或者行政监督部门确定，平台不能延长',
  en: 'Its time is set by law or by the authority: the platform cannot extend it',
};
const NOT_REASSIGNED: Words = {
  zh: '该义务由法律赋予义务人，平台不能改派',
  en: 'By law the duty is its owner’s: the platform cannot give it to others',
};
const TOLD_AT_ONCE: Words = {
  zh: '义务人在期限开始时、届满前和逾期时由平台通知；需要时请按联系方式直接联系',
  en: 'Its owner is notified when the time begins, before it is over and when it is; call by the contacts where more is needed',
};

/** A duty of a complaint. Who complains is not told: nobody but the authorities needs to know. */
export function tellComplaintDuty(
  { complaintId, authority, duty }: QueueComplaint,
  tender: QueueTender,
): Told {
  return {
    what: complaintDutyName(duty),
    whose: whoseOf(duty.owner, authority, tender),
    rule: duty.rule,
    article: duty.article,
    follows: complaintConsequencesOf(duty, rulesetById(tender.ruleset ?? '')),
    actions: [
      cannot('remind', TOLD_AT_ONCE),
      cannot('escalate', duty.owner === 'supervisor' ? ITSELF : KNOWN),
      cannot('extend', NOT_EXTENDED),
      cannot('reassign', NOT_REASSIGNED),
    ],
    details: {
      complaintId,
      dutyId: duty.id,
      authority,
      dueAt: shown(duty.dueAt),
      timedOutAt: shown(duty.timedOutAt),
    },
  };
}

function whoseOf(owner: ComplaintDutyOwner, authority: string, tender: QueueTender): Whose {
  if (owner === 'supervisor') return { role: 'supervisor', name: authority };
  return owner === 'respondent' ? ownSide(tender) : { role: 'complainant' };
}
