import type { Named } from '../../case/chapter.ts';
import type { AnnouncementBody, Row } from '../../disclosure/announcement.ts';
import {
  contactSection,
  present,
  projectSection,
  rejectionSection,
} from '../../disclosure/announcements/sections.ts';
import { basisOf, citedIn } from '../../disclosure/basis.ts';
import { instructionOf } from '../../disclosure/causes.ts';
import { zhEnd, zhInstant } from '../../disclosure/format/instant.ts';
import { concealParties } from '../../disclosure/secrets.ts';
import { applicationsName, termsOf } from '../../disclosure/terms.ts';
import { unreplacedAward } from '../ground/cancelled-award.ts';
import type { TenderState } from '../ground/state.ts';
import type { EndingEvent } from './commands-and-events.ts';

type Event<Name extends EndingEvent['name']> = Named<EndingEvent, Name>;

/**
 * 终止公告 (ZTB-018, GP-111): that the tender is given up and why, and what is paid back, by when where the law
 * says. After a winner fell away it is held anew as the law lets it be (ZTB-403, GP-310).
 */
export function termination(event: Event<'tenderTerminated'>, state: TenderState): AnnouncementBody {
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
export function invalidation(event: Event<'tenderInvalidated'>, state: TenderState): AnnouncementBody {
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

/** At which point a tender failed: of the applications, at the deadline, or in the evaluation. */
export type Failure = 'few-qualified' | 'few-bidders' | 'few-conforming' | 'all-rejected';

/** The failure of a tender, given the state after it. */
export function failureOf(event: Event<'tenderFailed'>, state: TenderState): Failure {
  if (event.reason === 'all-rejected') return 'all-rejected';
  if (state.evaluation !== null) return 'few-conforming';
  return state.milestones.bidsClosed === undefined ? 'few-qualified' : 'few-bidders';
}

/**
 * 招标失败公告, 废标公告: why the tender ends without an award and what follows. Bids that were not opened
 * stay sealed and their bidders unnamed, as do applicants.
 */
export function failureAnnouncement(event: Event<'tenderFailed'>, state: TenderState): AnnouncementBody {
  const failure = failureOf(event, state);
  const evaluated = failure === 'all-rejected' || failure === 'few-conforming';
  const secretNames = state.evaluation?.committee.map((member) => member.name) ?? [];
  const tendering = state.draft.regime === 'tendering';
  const own = citedIn(state, event);
  const basis = tendering ? own : basisOf(state, 'procurementFailed');
  const rows: Row[] = [
    { label: tendering ? '失败时间' : '终止时间', value: zhInstant(event.at) },
    { label: tendering ? '失败原因' : '原因', value: reasonText(failure, state) },
  ];
  if (own.rule !== basis.rule && own.article !== null) rows.push({ label: '具体依据', value: own.article });
  rows.push({ label: '后续安排', value: aftermath(failure, state) });
  return {
    ...basis,
    sections: present([
      projectSection(state),
      { heading: tendering ? '招标失败情况' : '废标及终止情况', rows },
      evaluated ? rejectionSection(state, state.evaluation?.rejected ?? [], secretNames) : null,
      contactSection(state.draft),
    ]),
  };
}

function reasonText(failure: Failure, state: TenderState): string {
  const { bidder, bids, deadline, opening, committee } = termsOf(state.draft);
  switch (failure) {
    case 'few-qualified':
      return `通过资格预审的申请人少于法定数量；${applicationsName(state.draft)}的评审结果已书面通知各申请人`;
    case 'few-bidders':
      return bids === '投标文件'
        ? `${deadline.replace('时间', '')}时${bidder}少于法定数量，依法不得${opening}`
        : `${deadline.replace('时间', '')}时没有足够的${bidder}提交${bids}`;
    case 'few-conforming':
      return `经${committee}评审，符合要求的${bidder}少于法定数量`;
    case 'all-rejected':
      return state.draft.regime === 'tendering'
        ? `经${committee}评审，所有投标被否决`
        : `经${committee}评审，所有${bids}无效`;
  }
}

function aftermath(failure: Failure, state: TenderState): string {
  if (state.draft.regime !== 'tendering') return '除采购任务取消外，采购人应当依法重新组织采购，时间另行公告';
  if (failure !== 'all-rejected' || state.draft.attributes.mandatory)
    return '招标人应当依法重新招标，时间另行公告';
  return '由招标人依法另行决定';
}
