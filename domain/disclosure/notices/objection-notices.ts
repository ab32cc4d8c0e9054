import type { ObjectionSubject, TenderState } from '../../tender/index.ts';
import { SUBJECT_NAMES, replyBasis, subjectOf } from '../announcements/suspension.ts';
import type { EventOf } from '../announcement.ts';
import { basisOf } from '../basis.ts';
import { enEnd, enInstant, zhEnd, zhInstant } from '../format/instant.ts';
import { concerned } from './audience.ts';
import type { PartyNotice } from './notice.ts';

const SUBJECTS_EN: Readonly<Record<ObjectionSubject, string>> = {
  prequalification: 'the prequalification documents',
  documents: 'the tender documents',
  opening: 'the opening',
  result: 'the evaluation result',
};

/** The objector learns that the objection was received, the tenderee that a reply is due. Neither text names the objector. */
export function objectionNotices(event: EventOf<'objectionFiled'>, state: TenderState): PartyNotice[] {
  const { objection } = event;
  const subjectZh = SUBJECT_NAMES[objection.subject];
  const subjectEn = SUBJECTS_EN[objection.subject];
  const onTheSpot = objection.subject === 'opening';
  const dueZh = onTheSpot ? '应当当场答复' : `应当于${zhEnd(objection.replyDueAt)}前答复`;
  const dueEn = onTheSpot ? 'on the spot' : `by ${enEnd(objection.replyDueAt)}`;
  return [
    {
      to: { partyId: objection.partyId },
      kind: 'objection-received',
      titleZh: `${state.draft.title}：异议已收到`,
      titleEn: `${state.draft.title}: your objection was received`,
      textZh: `对${subjectZh}的异议已于${zhInstant(objection.filedAt)}收到，招标人${dueZh}。`,
      textEn: `Your objection to ${subjectEn} was received at ${enInstant(objection.filedAt)}. The tenderee must reply ${dueEn}.`,
      ...replyBasis(objection.subject),
    },
    {
      to: 'tenderee',
      kind: 'objection-to-answer',
      titleZh: `${state.draft.title}：收到异议，${dueZh}`,
      titleEn: `${state.draft.title}: an objection is to be answered ${dueEn}`,
      textZh: `对${subjectZh}的异议：\n${objection.text}`,
      textEn: `Objection to ${subjectEn}:\n${objection.text}`,
      ...replyBasis(objection.subject),
    },
  ];
}

/** The process rests. */
export function suspensionNotices(event: EventOf<'processSuspended'>, state: TenderState): PartyNotice[] {
  const subject = subjectOf(event.ground.id, state);
  return [
    {
      to: concerned(state),
      kind: 'suspension',
      titleZh: `${state.draft.title}：招标投标活动暂停`,
      titleEn: `${state.draft.title}: the process is suspended`,
      textZh: `收到对${SUBJECT_NAMES[subject]}的异议，作出答复前依法暂停招标投标活动，自${zhInstant(event.at)}起。`,
      textEn: `An objection to ${SUBJECTS_EN[subject]} was received; the process is suspended from ${enInstant(event.at)} until it is answered.`,
      ...basisOf(subject === 'result' ? 'ZTB-107' : 'ZTB-104'),
    },
  ];
}

/** The reply goes to the objector in full. */
export function replyNotices(event: EventOf<'objectionReplied'>, state: TenderState): PartyNotice[] {
  const objection = state.objections.find((candidate) => candidate.id === event.objectionId);
  if (objection === undefined)
    throw new RangeError(`no objection ${event.objectionId} in tender ${state.id}`);
  return [
    {
      to: { partyId: objection.partyId },
      kind: 'objection-reply',
      titleZh: `${state.draft.title}：异议答复`,
      titleEn: `${state.draft.title}: reply to your objection`,
      textZh: event.text,
      textEn: event.text,
      ...replyBasis(objection.subject),
    },
  ];
}

/** The process goes on. */
export function resumptionNotices(event: EventOf<'processResumed'>, state: TenderState): PartyNotice[] {
  return [
    {
      to: concerned(state),
      kind: 'resumption',
      titleZh: `${state.draft.title}：招标投标活动恢复`,
      titleEn: `${state.draft.title}: the process goes on`,
      textZh: `异议已经答复，招标投标活动自${zhInstant(event.at)}恢复进行。因暂停而顺延的时间另行通知。`,
      textEn: `The objection was answered; the process goes on from ${enInstant(event.at)}. Times that move for the suspension are notified separately.`,
      rule: event.rule,
      article: event.article,
    },
  ];
}
