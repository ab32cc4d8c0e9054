import type { Named } from '../../case/chapter.ts';
import type { AnnouncementBody } from '../../disclosure/announcement.ts';
import {
  contactSection,
  deadlineSection,
  present,
  projectSection,
} from '../../disclosure/announcements/sections.ts';
import { basisOf } from '../../disclosure/basis.ts';
import { zhEnd } from '../../disclosure/format/instant.ts';
import type { TenderState } from '../ground/state.ts';
import type { CalendarEvent } from './commands-and-events.ts';

type Event<Name extends CalendarEvent['name']> = Named<CalendarEvent, Name>;

/** 期限重新推算公告: which statutory instants moved once a year's holiday notice was known, and how they are derived now. */
export function rederivationAnnouncement(
  event: Event<'deadlinesRederived'>,
  state: TenderState,
): AnnouncementBody {
  const movedRules = new Set(event.moved.map((moved) => moved.rule));
  return {
    ...basisOf(state, 'rederived'),
    sections: present([
      projectSection(state),
      {
        heading: '重新推算的期限',
        rows: [{ label: '所用日历', value: event.calendar }],
        table: {
          caption: '变动的期限',
          columns: ['规则', '原时点', '现时点'],
          rows: event.moved.map((moved) => [moved.rule, zhEnd(moved.fromAt), zhEnd(moved.toAt)]),
        },
        paragraphs: ['国务院办公厅公布了所涉年度的放假安排，原暂按周末和法定节日推算的期限据此重新推算。'],
      },
      deadlineSection(event.deadlines.filter((deadline) => movedRules.has(deadline.rule))),
      contactSection(state.draft),
    ]),
  };
}
