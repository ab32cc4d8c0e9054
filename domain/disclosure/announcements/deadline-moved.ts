import type { TenderState } from '../../tender/index.ts';
import type { AnnouncementBody, EventOf } from '../announcement.ts';
import { basisOf } from '../basis.ts';
import { zhInstant } from '../format/instant.ts';
import { contactSection, deadlineSection, present, projectSection } from './sections.ts';

/** 投标截止时间变更公告: the deadline before and after, and why it moved. The opening moves with it. */
export function deadlineMoved(event: EventOf<'bidDeadlineMoved'>, state: TenderState): AnnouncementBody {
  const suspended = event.because === 'suspension';
  return {
    kind: 'deadline-moved',
    ...basisOf(suspended ? 'ZTB-104' : 'ZTB-006'),
    sections: present([
      projectSection(state),
      {
        heading: '变更内容',
        rows: [
          { label: '原投标截止时间', value: zhInstant(event.fromAt) },
          { label: '变更后的投标截止时间', value: zhInstant(event.toAt) },
          { label: '变更后的开标时间', value: zhInstant(event.toAt) },
          {
            label: '变更原因',
            value: suspended
              ? '异议答复前招标投标活动暂停，截止时间按暂停时长顺延'
              : '招标文件的澄清或者修改可能影响投标文件编制，截止时间依法顺延',
          },
        ],
        paragraphs: ['已递交的投标文件继续有效；投标人可以在变更后的截止时间前补充、修改或者撤回。'],
      },
      deadlineSection(event.deadlines),
      contactSection(state.draft),
    ]),
  };
}
