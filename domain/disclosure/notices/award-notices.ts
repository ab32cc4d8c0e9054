import { rulesOf } from '../../procedure/index.ts';
import { keptBidIds, type Candidate, type OpenedBid, type TenderState } from '../../tender/index.ts';
import type { EventOf } from '../announcement.ts';
import { basisOf, basisOfStep, citedIn } from '../basis.ts';
import { publicityMoveCause } from '../causes.ts';
import { documentListEn, documentListZh } from '../format/documents.ts';
import { enEnd, enInstant, zhEnd, zhInstant } from '../format/instant.ts';
import { moneyText, yuanText } from '../format/money.ts';
import { termsOf } from '../terms.ts';
import type { PartyNotice } from './notice.ts';

/** The candidates are public; objections are open while the publicity lasts. */
export function publicityNotices(event: EventOf<'candidatesPublished'>, state: TenderState): PartyNotice[] {
  return [
    {
      to: 'bidders',
      kind: 'candidate-publicity',
      titleZh: `${state.draft.title}：中标候选人公示`,
      titleEn: `${state.draft.title}: the candidates are published`,
      textZh: `中标候选人已公示，公示期至${zhEnd(event.publicityEndsAt)}。对评标结果有异议的，应当在公示期间在线提出。`,
      textEn: `The candidates are published until ${enEnd(event.publicityEndsAt)}. Objections to the result must be filed online while the publicity lasts.`,
      ...basisOf(state, 'publicityNotice'),
    },
  ];
}

/** The publicity ends later. */
export function publicityMovedNotices(event: EventOf<'publicityMoved'>, state: TenderState): PartyNotice[] {
  const cause = publicityMoveCause(event, state);
  return [
    {
      to: 'bidders',
      kind: 'publicity-moved',
      titleZh: `${state.draft.title}：公示期变更通知`,
      titleEn: `${state.draft.title}: the publicity ends later`,
      textZh: `中标候选人公示结束时间由${zhEnd(event.fromAt)}变更为${zhEnd(event.toAt)}，原因：${cause.zh}。`,
      textEn: `The end of the publicity moves from ${enEnd(event.fromAt)} to ${enEnd(event.toAt)}, because ${cause.en}.`,
      ...basisOfStep(state, event, 'publicityNotice'),
    },
  ];
}

/**
 * The award notice to the winner and the result to all others, at the same time (ZTB-405, GP-303). In
 * procurement each loser is told why its own bid failed, or its own score and rank, and no other's.
 */
export function awardNotices(event: EventOf<'awardNoticeIssued'>, state: TenderState): PartyNotice[] {
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

function losersOf(state: TenderState, winner: Candidate): readonly OpenedBid[] {
  const bids = state.openedBids ?? [];
  const winners = bids.filter(({ bidId }) => bidId === winner.bidId).map(({ partyId }) => partyId);
  return bids.filter(({ partyId }) => !winners.includes(partyId));
}

function lostNotice(
  { candidate }: EventOf<'awardNoticeIssued'>,
  state: TenderState,
): Omit<PartyNotice, 'to'> {
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

/** The contract is signed: bid securities fall due for return, where any were asked for. */
export function contractNotices(event: EventOf<'contractSigned'>, state: TenderState): PartyNotice[] {
  const { securityReturn } = rulesOf(state.draft);
  const securityDue = event.deadlines.find((deadline) => deadline.rule === securityReturn)?.endsAt;
  if (securityDue === undefined) return [];
  const { owner } = termsOf(state.draft);
  const securities = bidSecurities(state);
  return heldBy('bidders', state).map((to): PartyNotice => {
    return {
      to,
      kind: 'contract-signed',
      titleZh: `${state.draft.title}：合同已签订，${securities}退还期限`,
      titleEn: `${state.draft.title}: contract signed, bid securities to be returned`,
      textZh: `书面合同已于${zhInstant(event.contract.signedAt)}签订。${owner}最迟应当于${zhEnd(securityDue)}前退还${securities}${interest(state)}。`,
      textEn: `The contract was signed at ${enInstant(event.contract.signedAt)}. Bid securities${interestEn(state)} must be returned by ${enEnd(securityDue)}.`,
      ...citedIn(state, { rule: securityReturn, article: null }),
    };
  });
}

/** Bid securities went back. The sum of interest paid to all is nobody's business but the tenderee's. */
export function securityNotices(event: EventOf<'securityReturned'>, state: TenderState): PartyNotice[] {
  const { owner } = termsOf(state.draft);
  const securities = bidSecurities(state);
  const { rule, article } = event;
  return securityOwners(event, state).map((to): PartyNotice => {
    return {
      to,
      kind: 'security-returned',
      titleZh: `${state.draft.title}：${securities}已退还`,
      titleEn: `${state.draft.title}: bid securities returned`,
      textZh: `${owner}于${zhInstant(event.at)}登记已退还${securities}${interest(state)}。未收到的请与${owner}联系。`,
      textEn: `The tenderee recorded at ${enInstant(event.at)} that bid securities${interestEn(state)} were returned. If yours has not arrived, please contact the tenderee.`,
      ...citedIn(state, rule === null ? { rule: rulesOf(state.draft).securityReturn, article } : event),
    };
  });
}

/** Whose securities went back. */
function securityOwners({ whose }: EventOf<'securityReturned'>, state: TenderState): PartyNotice['to'][] {
  if (whose === 'withdrawn') {
    const bids = (state.openedBids ?? []).filter((bid) => bid.attribution === 'not-bidder');
    return bids.map(({ partyId }) => ({ partyId }));
  }
  return heldBy(whose === 'others' && state.award !== null ? 'losers' : 'bidders', state);
}

/** Those of an audience whose security goes back: not who lost it with its award (ZTB-408). */
function heldBy(to: 'bidders' | 'losers', state: TenderState): PartyNotice['to'][] {
  const kept = keptBidIds(state);
  if (kept.length === 0) return [to];
  const bids = state.openedBids ?? [];
  const among = to === 'losers' && state.award !== null ? losersOf(state, state.award.candidate) : bids;
  const without = new Set(bids.filter(({ bidId }) => kept.includes(bidId)).map(({ partyId }) => partyId));
  return [...new Set(among.map(({ partyId }) => partyId))]
    .filter((partyId) => !without.has(partyId))
    .map((partyId) => ({ partyId }));
}

const bidSecurities = (state: TenderState): string =>
  termsOf(state.draft).bids === '投标文件' ? '投标保证金' : '保证金';
const interestEn = (state: TenderState): string =>
  state.draft.regime === 'tendering' ? ' with interest' : '';
const interest = (state: TenderState): string =>
  state.draft.regime === 'tendering' ? '及银行同期存款利息' : '';
