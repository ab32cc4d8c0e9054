import { beforeApplications } from '../../tender/ground/applications.ts';
import type { TenderState } from '../../tender/index.ts';
import type { Instant } from '../../time/instant.ts';
import type { EventOf } from '../announcement.ts';
import { basisOf, basisOfStep } from '../basis.ts';
import { deadlineMoveCause } from '../causes.ts';
import { enEnd, enInstant, zhEnd, zhInstant } from '../format/instant.ts';
import { concealParties } from '../secrets.ts';
import { applicationsName, firstStageDocumentsName, termsOf } from '../terms.ts';
import { concerned } from './audience.ts';
import type { PartyNotice } from './notice.ts';

/** A clarification or amendment goes to every holder of the documents, alike (ZTB-008). */
export function clarificationNotices(
  event: EventOf<'clarificationIssued'>,
  state: TenderState,
): PartyNotice[] {
  const { kind, bidDeadlineBeforeAt, bidDeadlineAfterAt } = event.clarification;
  const title = concealParties(event.clarification.title, state);
  const text = concealParties(event.clarification.text, state);
  const amendment = kind === 'amendment';
  const early = beforeApplications(state);
  const terms = termsOf(state.draft);
  const papers = early ? firstStageDocumentsName(state.draft) : terms.documents;
  const due = early ? `${applicationsName(state.draft)}提交截止时间` : terms.deadline;
  const moved = bidDeadlineBeforeAt !== bidDeadlineAfterAt;
  const deadlineZh = `${due}${moved ? '顺延至' : '不变，仍为'}${zhInstant(bidDeadlineAfterAt)}。`;
  const deadlineEn = `The ${early ? 'due instant of the applications' : 'bid deadline'} ${moved ? 'moves to' : 'stays'} ${enInstant(bidDeadlineAfterAt)}.`;
  return [
    {
      to: 'holders',
      kind,
      titleZh: `${state.draft.title}：${papers}${amendment ? '修改' : '澄清'}通知`,
      titleEn: `${state.draft.title}: ${amendment ? 'amendment' : 'clarification'} of the ${early ? 'first documents' : 'tender documents'}`,
      textZh: `${title}\n${text}\n${deadlineZh}`,
      textEn: `${title}\n${text}\n${deadlineEn}`,
      ...(early ? basisOfStep(state, event, 'clarificationNotice') : basisOf(state, 'clarificationNotice')),
    },
  ];
}

/** The bid deadline moved. Where the tenderee did not move it itself, it is told as well. */
export function deadlineNotices(event: EventOf<'bidDeadlineMoved'>, state: TenderState): PartyNotice[] {
  const { bids, deadline, opening } = termsOf(state.draft);
  const cause = deadlineMoveCause(event, state);
  const notice = {
    kind: 'deadline-moved',
    titleZh: `${state.draft.title}：${deadline}变更通知`,
    titleEn: `${state.draft.title}: the bid deadline moves`,
    textZh:
      `${deadline.replace('时间', '')}和${opening}时间由${zhInstant(event.fromAt)}变更为${zhInstant(event.toAt)}，` +
      `原因：${cause.zh}。${outagesOf(event, zhInstant, '至', '；', '中断：', '。')}已递交的${bids}继续有效，可以在变更后的截止时间前补充、修改或者撤回。`,
    textEn:
      `The bid deadline and the opening move from ${enInstant(event.fromAt)} to ${enInstant(event.toAt)}, because ${cause.en}. ` +
      `${outagesOf(event, enInstant, ' to ', '; ', 'Outages: ', '. ')}` +
      'Bids already submitted stand and may be replaced or withdrawn until the new deadline.',
    ...basisOfStep(state, event, event.because === 'downtime' ? 'downtime' : 'clarificationNotice'),
  };
  const told: PartyNotice[] = [{ to: 'holders', ...notice }];
  return event.because === 'amendment' ? told : [...told, { to: 'tenderee', ...notice }];
}

/** The outages for which a deadline moved, in a row; nothing where there are none. */
function outagesOf(
  { outages = [] }: EventOf<'bidDeadlineMoved'>,
  shown: (at: Instant) => string,
  to: string,
  between: string,
  before: string,
  after: string,
): string {
  if (outages.length === 0) return '';
  const list = outages.map(({ fromAt, untilAt }) => `${shown(fromAt)}${to}${shown(untilAt)}`);
  return `${before}${list.join(between)}${after}`;
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
    ...basisOf(state, 'rederived'),
  };
  return [
    { to: concerned(state), ...notice },
    { to: 'tenderee', ...notice },
  ];
}
