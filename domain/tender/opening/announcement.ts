import type { Named } from '../../case/chapter.ts';
import type { AnnouncementBody, AnnouncementContext, Row } from '../../disclosure/announcement.ts';
import {
  contactSection,
  daysText,
  NOT_STATED,
  projectSection,
} from '../../disclosure/announcements/sections.ts';
import { basisOf } from '../../disclosure/basis.ts';
import { zhInstant } from '../../disclosure/format/instant.ts';
import { moneyText } from '../../disclosure/format/money.ts';
import { termsOf } from '../../disclosure/terms.ts';
import type { Attribution } from '../../opening/finding.ts';
import type { OpenedBid } from '../ground/parts.ts';
import type { TenderState } from '../ground/state.ts';
import type { OpeningEvent } from './commands-and-events.ts';

type Event<Name extends OpeningEvent['name']> = Named<OpeningEvent, Name>;

/** How a bid fared at the opening. Whose doing it was says its attribution (EB-014). */
export const OPENING_RESULTS: Readonly<Record<OpenedBid['result'], { zh: string; en: string }>> = {
  opened: { zh: '已解密', en: 'opened' },
  'no-key': { zh: '未在时限内提交密钥，未解密', en: 'no key was handed in in time; not opened' },
  'wrong-key': { zh: '密钥不符，未解密', en: 'the key does not fit; not opened' },
  corrupted: { zh: '文件无法读取，未解密', en: 'the file cannot be read; not opened' },
  'too-few-shares': {
    zh: '投标人密钥和受托人份额均不足以解密，未解密',
    en: 'neither the key nor enough shares of trustees; not opened',
  },
  misdealt: { zh: '投标人分发的份额不成立，未解密', en: 'what the bidder dealt does not hold; not opened' },
  'file-changed': {
    zh: '平台保存的文件与回执不符，未解密',
    en: 'the stored file is not the one of the receipt; not opened',
  },
  'platform-failed': {
    zh: '平台未能处理该文件，未解密',
    en: 'the platform failed on this file; not opened',
  },
  'wrong-letter': {
    zh: '已解密，开标一览表属于其他项目、单位或者版本',
    en: 'opened, but its letter is of another tender, bidder or version',
  },
  'no-bid-letter': { zh: '已解密，缺少可读的开标一览表', en: 'opened, but without a readable bid letter' },
};

/** What follows from whose doing a failure was (EB-014); nothing where the bid was opened or no cause was found. */
export const ATTRIBUTIONS: Readonly<Record<Attribution, { zh: string; en: string }>> = {
  bidder: { zh: '因投标人原因，视为撤销', en: 'through its bidder: it counts as revoked' },
  'not-bidder': { zh: '因投标人之外的原因，视为撤回', en: 'not through its bidder: it counts as withdrawn' },
};

/** 开标记录 (EB-016): what was read out for each bidder, with the hash of the file each receipt was given for. */
export function openingRecord(
  event: Event<'bidsOpened'>,
  state: TenderState,
  ctx: AnnouncementContext,
): AnnouncementBody {
  const { bidder, deadline, opening } = termsOf(state.draft);
  const asked = state.draft.signatures === 'required';
  const rows: Row[] = [
    { label: deadline, value: zhInstant(state.bidDeadlineAt) },
    { label: `${opening}完成时间`, value: zhInstant(event.at) },
    { label: `${opening}地点`, value: `${ctx.platformName}（${ctx.publicUrl}）` },
    { label: '唱标顺序', value: '按收到最后一版文件的时间先后' },
    { label: `${bidder}数量`, value: String(event.bids.length) },
  ];
  if (state.draft.ceilingPriceFen !== null) {
    rows.push({
      label: state.draft.regime === 'tendering' ? '最高投标限价' : '最高限价',
      value: moneyText(state.draft.ceilingPriceFen),
    });
  }
  return {
    ...basisOf(state, 'openingRecord'),
    sections: [
      projectSection(state),
      { heading: `${opening}情况`, rows },
      {
        heading: `${opening}一览`,
        table: {
          caption: `各${bidder}的${opening}内容`,
          columns: [
            '序号',
            bidder,
            bidder === '投标人' ? '投标报价' : '报价',
            '工期（交货期）',
            '质量',
            '项目负责人',
            '解密情况',
            ...(asked ? ['截止前的电子签名'] : []),
            '文件SHA-256',
          ],
          rows: event.bids.map((bid, index) => bidCells(bid, index, asked)),
        },
      },
      contactSection(state.draft),
    ],
  };
}

/** `asked`: the tender has its bids signed. Whether an unsigned one is rejected is for the committee (条例 51). */
function bidCells(bid: OpenedBid, index: number, asked: boolean): string[] {
  return [
    String(index + 1),
    `${bid.name}（${bid.uscc}）`,
    bid.priceFen === null ? NOT_STATED : moneyText(bid.priceFen),
    daysText(bid.durationDays),
    bid.quality ?? NOT_STATED,
    bid.projectManager ?? NOT_STATED,
    bid.attribution === null
      ? OPENING_RESULTS[bid.result].zh
      : `${OPENING_RESULTS[bid.result].zh}（${ATTRIBUTIONS[bid.attribution].zh}）`,
    ...(asked ? [bid.signed === true ? '有' : '无'] : []),
    bid.sha256,
  ];
}
