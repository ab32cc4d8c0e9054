import type { Named } from '../../case/chapter.ts';
import type { AnnouncementBody, Row, Section } from '../../disclosure/announcement.ts';
import {
  contactSection,
  deadlineSection,
  present,
  projectSection,
} from '../../disclosure/announcements/sections.ts';
import { basisOf, citedIn } from '../../disclosure/basis.ts';
import { zhInstant } from '../../disclosure/format/instant.ts';
import { concealParties } from '../../disclosure/secrets.ts';
import { applicationsName, termsOf } from '../../disclosure/terms.ts';
import { beforeApplications } from '../ground/applications.ts';
import type { TenderState } from '../ground/state.ts';
import type { ClarificationEvent } from './commands-and-events.ts';

type Event<Name extends ClarificationEvent['name']> = Named<ClarificationEvent, Name>;

/**
 * 澄清、修改公告, in procurement 更正公告: what was clarified or amended, and whether the deadline moves for
 * it (ZTB-006, EB-007, GP-106). Before the end of a first stage the deadline is that of the applications.
 */
export function clarificationAnnouncement(
  event: Event<'clarificationIssued'>,
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

function contentSection({ clarification }: Event<'clarificationIssued'>, state: TenderState): Section {
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
