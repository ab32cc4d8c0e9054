import { isoShanghai } from '../time/instant.ts';
import { shownEnd, shownInstant } from '../time/text.ts';
import type { Breach, CountedDay, Deadline } from './types.ts';

export type Language = 'zh' | 'en';

const WEEKDAYS = {
  zh: ['周日', '周一', '周二', '周三', '周四', '周五', '周六'],
  en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
} as const;

const WHY: Readonly<Record<CountedDay['why'], Readonly<Record<Language, string>>>> = {
  'start-day-excluded': { zh: '起算当日，不计入', en: 'the day it runs from, not counted' },
  counted: { zh: '计入', en: 'counted' },
  'rest-day-skipped': { zh: '休息日，不计入', en: 'a rest day, passed over' },
  'excluded-time': { zh: '法律规定不计入的时间', en: 'time that the law takes out' },
  'rolled-over-rest-day': { zh: '休息日，顺延', en: 'a rest day, moved on from' },
  'last-day-after-roll': { zh: '顺延后的末日', en: 'the last day after moving on' },
};

const WORDS = {
  zh: {
    from: '起算',
    latest: '最迟',
    earliest: '最早',
    warn: '顺延前的末日',
    ruleset: '规则集',
    calendar: '日历',
    counting: '计算规则',
    provisional: '暂定：放假安排尚未公布，公布后重新推算',
    provisionalDay: '（暂定）',
    day: (counted: number, workdays: boolean) => `第${counted}${workdays ? '个工作日' : '日'}`,
    blocks: '不合法',
    warns: '提示',
    accepted: '可以接受',
  },
  en: {
    from: 'from',
    latest: 'at the latest',
    earliest: 'at the earliest',
    warn: 'last day before the roll',
    ruleset: 'ruleset',
    calendar: 'calendar',
    counting: 'counted by',
    provisional: 'provisional: the holiday notice of a year is not published; derived again once it is',
    provisionalDay: ' (provisional)',
    day: (counted: number, workdays: boolean) => `${workdays ? 'working day' : 'day'} ${counted}`,
    blocks: 'unlawful',
    warns: 'note',
    accepted: 'accepted',
  },
} as const;

/** A deadline day by day, as lines of text: what it is, each day with its weekday and why it counts or not, by what it was counted. */
export function explainDeadline(deadline: Deadline, language: Language): string[] {
  const words = WORDS[language];
  const { derivation, rule, article, startsAt, endsAt, warnAt } = deadline;
  const { period } = derivation;
  const end = period.bound === 'min' ? words.earliest : words.latest;
  // An instant that is itself in time is written as it is, one that is over as the end of the day before.
  const inclusive = ['INT-01', 'INT-02'].some((reading) => derivation.counting.includes(reading));
  return [
    `${rule}  ${article}`,
    `  ${derivation[language]}`,
    ...derivation.days.map((day) => `  ${dayLine(day, period.unit === 'workday', language)}`),
    `  ${words.from} ${shownInstant(startsAt)}  ${end} ${inclusive ? shownInstant(endsAt) : shownEnd(endsAt)}`,
    ...(warnAt === null ? [] : [`  ${words.warn} ${shownEnd(warnAt)}`]),
    `  ${words.counting} ${derivation.counting.join(' ')}  ${words.ruleset} ${derivation.ruleset}  ${words.calendar} ${derivation.calendar}`,
    ...(derivation.provisional ? [`  ${words.provisional}`] : []),
  ];
}

function dayLine(
  { date, counted, why, provisional }: CountedDay,
  workdays: boolean,
  language: Language,
): string {
  const words = WORDS[language];
  const weekday = WEEKDAYS[language][new Date(`${date}T00:00:00Z`).getUTCDay()];
  const number = counted === null ? '' : ` ${words.day(counted, workdays)}`;
  return `${date} ${weekday}${number} ${WHY[why][language]}${provisional === true ? words.provisionalDay : ''}`;
}

/** A breach as lines of text. */
export function explainBreach(breach: Breach, language: Language): string[] {
  const words = WORDS[language];
  return [
    `${words[breach.severity]}  ${breach.rule}  ${breach.article}`,
    `  ${breach[language]}`,
    ...(breach.accepted === null ? [] : [`  ${words.accepted}: ${breach.accepted[language]}`]),
  ];
}

/** Reads a deadline as the public API gives it, its instants as ISO 8601 texts. Throws a RangeError on anything else. */
export function deadlineOfPresented(presented: Presented): Deadline {
  const instant = (text: string): number => {
    const at = Date.parse(text);
    if (Number.isNaN(at) || isoShanghai(at).length === 0) throw new RangeError(`not an instant: ${text}`);
    return at;
  };
  const { derivation, warnAt, startsAt, endsAt } = presented;
  return {
    ...presented,
    startsAt: instant(startsAt),
    endsAt: instant(endsAt),
    warnAt: warnAt === null ? null : instant(warnAt),
    derivation: {
      ...derivation,
      startsAt: instant(derivation.startsAt),
      endsAt: instant(derivation.endsAt),
    },
  };
}

/** A deadline with its instants as texts. */
export type Presented = Omit<Deadline, 'startsAt' | 'endsAt' | 'warnAt' | 'derivation'> & {
  readonly startsAt: string;
  readonly endsAt: string;
  readonly warnAt: string | null;
  readonly derivation: Omit<Deadline['derivation'], 'startsAt' | 'endsAt'> & {
    readonly startsAt: string;
    readonly endsAt: string;
  };
};
