import { unreplacedAward, type TenderState } from '../../tender/index.ts';
import type { AnnouncementBody, EventOf, Row } from '../announcement.ts';
import { citedIn } from '../basis.ts';
import { instructionOf } from '../causes.ts';
import { zhEnd, zhInstant } from '../format/instant.ts';
import { concealParties } from '../secrets.ts';
import { termsOf } from '../terms.ts';
import { contactSection, projectSection } from './sections.ts';

/**
 * 终止公告 (ZTB-018, GP-111): that the tender is given up and why, and what is paid back, by when where the law
 * says. After a winner fell away it is held anew as the law lets it be (ZTB-403, GP-310).
 */
export function termination(event: EventOf<'tenderTerminated'>, state: TenderState): AnnouncementBody {
  const { owner, bids, winner } = termsOf(state.draft);
  const lost = unreplacedAward(state);
  const opened = state.milestones.bidsOpened !== undefined;
  const rows: Row[] = [
    { label: '终止时间', value: zhInstant(event.at) },
    { label: '终止原因', value: concealParties(event.reason, state) },
  ];
  if (event.duty !== null) rows.push({ label: '退还期限', value: `最迟${zhEnd(event.duty.dueAt)}` });
  return {
    ...citedIn(state, event),
    sections: [
      projectSection(state),
      {
        heading: '终止情况',
        rows,
        paragraphs: [
          lost === null
            ? `${owner}应当退还所收取的文件费用，以及所收取的保证金及其孳息。`
            : `因${winner}丧失资格，${owner}依法重新组织，时间另行公告；尚未退还的保证金及其孳息应当退还，依法不予退还的除外。`,
          ...(opened ? [] : [`已递交的${bids}（如有）未开启，不再开启。`]),
        ],
      },
      contactSection(state.draft),
    ],
  };
}

/** 无效公告: which authority declared the tender void, under which article, and what follows. */
export function invalidation(event: EventOf<'tenderInvalidated'>, state: TenderState): AnnouncementBody {
  const { owner, bids, award, project } = termsOf(state.draft);
  const { authority } = instructionOf(event.instructionId, state);
  const { rule, article } = citedIn(state, event);
  const paragraphs = [
    `${owner}应当依法重新组织${project === '招标项目' ? '招标或者评标' : '采购'}，时间另行公告。`,
  ];
  if (state.award !== null) paragraphs.unshift(`已公布的${award}结果同时失去效力。`);
  if (state.milestones.bidsOpened === undefined) paragraphs.push(`已递交的${bids}（如有）未开启，不再开启。`);
  return {
    rule,
    article,
    sections: [
      projectSection(state),
      {
        heading: '认定情况',
        rows: [
          { label: '认定时间', value: zhInstant(event.at) },
          { label: '作出决定的行政监督部门', value: authority },
          { label: '认定依据', value: article ?? '未载明' },
        ],
        paragraphs,
      },
      contactSection(state.draft),
    ],
  };
}
