import type { Duty, TenderState } from '../../tender/index.ts';
import type { EventOf } from '../announcement.ts';
import { citedIn } from '../basis.ts';
import type { Cause } from '../causes.ts';
import { enEnd, enInstant, zhEnd, zhInstant } from '../format/instant.ts';
import { termsOf } from '../terms.ts';
import type { PartyNotice } from './notice.ts';

/** What a duty asks for; by its id, of which that of a reply or correction carries what it is about. */
function dutyName(id: string, state: TenderState): Cause {
  const { award, awardNotice, objection } = termsOf(state.draft);
  const names: Readonly<Record<string, Cause>> = {
    'publish-candidates': { zh: '公示中标候选人', en: 'publish the candidates' },
    'issue-award': {
      zh: `确定${award}人并发出${awardNotice}`,
      en: 'name the winner and issue the award notice',
    },
    'sign-contract': { zh: '签订书面合同', en: 'conclude the contract' },
    'written-report': { zh: '提交招标投标情况书面报告', en: 'submit the written report' },
    'file-contract': { zh: '将合同副本报送备案', en: 'file a copy of the contract' },
    'return-security': { zh: '退还保证金', en: 'return the bid securities' },
    'return-withdrawn-security': {
      zh: '退还视为撤回的投标人的保证金',
      en: 'return the securities of bids that count as withdrawn',
    },
    'return-others-security': { zh: `退还未${award}人的保证金`, en: "return the other bidders' securities" },
    repay: { zh: '退还文件费用、保证金及其孳息', en: 'repay fees and securities' },
  };
  const known = names[id];
  if (known !== undefined) return known;
  if (id.startsWith('reply:')) return { zh: `答复${objection}`, en: 'reply to an objection' };
  if (id.startsWith('answer:')) return { zh: '答复询问', en: 'answer a question' };
  if (id.startsWith('correct:'))
    return { zh: '按行政监督指令改正', en: 'correct what the authority ordered' };
  return { zh: id, en: id };
}

/** A duty of the tenderee passed its due unmet. */
export function timedOutNotices(event: EventOf<'stepTimedOut'>, state: TenderState): PartyNotice[] {
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
export function reminderNotices(event: EventOf<'dutyReminded'>, state: TenderState): PartyNotice[] {
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
export function escalationNotices(event: EventOf<'stepEscalated'>, state: TenderState): PartyNotice[] {
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

/** The tenderee has more time: what rested with the process, or what the administrator extended. */
export function dutiesMovedNotices(event: EventOf<'dutiesMoved'>, state: TenderState): PartyNotice[] {
  const lines = event.moved.map(({ dutyId, fromAt, toAt }) => {
    const name = dutyName(dutyId, state);
    return {
      zh: `${name.zh}：由${zhEnd(fromAt)}变更为${zhEnd(toAt)}`,
      en: `${name.en}: from ${enEnd(fromAt)} to ${enEnd(toAt)}`,
    };
  });
  const rested = event.because === 'suspension';
  const reason = (event.reason ?? '').replace(/[。.]+$/, '');
  const why = rested
    ? {
        zh: '责令暂停期间期限停止计算，按暂停的日数顺延',
        en: 'time stood still while the process was suspended by order',
      }
    : { zh: `平台延长，理由：${reason}`, en: `extended by the platform: ${reason}` };
  return [
    {
      to: 'tenderee',
      kind: 'duties-moved',
      titleZh: `${state.draft.title}：办理期限变更通知`,
      titleEn: `${state.draft.title}: your time limits move`,
      textZh: `${why.zh}。\n${lines.map(({ zh }) => zh).join('\n')}`,
      textEn: `${why.en}.\n${lines.map(({ en }) => en).join('\n')}`,
      ...citedIn(state, event),
    },
  ];
}
