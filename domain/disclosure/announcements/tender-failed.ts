import type { TenderState } from '../../tender/index.ts';
import type { AnnouncementBody, EventOf, Row } from '../announcement.ts';
import { basisOf, citedIn } from '../basis.ts';
import { zhInstant } from '../format/instant.ts';
import { applicationsName, termsOf } from '../terms.ts';
import { contactSection, present, projectSection, rejectionSection } from './sections.ts';

/** At which point a tender failed: of the applications, at the deadline, or in the evaluation. */
export type Failure = 'few-qualified' | 'few-bidders' | 'few-conforming' | 'all-rejected';

/** The failure of a tender, given the state after it. */
export function failureOf(event: EventOf<'tenderFailed'>, state: TenderState): Failure {
  if (event.reason === 'all-rejected') return 'all-rejected';
  if (state.evaluation !== null) return 'few-conforming';
  return state.milestones.bidsClosed === undefined ? 'few-qualified' : 'few-bidders';
}

/**
 * 招标失败公告, 废标公告: why the tender ends without an award and what follows. Bids that were not opened
 * stay sealed and their bidders unnamed, as do applicants.
 */
export function tenderFailed(event: EventOf<'tenderFailed'>, state: TenderState): AnnouncementBody {
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
