import type { TenderState } from '../../tender/index.ts';
import type { EventOf } from '../announcement.ts';
import { basisOf } from '../basis.ts';
import { enEnd, enInstant, zhEnd, zhInstant } from '../format/instant.ts';
import { concerned } from './audience.ts';
import type { PartyNotice } from './notice.ts';

/** A clarification or amendment goes to every holder of the documents, alike (ZTB-008). */
export function clarificationNotices(
  event: EventOf<'clarificationIssued'>,
  state: TenderState,
): PartyNotice[] {
  const { kind, title, text, bidDeadlineBeforeAt, bidDeadlineAfterAt } = event.clarification;
  const amendment = kind === 'amendment';
  const moved = bidDeadlineBeforeAt !== bidDeadlineAfterAt;
  const deadlineZh = `投标截止时间${moved ? '顺延至' : '不变，仍为'}${zhInstant(bidDeadlineAfterAt)}。`;
  const deadlineEn = `The bid deadline ${moved ? 'moves to' : 'stays'} ${enInstant(bidDeadlineAfterAt)}.`;
  return [
    {
      to: 'holders',
      kind,
      titleZh: `${state.draft.title}：招标文件${amendment ? '修改' : '澄清'}通知`,
      titleEn: `${state.draft.title}: ${amendment ? 'amendment' : 'clarification'} of the tender documents`,
      textZh: `${title}\n${text}\n${deadlineZh}`,
      textEn: `${title}\n${text}\n${deadlineEn}`,
      ...basisOf('ZTB-008'),
    },
  ];
}

/** The bid deadline moved. */
export function deadlineNotices(event: EventOf<'bidDeadlineMoved'>, state: TenderState): PartyNotice[] {
  const suspended = event.because === 'suspension';
  return [
    {
      to: 'holders',
      kind: 'deadline-moved',
      titleZh: `${state.draft.title}：投标截止时间变更通知`,
      titleEn: `${state.draft.title}: the bid deadline moves`,
      textZh:
        `投标截止和开标时间由${zhInstant(event.fromAt)}变更为${zhInstant(event.toAt)}，` +
        `原因：${suspended ? '异议答复前招标投标活动暂停' : '招标文件澄清或者修改'}。已递交的投标文件继续有效，可以在变更后的截止时间前补充、修改或者撤回。`,
      textEn:
        `The bid deadline and the opening move from ${enInstant(event.fromAt)} to ${enInstant(event.toAt)}, because ` +
        `${suspended ? 'the process was suspended for an objection' : 'the documents were clarified or amended'}. ` +
        'Bids already submitted stand and may be replaced or withdrawn until the new deadline.',
      ...basisOf(suspended ? 'ZTB-104' : 'ZTB-006'),
    },
  ];
}

/** Deadlines that moved once a holiday notice was known. */
export function rederivedNotices(event: EventOf<'deadlinesRederived'>, state: TenderState): PartyNotice[] {
  if (event.moved.length === 0) return [];
  const zh = event.moved.map((moved) => `${moved.rule}：由${zhEnd(moved.fromAt)}变更为${zhEnd(moved.toAt)}`);
  const en = event.moved.map((moved) => `${moved.rule}: from ${enEnd(moved.fromAt)} to ${enEnd(moved.toAt)}`);
  const notice = {
    kind: 'deadlines-rederived',
    titleZh: `${state.draft.title}：期限重新推算通知`,
    titleEn: `${state.draft.title}: deadlines derived anew`,
    textZh: `所涉年度的放假安排已经公布，下列期限据此重新推算：\n${zh.join('\n')}`,
    textEn: `The holiday notice of a year concerned was published; these deadlines were derived anew:\n${en.join('\n')}`,
    ...basisOf('CNT-02'),
  };
  return [
    { to: concerned(state), ...notice },
    { to: 'tenderee', ...notice },
  ];
}

/** A duty of the tenderee passed its due unmet. */
export function timedOutNotices(event: EventOf<'stepTimedOut'>, state: TenderState): PartyNotice[] {
  return [
    {
      to: 'tenderee',
      kind: 'step-timed-out',
      titleZh: `${state.draft.title}：法定期限已过`,
      titleEn: `${state.draft.title}: a statutory time limit has passed`,
      textZh: `应当于${zhEnd(event.dueAt)}前完成的事项尚未完成，已记录并告知行政监督部门。请立即办理。`,
      textEn: `What was due by ${enEnd(event.dueAt)} is not done. This is on record and visible to the supervisor. Please act at once.`,
      rule: event.rule,
      article: event.article,
    },
  ];
}
