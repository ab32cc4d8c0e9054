import type { Named } from '../../case/chapter.ts';
import { citedIn } from '../../disclosure/basis.ts';
import { subjectCause } from '../../disclosure/causes.ts';
import { enEnd, enInstant, zhEnd, zhInstant } from '../../disclosure/format/instant.ts';
import type { PartyNotice } from '../../disclosure/notices/notice.ts';
import { termsOf } from '../../disclosure/terms.ts';
import type { TenderState } from '../ground/state.ts';
import type { ObjectionEvent } from './commands-and-events.ts';

type Event<Name extends ObjectionEvent['name']> = Named<ObjectionEvent, Name>;

/** The objector learns that the objection was received, the tenderee that a reply is due. Neither text names the objector. */
export function objectionNotices(event: Event<'objectionFiled'>, state: TenderState): PartyNotice[] {
  const { objection } = event;
  const subject = subjectCause(objection.subject, state);
  const { owner, objection: word } = termsOf(state.draft);
  const basis = citedIn(state, event.duty);
  const onTheSpot = objection.subject === 'opening';
  const dueZh = onTheSpot ? '应当当场答复' : `应当于${zhEnd(objection.replyDueAt)}前答复`;
  const dueEn = onTheSpot ? 'on the spot' : `by ${enEnd(objection.replyDueAt)}`;
  return [
    {
      to: { partyId: objection.partyId },
      kind: 'objection-received',
      titleZh: `${state.draft.title}：${word}已收到`,
      titleEn: `${state.draft.title}: your objection was received`,
      textZh: `对${subject.zh}的${word}已于${zhInstant(objection.filedAt)}收到，${owner}${dueZh}。`,
      textEn: `Your objection to ${subject.en} was received at ${enInstant(objection.filedAt)}. The tenderee must reply ${dueEn}.`,
      ...basis,
    },
    {
      to: 'tenderee',
      kind: 'objection-to-answer',
      titleZh: `${state.draft.title}：收到${word}，${dueZh}`,
      titleEn: `${state.draft.title}: an objection is to be answered ${dueEn}`,
      textZh: `对${subject.zh}的${word}：\n${objection.text}`,
      textEn: `Objection to ${subject.en}:\n${objection.text}`,
      ...basis,
    },
  ];
}

/** The reply goes to the objector in full. */
export function replyNotices(event: Event<'objectionReplied'>, state: TenderState): PartyNotice[] {
  const objection = state.objections.find((candidate) => candidate.id === event.objectionId);
  if (objection === undefined)
    throw new RangeError(`no objection ${event.objectionId} in tender ${state.id}`);
  return [
    {
      to: { partyId: objection.partyId },
      kind: 'objection-reply',
      titleZh: `${state.draft.title}：${termsOf(state.draft).objection}答复`,
      titleEn: `${state.draft.title}: reply to your objection`,
      textZh: event.text,
      textEn: event.text,
      ...citedIn(state, event),
    },
  ];
}
