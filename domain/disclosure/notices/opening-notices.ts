import { rulesetById } from '../../law/context.ts';
import type { TenderState } from '../../tender/index.ts';
import { OPENING_RESULTS } from '../announcements/opening-record.ts';
import type { EventOf } from '../announcement.ts';
import { basisOf } from '../basis.ts';
import { enInstant, zhInstant } from '../format/instant.ts';
import type { PartyNotice } from './notice.ts';

/**
 * Bids are closed: bidders are asked for their keys (EB-013). With too few bidders there will be no
 * opening (ZTB-213), and nobody may be led to give a key away.
 */
export function closingNotices(event: EventOf<'bidsClosed'>, state: TenderState): PartyNotice[] {
  if (state.decryptionEndsAt === null || event.bidderCount < minBidders(state)) return [];
  return [
    {
      to: 'bidders',
      kind: 'keys-wanted',
      titleZh: `${state.draft.title}：请在线提交解密密钥`,
      titleEn: `${state.draft.title}: please hand in your key`,
      textZh: `投标已于${zhInstant(event.at)}截止，现在开标。请于${zhInstant(state.decryptionEndsAt)}前在线提交解密密钥。`,
      textEn: `Bids were closed at ${enInstant(event.at)} and are being opened. Please hand in your key by ${enInstant(state.decryptionEndsAt)}.`,
      ...basisOf('EB-013'),
    },
  ];
}

/** The number of bidders below which bids may not be opened, under the ruleset pinned in the tender. */
function minBidders(state: TenderState): number {
  const value = Number(rulesetById(state.ruleset).rules['ZTB-213']?.values?.['minBidders']);
  if (Number.isNaN(value))
    throw new RangeError(`ruleset ${state.ruleset} has no number of bidders in ZTB-213`);
  return value;
}

/** The opening is done; whoever's bid could not be opened is told so, without a finding of fault (EB-014). */
export function openingNotices(event: EventOf<'bidsOpened'>, state: TenderState): PartyNotice[] {
  const unopened = event.bids.filter((bid) => bid.result !== 'opened');
  return [
    {
      to: 'bidders',
      kind: 'opening-record',
      titleZh: `${state.draft.title}：开标记录已公布`,
      titleEn: `${state.draft.title}: the opening record is published`,
      textZh: `开标已于${zhInstant(event.at)}完成，开标记录已向社会公众公布。对开标有异议的，应当当场提出。`,
      textEn: `The opening was completed at ${enInstant(event.at)} and its record is public. Objections to the opening must be raised on the spot.`,
      ...basisOf('EB-016'),
    },
    ...unopened.map((bid): PartyNotice => ({
      to: { partyId: bid.partyId },
      kind: 'bid-not-opened',
      titleZh: `${state.draft.title}：投标文件开标情况`,
      titleEn: `${state.draft.title}: how your bid fared at the opening`,
      textZh: `贵方投标文件的开标情况：${OPENING_RESULTS[bid.result].zh}。因投标人原因未解密的视为撤销投标，因投标人之外的原因未解密的视为撤回投标；原因认定前不作推定。`,
      textEn: `Your bid: ${OPENING_RESULTS[bid.result].en}. A bid unopened through its bidder counts as revoked, through other causes as withdrawn; nothing is presumed before the cause is found.`,
      ...basisOf('EB-014'),
    })),
  ];
}

/** The tender ends without an award. Too few bidders: all holders of the documents learn it, for the tender will be repeated. */
export function failureNotices(event: EventOf<'tenderFailed'>, state: TenderState): PartyNotice[] {
  const tooFew = event.reason === 'failed-fewer-than-three';
  return [
    {
      to: tooFew ? 'holders' : 'bidders',
      kind: 'tender-failed',
      titleZh: `${state.draft.title}：招标失败通知`,
      titleEn: `${state.draft.title}: the tender has failed`,
      textZh: tooFew
        ? '投标截止时投标人少于法定数量，依法不得开标，投标文件未开启。'
        : '经评标委员会评审，所有投标被否决。',
      textEn: tooFew
        ? 'At the deadline there were fewer bidders than the law asks for. Bids may not be opened and stay sealed.'
        : 'The evaluation committee rejected all bids.',
      ...basisOf(tooFew ? 'ZTB-213' : 'ZTB-316'),
    },
  ];
}
