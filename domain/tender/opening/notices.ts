import type { Named } from '../../case/chapter.ts';
import { basisOf } from '../../disclosure/basis.ts';
import { enInstant, zhInstant } from '../../disclosure/format/instant.ts';
import type { PartyNotice } from '../../disclosure/notices/notice.ts';
import { termsOf } from '../../disclosure/terms.ts';
import { opensInSecret } from '../../procedure/index.ts';
import type { OpenedBid } from '../ground/parts.ts';
import type { TenderState } from '../ground/state.ts';
import { ATTRIBUTIONS, OPENING_RESULTS } from './announcement.ts';
import type { OpeningEvent } from './commands-and-events.ts';

type Event<Name extends OpeningEvent['name']> = Named<OpeningEvent, Name>;

/** The opening is done; whoever's bid could not be opened is told so, with what was found of the cause (EB-014). */
export function openingNotices(event: Event<'bidsOpened'>, state: TenderState): PartyNotice[] {
  const { bids, opening, objection } = termsOf(state.draft);
  const whenToObject =
    objection === '异议' ? '对开标有异议的，应当当场提出。' : `对${opening}过程有疑义的，应当当场提出询问。`;
  const secret = opensInSecret(state.draft);
  const unopened = event.bids.filter((bid) => bid.result !== 'opened');
  return [
    {
      to: 'bidders',
      kind: 'opening-record',
      titleZh: secret ? `${state.draft.title}：响应文件已启封` : `${state.draft.title}：${opening}记录已公布`,
      titleEn: secret
        ? `${state.draft.title}: the responses are opened`
        : `${state.draft.title}: the opening record is published`,
      textZh: secret
        ? `响应文件已于${zhInstant(event.at)}启封，各供应商的名称、报价和其他信息依法保密。${whenToObject}`
        : `${opening}已于${zhInstant(event.at)}完成，${opening}记录已向社会公众公布。${whenToObject}`,
      textEn: secret
        ? `The responses were opened at ${enInstant(event.at)}; who offered what stays secret by law. Questions about the opening are raised on the spot.`
        : `The opening was completed at ${enInstant(event.at)} and its record is public. Objections to the opening must be raised on the spot.`,
      ...basisOf(state, 'openingRecord'),
    },
    ...unopened.map((bid): PartyNotice => ({
      to: { partyId: bid.partyId },
      kind: 'bid-not-opened',
      titleZh: `${state.draft.title}：${bids}${opening}情况`,
      titleEn: `${state.draft.title}: how your bid fared at the opening`,
      textZh: `贵方${bids}的${opening}情况：${OPENING_RESULTS[bid.result].zh}。${consequenceZh(bid, state)}`,
      textEn: `Your bid: ${OPENING_RESULTS[bid.result].en}. ${consequenceEn(bid, state)}`,
      ...basisOf(state, 'bidNotOpened'),
    })),
  ];
}

/** What was found of the cause and follows from it; where it was not found, nothing is presumed. */
function consequenceZh({ attribution }: OpenedBid, state: TenderState): string {
  const { bids, bidder } = termsOf(state.draft);
  if (attribution === null)
    return `因${bidder}原因未解密的视为撤销${bids}，因${bidder}之外的原因未解密的视为撤回${bids}；原因认定前不作推定。`;
  const security =
    attribution === 'bidder'
      ? '已提交保证金的，可以不予退还。'
      : '已提交保证金的，应当退还；可以要求责任方赔偿因此遭受的直接损失。';
  return `经核对证据，${ATTRIBUTIONS[attribution].zh}。${security}${opensInSecret(state.draft) ? '' : `依据见${termsOf(state.draft).opening}记录；`}有异议的，应当当场提出。`;
}

function consequenceEn({ attribution }: OpenedBid, state: TenderState): string {
  if (attribution === null)
    return 'A bid unopened through its bidder counts as revoked, through other causes as withdrawn; nothing is presumed before the cause is found.';
  const security =
    attribution === 'bidder'
      ? 'A security may be kept.'
      : 'A security goes back, and whoever caused it may have to make good the direct losses.';
  return `By the evidence it was not opened ${ATTRIBUTIONS[attribution].en}. ${security} ${opensInSecret(state.draft) ? '' : 'The evidence stands in the opening record. '}If you disagree, object on the spot.`;
}
