import type { TenderState } from '../../tender/index.ts';
import type { AnnouncementBody, EventOf, Row, Section } from '../announcement.ts';
import { basisOf } from '../basis.ts';
import { zhInstant } from '../format/instant.ts';
import { contactSection, deadlineSection, present, projectSection } from './sections.ts';

/** 澄清、修改公告: what was clarified or amended, and whether the deadline moves for it (ZTB-006, EB-007). */
export function clarificationAnnouncement(
  event: EventOf<'clarificationIssued'>,
  state: TenderState,
): AnnouncementBody {
  const { clarification } = event;
  return {
    kind: clarification.kind,
    ...basisOf('EB-007'),
    documents: clarification.documents,
    sections: present([
      projectSection(state),
      contentSection(event),
      deadlineSection(event.deadlines),
      contactSection(state.draft),
    ]),
  };
}

function contentSection({ clarification }: EventOf<'clarificationIssued'>): Section {
  const { bidDeadlineBeforeAt, bidDeadlineAfterAt } = clarification;
  const moved = bidDeadlineBeforeAt !== bidDeadlineAfterAt;
  const rows: Row[] = [
    { label: '标题', value: clarification.title },
    { label: '发出时间', value: zhInstant(clarification.issuedAt) },
    { label: '是否可能影响投标文件编制', value: clarification.affectsBids ? '是' : '否' },
    { label: moved ? '原投标截止时间' : '投标截止时间', value: zhInstant(bidDeadlineBeforeAt) },
  ];
  if (moved) rows.push({ label: '顺延后的投标截止时间', value: zhInstant(bidDeadlineAfterAt) });
  return {
    heading: clarification.kind === 'amendment' ? '修改内容' : '澄清内容',
    rows,
    paragraphs: clarification.text.split('\n'),
  };
}
