import { beforeApplications } from '../../tender/ground/applications.ts';
import type { TenderState } from '../../tender/index.ts';
import type { AnnouncementBody, EventOf, Row, Section } from '../announcement.ts';
import { basisOf, citedIn } from '../basis.ts';
import { zhInstant } from '../format/instant.ts';
import { concealParties } from '../secrets.ts';
import { applicationsName, termsOf } from '../terms.ts';
import { contactSection, deadlineSection, present, projectSection } from './sections.ts';

/**
 * 澄清、修改公告, in procurement 更正公告: what was clarified or amended, and whether the deadline moves for
 * it (ZTB-006, EB-007, GP-106). Before the end of a first stage the deadline is that of the applications.
 */
export function clarificationAnnouncement(
  event: EventOf<'clarificationIssued'>,
  state: TenderState,
): AnnouncementBody {
  const { clarification } = event;
  return {
    ...(state.draft.regime === 'tendering' || event.rule === null
      ? basisOf(state, 'correction')
      : citedIn(state, event)),
    documents: clarification.documents,
    sections: present([
      projectSection(state),
      contentSection(event, state),
      deadlineSection(event.deadlines),
      contactSection(state.draft),
    ]),
  };
}

function contentSection({ clarification }: EventOf<'clarificationIssued'>, state: TenderState): Section {
  const { bidDeadlineBeforeAt, bidDeadlineAfterAt } = clarification;
  const moved = bidDeadlineBeforeAt !== bidDeadlineAfterAt;
  const { bids, deadline } = termsOf(state.draft);
  const [papers, due] = beforeApplications(state)
    ? [applicationsName(state.draft), `${applicationsName(state.draft)}提交截止时间`]
    : [bids, deadline];
  const rows: Row[] = [
    { label: '标题', value: concealParties(clarification.title, state) },
    { label: '发出时间', value: zhInstant(clarification.issuedAt) },
    { label: `是否可能影响${papers}编制`, value: clarification.affectsBids ? '是' : '否' },
    { label: moved ? `原${due}` : due, value: zhInstant(bidDeadlineBeforeAt) },
  ];
  if (moved) rows.push({ label: `顺延后的${due}`, value: zhInstant(bidDeadlineAfterAt) });
  return {
    heading: clarification.kind === 'amendment' ? '修改内容' : '澄清内容',
    rows,
    paragraphs: concealParties(clarification.text, state).split('\n'),
  };
}
