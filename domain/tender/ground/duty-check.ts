import { breachOf, warningOf } from '../../law/breach.ts';
import type { LawContext } from '../../law/context.ts';
import { shownPeriod } from '../../law/sentence.ts';
import type { Breach, Deadline, TenderAttributes } from '../../law/types.ts';
import type { Instant } from '../../time/instant.ts';
import { shownEnd, shownInstant } from '../../time/text.ts';

/**
 * Whether a duty with a maximum is done in time: late at the end of the time allowed, and warned of from
 * the end before a roll over rest days on (INT-05).
 */
export function checkDuty(
  ctx: LawContext,
  attributes: TenderAttributes,
  deadline: Deadline,
  at: Instant,
  duty: { readonly zh: string; readonly en: string },
): Breach[] {
  const [from, now, until] = [shownInstant(deadline.startsAt), shownInstant(at), shownEnd(deadline.endsAt)];
  const days = shownPeriod(deadline.derivation.period);
  if (at >= deadline.endsAt) {
    return [
      breachOf(ctx, deadline.rule, attributes, {
        field: null,
        zh: `应当自${from}起${days.zh}内（${until}之前）${duty.zh}，现在是${now}。`,
        en: `It was due to ${duty.en} within ${days.en} from ${from}, before ${until}; it is ${now}.`,
        accepted: null,
      }),
    ];
  }
  if (deadline.warnAt === null || at < deadline.warnAt) return [];
  const unrolled = shownEnd(deadline.warnAt);
  return [
    warningOf(ctx, deadline.rule, {
      field: null,
      zh: `自${from}起${days.zh}至${unrolled}已满，仅因末日为休息日顺延至${until}；现在是${now}，应当尽快${duty.zh}。`,
      en: `The ${days.en} from ${from} were over at ${unrolled} and run until ${until} only because that was a rest day; it is ${now}: ${duty.en} soon.`,
      accepted: { zh: `${until}之前。`, en: `Before ${until}.` },
    }),
  ];
}
