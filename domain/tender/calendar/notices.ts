import type { Named } from '../../case/chapter.ts';
import { basisOf } from '../../disclosure/basis.ts';
import { enEnd, zhEnd } from '../../disclosure/format/instant.ts';
import { concerned } from '../../disclosure/notices/audience.ts';
import type { PartyNotice } from '../../disclosure/notices/notice.ts';
import type { TenderState } from '../ground/state.ts';
import type { CalendarEvent } from './commands-and-events.ts';

type Event<Name extends CalendarEvent['name']> = Named<CalendarEvent, Name>;

/** Deadlines that moved once a holiday notice was known. */
export function rederivedNotices(event: Event<'deadlinesRederived'>, state: TenderState): PartyNotice[] {
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
