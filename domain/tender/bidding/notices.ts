import type { Named } from '../../case/chapter.ts';
import { basisOf, basisOfStep } from '../../disclosure/basis.ts';
import { deadlineMoveCause } from '../../disclosure/causes.ts';
import { enInstant, zhInstant } from '../../disclosure/format/instant.ts';
import type { PartyNotice } from '../../disclosure/notices/notice.ts';
import { termsOf } from '../../disclosure/terms.ts';
import { rulesetById } from '../../law/context.ts';
import { rulesOf } from '../../procedure/index.ts';
import type { Instant } from '../../time/instant.ts';
import type { TenderState } from '../ground/state.ts';
import type { BiddingEvent } from './commands-and-events.ts';

type Event<Name extends BiddingEvent['name']> = Named<BiddingEvent, Name>;

/** The bid deadline moved. Where the tenderee did not move it itself, it is told as well. */
export function deadlineNotices(event: Event<'bidDeadlineMoved'>, state: TenderState): PartyNotice[] {
  const { bids, deadline, opening } = termsOf(state.draft);
  const cause = deadlineMoveCause(event, state);
  const notice = {
    kind: 'deadline-moved',
    titleZh: `${state.draft.title}：${deadline}变更通知`,
    titleEn: `${state.draft.title}: the bid deadline moves`,
    textZh:
      `${deadline.replace('时间', '')}和${opening}时间由${zhInstant(event.fromAt)}变更为${zhInstant(event.toAt)}，` +
      `原因：${cause.zh}。${outagesOf(event, zhInstant, '至', '；', '中断：', '。')}已递交的${bids}继续有效，可以在变更后的截止时间前补充、修改或者撤回。`,
    textEn:
      `The bid deadline and the opening move from ${enInstant(event.fromAt)} to ${enInstant(event.toAt)}, because ${cause.en}. ` +
      `${outagesOf(event, enInstant, ' to ', '; ', 'Outages: ', '. ')}` +
      'Bids already submitted stand and may be replaced or withdrawn until the new deadline.',
    ...basisOfStep(state, event, event.because === 'downtime' ? 'downtime' : 'clarificationNotice'),
  };
  const told: PartyNotice[] = [{ to: 'holders', ...notice }];
  return event.because === 'amendment' ? told : [...told, { to: 'tenderee', ...notice }];
}

/** The outages for which a deadline moved, in a row; nothing where there are none. */
function outagesOf(
  { outages = [] }: Event<'bidDeadlineMoved'>,
  shown: (at: Instant) => string,
  to: string,
  between: string,
  before: string,
  after: string,
): string {
  if (outages.length === 0) return '';
  const list = outages.map(({ fromAt, untilAt }) => `${shown(fromAt)}${to}${shown(untilAt)}`);
  return `${before}${list.join(between)}${after}`;
}

/**
 * Bids are closed: bidders are asked for their keys (EB-013). With too few bidders there will be no
 * opening (ZTB-213), and nobody may be led to give a key away.
 */
export function closingNotices(event: Event<'bidsClosed'>, state: TenderState): PartyNotice[] {
  if (state.decryptionEndsAt === null || event.bidderCount < minBidders(state)) return [];
  const { bids, opening } = termsOf(state.draft);
  const closed = bids === '投标文件' ? '投标' : '响应文件提交';
  return [
    {
      to: 'bidders',
      kind: 'keys-wanted',
      titleZh: `${state.draft.title}：请在线提交解密密钥`,
      titleEn: `${state.draft.title}: please hand in your key`,
      textZh: `${closed}已于${zhInstant(event.at)}截止，现在${opening}。请于${zhInstant(state.decryptionEndsAt)}前在线提交解密密钥。`,
      textEn: `Bids were closed at ${enInstant(event.at)} and are being opened. Please hand in your key by ${enInstant(state.decryptionEndsAt)}.`,
      ...basisOf(state, 'keysWanted'),
    },
  ];
}

/** The number of bidders below which bids may not be opened, under the ruleset pinned in the tender; one where its law names none. */
function minBidders(state: TenderState): number {
  const { fewBidders } = rulesOf(state.draft);
  if (fewBidders === null) return 1;
  const value = Number(rulesetById(state.ruleset).rules[fewBidders]?.values?.['minBidders']);
  if (Number.isNaN(value))
    throw new RangeError(`ruleset ${state.ruleset} has no number of bidders in ${fewBidders}`);
  return value;
}
