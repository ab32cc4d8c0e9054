import type { Named } from '../../case/chapter.ts';
import { citedIn } from '../../disclosure/basis.ts';
import { enEnd, enInstant, zhEnd, zhInstant } from '../../disclosure/format/instant.ts';
import { dutyName } from '../../disclosure/notices/duty-name.ts';
import type { PartyNotice } from '../../disclosure/notices/notice.ts';
import { termsOf } from '../../disclosure/terms.ts';
import type { Duty } from '../ground/parts.ts';
import type { TenderState } from '../ground/state.ts';
import type { DutyEvent } from './commands-and-events.ts';

type Event<Name extends DutyEvent['name']> = Named<DutyEvent, Name>;

/** A duty of the tenderee passed its due unmet. */
export function timedOutNotices(event: Event<'stepTimedOut'>, state: TenderState): PartyNotice[] {
  const name = dutyName(event.dutyId, state);
  return [
    {
      to: 'tenderee',
      kind: 'step-timed-out',
      titleZh: `${state.draft.title}：法定期限已过`,
      titleEn: `${state.draft.title}: a statutory time limit has passed`,
      textZh: `应当于${zhEnd(event.dueAt)}前完成的事项（${name.zh}）尚未完成，已记录并告知行政监督部门。请立即办理。`,
      textEn: `What was due by ${enEnd(event.dueAt)} (${name.en}) is not done. This is on record and visible to the supervisor. Please act at once.`,
      ...citedIn(state, event),
    },
  ];
}

/** The owner of a duty is reminded, before its due or after it. */
export function reminderNotices(event: Event<'dutyReminded'>, state: TenderState): PartyNotice[] {
  const name = dutyName(event.dutyId, state);
  const late = event.at >= event.dueAt;
  return [
    {
      to: 'tenderee',
      kind: 'duty-reminder',
      titleZh: `${state.draft.title}：请${late ? '立即' : '按期'}${name.zh}`,
      titleEn: `${state.draft.title}: please ${name.en}`,
      textZh: `${name.zh}${late ? '已逾期，期限为' : '的期限为'}${zhEnd(event.dueAt)}。${late ? '请立即办理。' : '请在此之前办理。'}`,
      textEn: `To ${name.en} ${late ? 'was' : 'is'} due by ${enEnd(event.dueAt)}.${late ? ' Please act at once.' : ''}`,
      ...citedIn(state, event),
    },
  ];
}

/** What the tenderee has not done goes to the authorities, and the tenderee learns that it did. */
export function escalationNotices(event: Event<'stepEscalated'>, state: TenderState): PartyNotice[] {
  const name = dutyName(event.dutyId, state);
  const duty = state.duties.find((one: Duty) => one.id === event.dutyId);
  const due = duty === undefined ? null : duty.dueAt;
  const dueZh = due === null ? '' : `，期限为${zhEnd(due)}`;
  const dueEn = due === null ? '' : `, due by ${enEnd(due)}`;
  const { owner } = termsOf(state.draft);
  const basis = citedIn(state, event);
  return [
    {
      to: 'supervisors',
      kind: 'step-escalated',
      titleZh: `${state.draft.title}：未完成事项上报（${name.zh}）`,
      titleEn: `${state.draft.title}: escalated to you (${name.en})`,
      textZh: `${owner}${state.draft.tenderee.name}未完成：${name.zh}${dueZh}。平台于${zhInstant(event.at)}上报，理由：${event.reason}`,
      textEn: `${state.draft.tenderee.name} has not done this: ${name.en}${dueEn}. Escalated at ${enInstant(event.at)}. Reason: ${event.reason}`,
      ...basis,
    },
    {
      to: 'tenderee',
      kind: 'step-escalated',
      titleZh: `${state.draft.title}：未完成事项已上报行政监督部门`,
      titleEn: `${state.draft.title}: escalated to the authority`,
      textZh: `${name.zh}${dueZh}，尚未完成，平台已于${zhInstant(event.at)}上报行政监督部门。请立即办理。`,
      textEn: `To ${name.en}${dueEn} is not done; the platform told the authority at ${enInstant(event.at)}. Please act at once.`,
      ...basis,
    },
  ];
}
