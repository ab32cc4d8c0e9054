import type { Named } from '../../case/chapter.ts';
import type { AnnouncementBody, Row } from '../../disclosure/announcement.ts';
import { contactSection, projectSection } from '../../disclosure/announcements/sections.ts';
import { basisOfStep, citedIn } from '../../disclosure/basis.ts';
import { instructionOf, resumptionCause, subjectCause, subjectOf } from '../../disclosure/causes.ts';
import { zhInstant } from '../../disclosure/format/instant.ts';
import { termsOf } from '../../disclosure/terms.ts';
import type { Ground } from '../ground/parts.ts';
import type { TenderState } from '../ground/state.ts';
import type { SuspensionEvent } from './commands-and-events.ts';

type Event<Name extends SuspensionEvent['name']> = Named<SuspensionEvent, Name>;

/**
 * 暂停公告: that the process rests until an objection is answered, or by order of which authority, under
 * which article and until when the law limits it. Who objected, and the words of either, are not said.
 */
export function suspensionAnnouncement(
  { ground, at }: Event<'processSuspended'>,
  state: TenderState,
): AnnouncementBody {
  const earlier = (state.suspension?.grounds ?? []).filter(({ id }) => id !== ground.id);
  const paragraphs = ['恢复时间以及因暂停而顺延的时间另行公告。'];
  if (earlier.length > 0) paragraphs.unshift('此前已公告的暂停原因尚未消除。');
  return {
    ...citedIn(state, ground),
    sections: [
      projectSection(state),
      {
        heading: '暂停事项',
        rows: [{ label: '暂停自', value: zhInstant(at) }, ...groundRows(ground, state)],
        paragraphs,
      },
      contactSection(state.draft),
    ],
  };
}

function groundRows(ground: Ground, state: TenderState): Row[] {
  const { activity, objection } = termsOf(state.draft);
  if (ground.kind === 'objection') {
    const subject = subjectCause(subjectOf(ground.id, state), state).zh;
    return [{ label: '暂停原因', value: `收到对${subject}的${objection}，作出答复前依法暂停${activity}` }];
  }
  const { article } = citedIn(state, ground);
  const { authority } = instructionOf(ground.id, state);
  return [
    { label: '作出决定的行政监督部门', value: authority },
    { label: '暂停原因', value: `行政监督部门依据${article}责令暂停${activity}` },
    {
      label: '暂停期限',
      value:
        ground.untilAt === null
          ? '法律未规定期限，至行政监督部门通知恢复之时'
          : `最迟至${zhInstant(ground.untilAt)}，届时自行终止`,
    },
  ];
}

/** 解除责令暂停公告: an order no longer rests the process, but an objection still does. */
export function suspensionLifted(event: Event<'suspensionLifted'>, state: TenderState): AnnouncementBody {
  const { activity, objection } = termsOf(state.draft);
  return {
    ...citedIn(state, event),
    sections: [
      projectSection(state),
      {
        heading: '解除责令暂停',
        rows: [
          { label: '解除时间', value: zhInstant(event.at) },
          {
            label: '解除原因',
            value: event.because === 'order' ? '行政监督部门通知恢复' : '责令暂停的法定最长期限届满',
          },
        ],
        paragraphs: [`尚有${objection}未答复，作出答复前${activity}继续暂停。`],
      },
      contactSection(state.draft),
    ],
  };
}

/** 恢复公告: that nothing rests the process any more and it goes on, and what ended the pause. */
export function resumptionAnnouncement(event: Event<'processResumed'>, state: TenderState): AnnouncementBody {
  const { activity, objection } = termsOf(state.draft);
  const cause = resumptionCause(event, state);
  const rows: Row[] = [
    { label: '暂停自', value: zhInstant(event.at - event.suspendedMs) },
    { label: '恢复自', value: zhInstant(event.at) },
  ];
  if (cause.by === 'order')
    rows.push({ label: '通知恢复的行政监督部门', value: cause.instruction.authority });
  const ends = {
    order: '行政监督部门已通知恢复',
    limit: '责令暂停的法定最长期限届满',
    reply: `${objection}已经答复`,
  } as const;
  return {
    ...citedIn(state, event),
    sections: [
      projectSection(state),
      {
        heading: '恢复事项',
        rows,
        paragraphs: [`${ends[cause.by]}，${activity}恢复进行。因暂停而顺延的时间另行公告。`],
      },
      contactSection(state.draft),
    ],
  };
}

/** 解密时限变更公告: until when keys are taken now. The time that the pause took is given back. */
export function decryptionMoved(event: Event<'decryptionMoved'>, state: TenderState): AnnouncementBody {
  return {
    ...basisOfStep(state, event, 'keysWanted'),
    sections: [
      projectSection(state),
      {
        heading: '变更内容',
        rows: [
          { label: '原解密截止时间', value: zhInstant(event.fromAt) },
          { label: '变更后的解密截止时间', value: zhInstant(event.toAt) },
          { label: '变更原因', value: `${termsOf(state.draft).opening}期间暂停，解密时限按暂停时长顺延` },
        ],
      },
      contactSection(state.draft),
    ],
  };
}
