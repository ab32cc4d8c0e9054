import type { Named } from '../../case/chapter.ts';
import type { AnnouncementBody, Row } from '../../disclosure/announcement.ts';
import { contactSection, partyText, projectSection } from '../../disclosure/announcements/sections.ts';
import { citedIn } from '../../disclosure/basis.ts';
import { instructionOf } from '../../disclosure/causes.ts';
import { zhInstant } from '../../disclosure/format/instant.ts';
import { termsOf } from '../../disclosure/terms.ts';
import { awardEndWords, remainingCandidates } from '../ground/cancelled-award.ts';
import type { TenderState } from '../ground/state.ts';
import type { AwardEvent } from './commands-and-events.ts';

type Event<Name extends AwardEvent['name']> = Named<AwardEvent, Name>;

/**
 * 中标结果变更公告: that the result published before stands no more, whose it was, on which ground of which
 * article, what becomes of the bid security, and what may follow. The tenderee's own words and its evidence go to
 * the winner and the authorities: a charge against a bidder is not published in one party's words.
 */
export function cancellationAnnouncement(
  event: Event<'awardCancelled'>,
  state: TenderState,
): AnnouncementBody {
  const { draft } = state;
  const { award, winner, owner } = termsOf(draft);
  const { rule, article } = citedIn(state, event);
  const rows: Row[] = [
    { label: `原${winner}`, value: partyText(event.candidate) },
    { label: `取消${award}资格的时间`, value: zhInstant(event.at) },
    { label: '原因', value: awardEndWords(event.ground, draft).zh },
    { label: '依据', value: article ?? '未载明' },
  ];
  if (event.instructionId !== null) {
    const { authority } = instructionOf(event.instructionId, state);
    rows.push({ label: '作出决定的行政监督部门', value: authority });
  }
  if (event.securityKept) rows.push({ label: '投标保证金', value: `原${winner}的投标保证金不予退还` });
  const left = remainingCandidates(state).length;
  const next =
    left === 0
      ? `已没有其他${award}候选人，${owner}应当依法重新组织，时间另行公告。`
      : `${owner}可以依法从其余${left}名${award}候选人中按推荐的顺序确定${winner}，也可以重新组织，结果另行公告。`;
  return {
    rule,
    article,
    sections: [
      projectSection(state),
      { heading: `${award}结果变更`, rows, paragraphs: [`此前公告的${award}结果不再有效。`, next] },
      contactSection(draft),
    ],
  };
}
