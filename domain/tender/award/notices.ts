import type { Named } from '../../case/chapter.ts';
import { basisOf } from '../../disclosure/basis.ts';
import { documentListEn, documentListZh } from '../../disclosure/format/documents.ts';
import { enEnd, enInstant, zhEnd, zhInstant } from '../../disclosure/format/instant.ts';
import { moneyText, yuanText } from '../../disclosure/format/money.ts';
import type { PartyNotice } from '../../disclosure/notices/notice.ts';
import { paperNotices } from '../../disclosure/notices/paper-notices.ts';
import { termsOf } from '../../disclosure/terms.ts';
import { rulesOf } from '../../procedure/index.ts';
import { BETWEEN_THE_TWO, EVALUATION } from '../../visibility/audiences.ts';
import { losersOf } from '../ground/cancelled-award.ts';
import type { OpenedBid } from '../ground/parts.ts';
import type { TenderState } from '../ground/state.ts';
import type { AwardEvent } from './commands-and-events.ts';

type Event<Name extends AwardEvent['name']> = Named<AwardEvent, Name>;

/**
 * The award notice to the winner and the result to all others, at the same time (ZTB-405, GP-303). In
 * procurement each loser is told why its own bid failed, or its own score and rank, and no other's.
 */
export function awardNotices(event: Event<'awardNoticeIssued'>, state: TenderState): PartyNotice[] {
  const { candidate } = event;
  const { title, tenderee } = state.draft;
  const { winner, award, awardNotice, owner } = termsOf(state.draft);
  const contractRule = rulesOf(state.draft).contract;
  const contractDue = event.deadlines.find((deadline) => deadline.rule === contractRule)?.endsAt;
  const dueZh = contractDue === undefined ? '' : `请于${zhEnd(contractDue)}前与${owner}订立书面合同。`;
  const dueEn =
    contractDue === undefined ? '' : ` Please conclude the written contract by ${enEnd(contractDue)}.`;
  const basis = basisOf(state, 'awardNotice');
  const lost = lostNotice(event, state);
  const listed = (list: string): string => (list === '' ? '' : `\n${list}`);
  const documents = event.documents ?? [];
  return [
    {
      to: 'winner',
      kind: 'award-notice',
      titleZh: `${title}：${awardNotice}`,
      titleEn: `${title}: award notice`,
      textZh: `${candidate.name}：\n贵方已被确定为本项目${winner}，${award}价${moneyText(candidate.priceFen)}。${dueZh}${listed(documentListZh(documents))}\n${tenderee.name}\n${zhInstant(event.at)}`,
      textEn: `${candidate.name}: you are awarded this tender at ${yuanText(candidate.priceFen)}.${dueEn}${listed(documentListEn(documents))}\n${tenderee.name}, ${enInstant(event.at)}`,
      ...basis,
    },
    ...(state.draft.regime === 'tendering'
      ? [{ to: 'losers' as const, ...lost }]
      : losersOf(state, candidate).map((bid) => ({
          to: { partyId: bid.partyId },
          ...withOwn(bid, lost, state),
        }))),
  ];
}

function lostNotice({ candidate }: Event<'awardNoticeIssued'>, state: TenderState): Omit<PartyNotice, 'to'> {
  const { title } = state.draft;
  const { winner, award } = termsOf(state.draft);
  return {
    kind: 'award-result',
    titleZh: `${title}：${award}结果通知书`,
    titleEn: `${title}: result of the tender`,
    textZh: `本项目${winner}为${candidate.name}，${award}价${moneyText(candidate.priceFen)}。感谢贵方参与${award === '中标' ? '投标' : '采购活动'}。`,
    textEn: `The tender is awarded to ${candidate.name} at ${yuanText(candidate.priceFen)}. Thank you for bidding.`,
    ...basisOf(state, 'awardNotice'),
  };
}

/** The result with what the evaluation found of one bidder's own bid (87号令 art. 69). */
function withOwn(
  { bidId }: OpenedBid,
  lost: Omit<PartyNotice, 'to'>,
  state: TenderState,
): Omit<PartyNotice, 'to'> {
  const rejected = state.evaluation?.rejected.find((one) => one.bidId === bidId);
  const own = state.evaluation?.candidates.find((one) => one.bidId === bidId);
  const scoreZh = own?.score == null ? '' : `评审得分${own.score}，`;
  const scoreEn = own?.score == null ? '' : `scored ${own.score} and `;
  const zh =
    rejected !== undefined
      ? `贵方未通过评审，原因：${rejected.reason}`
      : own === undefined
        ? ''
        : `贵方${scoreZh}排序第${own.rank}名。`;
  const en =
    rejected !== undefined
      ? `Your bid was rejected. Reason: ${rejected.reason}`
      : own === undefined
        ? ''
        : `Your bid ${scoreEn}ranked ${own.rank}.`;
  if (zh === '') return lost;
  return { ...lost, textZh: `${lost.textZh}\n${zh}`, textEn: `${lost.textEn}\n${en}` };
}

/** With the result the authorities read the evaluation report and the award notice; winner and losers have notices of their own. */
export function resultNotices(event: Event<'awardNoticeIssued'>, state: TenderState): PartyNotice[] {
  return paperNotices(event, state, [
    { event: 'evaluationReported', papers: EVALUATION },
    { event: 'awardNoticeIssued', papers: BETWEEN_THE_TWO },
  ]).filter(({ to }) => to === 'supervisors');
}
