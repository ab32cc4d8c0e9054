import { dateOf, type Instant } from '../time/instant.ts';
import { shownEnd, shownInstant } from '../time/text.ts';
import type { Count } from './counting.ts';
import type { Period, Rule } from './types.ts';

/** The whole derivation of a deadline in one sentence, in each language. */
export interface Sentence {
  readonly zh: string;
  readonly en: string;
}

const UNITS: Readonly<Record<Period['unit'], Sentence>> = {
  day: { zh: '日', en: 'days' },
  workday: { zh: '个工作日', en: 'working days' },
  hour: { zh: '小时', en: 'hours' },
  month: { zh: '个月', en: 'months' },
};

/** A period in words, e.g. `5个工作日`, `5 working days`. */
export function shownPeriod({ count, unit }: Period): Sentence {
  return { zh: `${count}${UNITS[unit].zh}`, en: `${count} ${UNITS[unit].en}` };
}

/** The sentence of a period counted forward in days. */
export function sentenceAfter(rule: Rule, period: Period, count: Count, startsAt: Instant): Sentence {
  const unit = UNITS[period.unit];
  const min = period.bound === 'min';
  const closing = rule.reading === 'closing-day-counts';
  const roll = rollOf(count);
  const end = closing ? count.rolledDate : `${count.rolledDate} 24:00`;
  const zh = [
    `${rule.article}：${min ? `不少于${period.count}${unit.zh}` : `${period.count}${unit.zh}以内`}`,
    `自${shownInstant(startsAt)}起，当日不计入，第${period.count}${unit.zh}为${count.lastDate}${roll.zh}`,
    ...excludedOf(count).zh,
    ...(closing ? ['截止之日计入'] : []),
    `${min ? '最早' : '最迟'}至${end}`,
    ...(ownRoll(count) ? [`顺延前为${count.lastDate} 24:00，宜在此前完成`] : []),
    ...provisionalOf(count).zh,
  ];
  const en = [
    `${rule.id}: ${min ? 'at least' : 'within'} ${period.count} ${unit.en}`,
    `from ${shownInstant(startsAt)}, that day not counted, day ${period.count} is ${count.lastDate}${roll.en}`,
    ...excludedOf(count).en,
    ...(closing ? ['the closing day counts'] : []),
    `${min ? 'at the earliest' : 'at the latest'} ${end}`,
    ...(ownRoll(count) ? [`better by ${count.lastDate} 24:00, before the roll`] : []),
    ...provisionalOf(count).en,
  ];
  return { zh: `${zh.join('；')}。`, en: `${en.join('; ')}.` };
}

/** The sentence of a lead counted backwards from `endsAt`. */
export function sentenceBefore(rule: Rule, period: Period, endsAt: Instant, latestAt: Instant): Sentence {
  const byDate = rule.reading === 'lead-by-date';
  const { count } = period;
  const unit = UNITS[period.unit];
  const latest = byDate ? shownEnd(latestAt) : shownInstant(latestAt);
  const zhWay = byDate ? '按日期倒数，该日全天有效' : `按日期并按${count}个24小时倒数`;
  const enWay = byDate
    ? 'counted back by dates, the whole day in time'
    : `counted back by dates and by ${count} times 24 hours`;
  return {
    zh: `${rule.article}：${shownInstant(endsAt)}的${count}${unit.zh}前；${zhWay}，第${count}${unit.zh}为${dateOf(byDate ? latestAt - 1 : latestAt)}；最迟${latest}。`,
    en: `${rule.id}: ${count} ${unit.en} before ${shownInstant(endsAt)}; ${enWay}; at the latest ${latest}.`,
  };
}

/** The sentence of a period in hours. */
export function sentenceOfHours(rule: Rule, period: Period, startsAt: Instant, endsAt: Instant): Sentence {
  const unit = UNITS[period.unit];
  return {
    zh: `${rule.article}：自${shownInstant(startsAt)}起${period.count}${unit.zh}，至${shownInstant(endsAt)}。`,
    en: `${rule.id}: ${period.count} ${unit.en} from ${shownInstant(startsAt)}, until ${shownInstant(endsAt)}.`,
  };
}

function ownRoll(count: Count): boolean {
  return count.own && count.rolledDate !== count.lastDate;
}

function rollOf(count: Count): Sentence {
  if (count.rolledDate === count.lastDate) return { zh: '', en: '' };
  const names = count.restNames.length === 0 ? '' : `，${count.restNames.join('、')}`;
  return {
    zh: `（休息日${names}），顺延至${count.rolledDate}`,
    en: ` (a rest day), which moves on to ${count.rolledDate}`,
  };
}

function excludedOf(count: Count): { readonly zh: string[]; readonly en: string[] } {
  const days = count.days.filter(({ why }) => why === 'excluded-time').length;
  if (days === 0) return { zh: [], en: [] };
  return { zh: [`其间${days}日依法不计算在内`], en: [`${days} days in between are not counted by law`] };
}

function provisionalOf(count: Count): { readonly zh: string[]; readonly en: string[] } {
  if (!count.provisional) return { zh: [], en: [] };
  return {
    zh: [
      `所涉年度放假安排尚未公布，暂按较严口径推算（${count.own ? '不依赖顺延' : '周末、法定节日和可能放假的工作日按休息日计'}），公布后重新推算`,
    ],
    en: [
      `provisional: the holiday notice of the year is not published, so the stricter reading holds (${count.own ? 'no roll is relied on' : 'weekends, statutory holidays and days that the notice may give off are rest days'}) until it is`,
    ],
  };
}
