import type { TenderState } from '../../tender/index.ts';
import type { EventOf } from '../announcement.ts';
import { basisOf } from '../basis.ts';
import { enEnd, enInstant, zhEnd, zhInstant } from '../format/instant.ts';
import { moneyText, yuanText } from '../format/money.ts';
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
      ...basisOf('ZTB-402'),
    },
  ];
}

/** The publicity ends later. */
export function publicityMovedNotices(event: EventOf<'publicityMoved'>, state: TenderState): PartyNotice[] {
  return [
    {
      to: 'bidders',
      kind: 'publicity-moved',
      titleZh: `${state.draft.title}：公示期变更通知`,
      titleEn: `${state.draft.title}: the publicity ends later`,
      textZh: `中标候选人公示结束时间由${zhEnd(event.fromAt)}变更为${zhEnd(event.toAt)}，原因：异议答复前招标投标活动暂停。`,
      textEn: `The end of the publicity moves from ${enEnd(event.fromAt)} to ${enEnd(event.toAt)}, because the process was suspended for an objection.`,
      ...basisOf('ZTB-107'),
    },
  ];
}

/** The award notice to the winner and the result to all others, at the same time (ZTB-405). */
export function awardNotices(event: EventOf<'awardNoticeIssued'>, state: TenderState): PartyNotice[] {
  const { candidate } = event;
  const contractDue = event.deadlines.find((deadline) => deadline.rule === 'ZTB-406')?.endsAt;
  const dueZh = contractDue === undefined ? '' : `请于${zhEnd(contractDue)}前与招标人订立书面合同。`;
  const dueEn =
    contractDue === undefined ? '' : ` Please conclude the written contract by ${enEnd(contractDue)}.`;
  const { title, tenderee } = state.draft;
  return [
    {
      to: 'winner',
      kind: 'award-notice',
      titleZh: `${title}：中标通知书`,
      titleEn: `${title}: award notice`,
      textZh: `${candidate.name}：\n贵方已被确定为本项目中标人，中标价${moneyText(candidate.priceFen)}。${dueZh}\n${tenderee.name}\n${zhInstant(event.at)}`,
      textEn: `${candidate.name}: you are awarded this tender at ${yuanText(candidate.priceFen)}.${dueEn}\n${tenderee.name}, ${enInstant(event.at)}`,
      ...basisOf('ZTB-405'),
    },
    {
      to: 'losers',
      kind: 'award-result',
      titleZh: `${title}：中标结果通知书`,
      titleEn: `${title}: result of the tender`,
      textZh: `本项目中标人为${candidate.name}，中标价${moneyText(candidate.priceFen)}。感谢贵方参与投标。`,
      textEn: `The tender is awarded to ${candidate.name} at ${yuanText(candidate.priceFen)}. Thank you for bidding.`,
      ...basisOf('ZTB-405'),
    },
  ];
}

/** The contract is signed: bid securities fall due for return, where any were asked for. */
export function contractNotices(event: EventOf<'contractSigned'>, state: TenderState): PartyNotice[] {
  const securityDue = event.deadlines.find((deadline) => deadline.rule === 'ZTB-207')?.endsAt;
  if (securityDue === undefined) return [];
  return [
    {
      to: 'bidders',
      kind: 'contract-signed',
      titleZh: `${state.draft.title}：合同已签订，投标保证金退还期限`,
      titleEn: `${state.draft.title}: contract signed, bid securities to be returned`,
      textZh: `书面合同已于${zhInstant(event.contract.signedAt)}签订。招标人最迟应当于${zhEnd(securityDue)}前退还投标保证金及银行同期存款利息。`,
      textEn: `The contract was signed at ${enInstant(event.contract.signedAt)}. Bid securities with interest must be returned by ${enEnd(securityDue)}.`,
      ...basisOf('ZTB-207'),
    },
  ];
}

/** Bid securities went back. The sum of interest paid to all is nobody's business but the tenderee's. */
export function securityNotices(event: EventOf<'securityReturned'>, state: TenderState): PartyNotice[] {
  return [
    {
      to: 'bidders',
      kind: 'security-returned',
      titleZh: `${state.draft.title}：投标保证金已退还`,
      titleEn: `${state.draft.title}: bid securities returned`,
      textZh: `招标人于${zhInstant(event.at)}登记已退还投标保证金及银行同期存款利息。未收到的请与招标人联系。`,
      textEn: `The tenderee recorded at ${enInstant(event.at)} that bid securities and interest were returned. If yours has not arrived, please contact the tenderee.`,
      ...basisOf('ZTB-207'),
    },
  ];
}
