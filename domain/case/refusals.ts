import { refusalFromBreach, type LawContext } from '../law/context.ts';
import type { Breach } from '../law/types.ts';
import { platformRefusal, type Refusal } from '../refusal.ts';
import { dateOf, isoShanghai, type CivilDate, type Instant } from '../time/instant.ts';

/** One refusal for each text that is empty or only blanks. Keys name the field, values are `[中文名, text]`. */
export function refuseEmptyTexts(
  texts: Readonly<Record<string, readonly [zh: string, text: string]>>,
): Refusal[] {
  return Object.entries(texts)
    .filter(([, [, text]]) => text.trim() === '')
    .map(([field, [zh]]) =>
      platformRefusal('empty-text', `${zh}（${field}）不能为空。`, `${field} must not be empty.`, {
        zh: `填写${zh}。`,
        en: `Say something in ${field}.`,
      }),
    );
}

/** One refusal for each amount that is not a whole number of fen, written without sign or leading zeros. */
export function refuseMalformedAmounts(amounts: Readonly<Record<string, string>>): Refusal[] {
  return Object.entries(amounts)
    .filter(([, amount]) => !/^(0|[1-9]\d{0,17})$/.test(amount))
    .map(([field]) =>
      platformRefusal(
        'malformed-amount',
        `金额 ${field} 应为以分为单位的非负整数。`,
        `The amount ${field} must be a whole number of fen, not negative.`,
        { zh: '例如 1768000000（即1768万元）。', en: 'For example 1768000000 (17,680,000 yuan).' },
      ),
    );
}

/** An instant that lies in the past already. */
export function refusePast(zh: string, field: string, givenAt: Instant, at: Instant): Refusal[] {
  if (givenAt > at) return [];
  const now = isoShanghai(at);
  return [
    platformRefusal(
      'date-past',
      `${zh}（${isoShanghai(givenAt)}）已经过去，当前时间为${now}。`,
      `${field} (${isoShanghai(givenAt)}) has passed already; it is ${now}.`,
      { zh: `晚于${now}的时间。`, en: `An instant after ${now}.` },
    ),
  ];
}

/**
 * The refusals among what a legal check found: what only warns is said elsewhere and goes on.
 *
 * `late` names the rule whose maximum the act itself fulfils. Being late with a duty is a breach that
 * the timed-out step shows; refusing the act for it would keep the breach for ever, so it goes through.
 */
export function refuseBreaches(breaches: readonly Breach[], late: string | null = null): Refusal[] {
  return breaches
    .filter((breach) => breach.severity === 'blocks' && breach.rule !== late)
    .map((breach) => refusalFromBreach(breach));
}

/**
 * One refusal for each instant from which the calendar does not reach far enough: a period that starts
 * there might end where no working day is known. Keys name the field.
 */
export function refuseBeyondCalendar(
  { calendar }: LawContext,
  instants: Readonly<Record<string, Instant>>,
): Refusal[] {
  const { firstDate, lastCountableDate } = calendar;
  return Object.entries(instants)
    .filter(([, at]) => !isWithin(at, firstDate, lastCountableDate))
    .map(([field, at]) => {
      const given = isoShanghai(at);
      return platformRefusal(
        'beyond-calendar',
        `${field}（${given}）超出工作日历可推算的范围（${firstDate} 至 ${lastCountableDate}）。`,
        `${field} (${given}) lies beyond what the working-day calendar can count (${firstDate} to ${lastCountableDate}).`,
        {
          zh: `${firstDate} 至 ${lastCountableDate} 之间的时间。`,
          en: `A time between ${firstDate} and ${lastCountableDate}.`,
        },
      );
    });
}

function isWithin(at: Instant, firstDate: CivilDate, lastDate: CivilDate): boolean {
  const date = dateOf(at);
  // Years beyond 9999 and before 0 are written with a sign, and would not compare as strings.
  return /^\d/.test(date) && date >= firstDate && date <= lastDate;
}
