import type { Named } from '../../case/chapter.ts';
import type { AnnouncementBody, Section } from '../../disclosure/announcement.ts';
import {
  contactSection,
  deadlineSection,
  present,
  projectSection,
} from '../../disclosure/announcements/sections.ts';
import { basisOfStep } from '../../disclosure/basis.ts';
import { deadlineMoveCause } from '../../disclosure/causes.ts';
import { zhInstant } from '../../disclosure/format/instant.ts';
import { termsOf } from '../../disclosure/terms.ts';
import type { TenderState } from '../ground/state.ts';
import type { BiddingEvent } from './commands-and-events.ts';

type Event<Name extends BiddingEvent['name']> = Named<BiddingEvent, Name>;

const MS_PER_MINUTE = 60_000;

/** 投标截止时间变更公告: the deadline before and after, and why it moved. The opening moves with it. */
export function deadlineMoved(event: Event<'bidDeadlineMoved'>, state: TenderState): AnnouncementBody {
  const { bids, bidder, deadline, opening } = termsOf(state.draft);
  return {
    ...basisOfStep(state, event, event.because === 'downtime' ? 'downtime' : 'correction'),
    sections: present([
      projectSection(state),
      {
        heading: '变更内容',
        rows: [
          { label: `原${deadline}`, value: zhInstant(event.fromAt) },
          { label: `变更后的${deadline}`, value: zhInstant(event.toAt) },
          { label: `变更后的${opening}时间`, value: zhInstant(event.toAt) },
          { label: '变更原因', value: reasonText(event, state) },
        ],
        paragraphs: [`已递交的${bids}继续有效；${bidder}可以在变更后的截止时间前补充、修改或者撤回。`],
      },
      outageSection(event),
      deadlineSection(event.deadlines),
      contactSection(state.draft),
    ]),
  };
}

function reasonText(event: Event<'bidDeadlineMoved'>, state: TenderState): string {
  const { zh } = deadlineMoveCause(event, state);
  const { bids, documents } = termsOf(state.draft);
  switch (event.because) {
    case 'suspension':
      return `${zh}，截止时间按暂停时长顺延`;
    case 'downtime':
      return `${zh}，截止时间顺延至下一工作日同一时刻`;
    case 'amendment':
      return `${documents}的澄清或者修改可能影响${bids}编制，截止时间依法顺延`;
  }
}

/** The evidence for a deadline that moves for downtime: each outage as it was measured (INT-07). */
function outageSection({ outages = [] }: Event<'bidDeadlineMoved'>): Section | null {
  if (outages.length === 0) return null;
  const totalMs = outages.reduce((sum, { fromAt, untilAt }) => sum + (untilAt - fromAt), 0);
  return {
    heading: '平台不能访问的监测记录',
    rows: [{ label: '累计不能访问', value: minutesText(totalMs) }],
    table: {
      caption: '截止前的各次中断',
      columns: ['自', '至', '时长'],
      rows: outages.map(({ fromAt, untilAt }) => [
        zhInstant(fromAt),
        zhInstant(untilAt),
        minutesText(untilAt - fromAt),
      ]),
    },
  };
}

function minutesText(ms: number): string {
  return `${Math.round((ms / MS_PER_MINUTE) * 10) / 10}分钟`;
}
