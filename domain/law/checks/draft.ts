import { rulesOf } from '../../procedure/index.ts';
import type { Calendar } from '../../time/calendar.ts';
import type { TenderDraft } from '../../tender/state.ts';
import { dateOf, daysBetween, type Instant } from '../../time/instant.ts';
import { shownEnd, shownInstant } from '../../time/text.ts';
import { breachOf, warningOf } from '../breach.ts';
import { hasRule, type LawContext } from '../context.ts';
import { deadlineAfter, deadlineBefore } from '../deadline.ts';
import { checkFirstStagePlan } from './first-stage.ts';
import { checkMethod } from './method.ts';
import { checkThresholds } from './thresholds.ts';
import { enAmount, zhAmount } from '../money.ts';
import { shownPeriod } from '../sentence.ts';
import type { Breach, Deadline } from '../types.ts';
import { checkContents } from './contents.ts';
import { checkFairness } from './fairness.ts';
import { checkProcurement } from './procurement.ts';
import { checkRetender } from './retender.ts';
import { checkSecurities } from './securities.ts';

/** All breaches of a draft at once, and the statutory deadlines its schedule was measured by. */
export interface DraftCheck {
  readonly breaches: Breach[];
  readonly deadlines: Deadline[];
}

const INSTANTS = [
  'documentsIssuedFromAt',
  'documentsIssuedUntilAt',
  'bidDeadlineAt',
  'openingAt',
] as const satisfies readonly (keyof TenderDraft['schedule'])[];

/** The dates of a schedule that the calendar does not reach, or reaches so barely that nothing could be counted from them. */
export function beyondCalendar(calendar: Calendar, draft: TenderDraft): (keyof TenderDraft['schedule'])[] {
  const outside = (at: Instant): boolean => {
    const date = dateOf(at);
    // Years beyond 9999 and before 0 are written with a sign, and would not compare as strings.
    return !/^\d/.test(date) || date < calendar.firstDate || date > calendar.lastCountableDate;
  };
  return INSTANTS.filter((field) => outside(draft.schedule[field]));
}

/**
 * Measures a draft by every rule that a notice and its documents must meet: periods (ZTB-001, ZTB-004),
 * opening (ZTB-301), prices and securities (ZTB-002, 022, 201, 202, 407), validity (ZTB-208) and content
 * (PUB-002, PUB-003, ZTB-109), and what may keep bidders out (ZTB-020, PUB-014). Amounts must be whole numbers of fen.
 *
 * A schedule beyond the calendar (`beyondCalendar`) is not measured: neither breaches nor deadlines
 * of it are given. Whether dates lie in the past is for the caller, who has the clock.
 */
export function checkDraft(ctx: LawContext, draft: TenderDraft, at: Instant): DraftCheck {
  const others = [
    ...checkPrices(ctx, draft),
    ...checkSecurities(ctx, draft),
    ...checkValidity(ctx, draft),
    ...checkContents(ctx, draft),
    ...checkMethod(ctx, draft),
    ...checkThresholds(ctx, draft),
    ...checkFairness(ctx, draft),
    ...checkProcurement(ctx, draft),
    ...checkRetender(ctx, draft),
  ];
  if (beyondCalendar(ctx.calendar, draft).length > 0) {
    return { breaches: [...checkOpening(ctx, draft), ...others], deadlines: [] };
  }
  const first = checkFirstStagePlan(ctx, draft, at);
  const { breaches, deadlines } = checkSchedule(ctx, draft);
  return {
    breaches: [...breaches, ...first.breaches, ...others],
    deadlines: [...deadlines, ...first.deadlines],
  };
}

/** Whether the times from the issue of the documents to the opening are as long as the procedure's rules ask. */
export function checkSchedule(ctx: LawContext, draft: TenderDraft): DraftCheck {
  const rules = rulesOf(draft);
  const { documentsIssuedFromAt, bidDeadlineAt } = draft.schedule;
  const sale =
    rules.documentsIssue === null ? null : deadlineAfter(ctx, rules.documentsIssue, documentsIssuedFromAt);
  const bidding = deadlineAfter(ctx, rules.bidPreparation, documentsIssuedFromAt);
  const leads = [rules.clarification, draft.regime === 'tendering' ? 'ZTB-102' : null];
  return {
    breaches: [
      ...(sale === null ? [] : checkSale(ctx, draft, sale)),
      ...checkBidding(ctx, draft, bidding),
      ...checkOpening(ctx, draft),
    ],
    deadlines: [
      ...(sale === null ? [] : [sale]),
      bidding,
      ...leads.flatMap((rule) => (rule === null ? [] : [deadlineBefore(ctx, rule, bidDeadlineAt)])),
    ],
  };
}

function checkSale(ctx: LawContext, draft: TenderDraft, sale: Deadline): Breach[] {
  const { documentsIssuedFromAt, documentsIssuedUntilAt } = draft.schedule;
  if (documentsIssuedUntilAt >= sale.endsAt) return [];
  const from = shownInstant(documentsIssuedFromAt);
  const until = shownEnd(documentsIssuedUntilAt);
  const days = shownPeriod(sale.derivation.period);
  const earliest = shownEnd(sale.endsAt);
  return [
    breachOf(ctx, sale.rule, draft.attributes, {
      field: 'schedule.documentsIssuedUntilAt',
      zh: `招标文件自${from}发售至${until}，发售期不足${days.zh}。`,
      en: `The documents are on sale from ${from} until ${until}, which is less than ${days.en}.`,
      accepted: { zh: `发售至${earliest}或者更晚。`, en: `On sale until ${earliest} or later.` },
    }),
  ];
}

function checkBidding(ctx: LawContext, draft: TenderDraft, bidding: Deadline): Breach[] {
  const { documentsIssuedFromAt, bidDeadlineAt } = draft.schedule;
  if (bidDeadlineAt >= bidding.endsAt) return [];
  const from = shownInstant(documentsIssuedFromAt);
  const deadline = shownInstant(bidDeadlineAt);
  const { count, unit } = bidding.derivation.period;
  const days = shownPeriod(bidding.derivation.period);
  const given = Math.max(0, daysBetween(dateOf(documentsIssuedFromAt), dateOf(bidDeadlineAt)));
  const earliest = dateOf(bidding.endsAt);
  // A deadline that is too early although the days are there misses only the roll of the last one.
  const [whyZh, whyEn] =
    unit === 'workday' || given < count
      ? [`不足${days.zh}`, `at least ${days.en} are due`]
      : [`第${count}日适逢休息日，应当顺延`, `day ${count} is a rest day, from which the deadline moves on`];
  return [
    breachOf(ctx, bidding.rule, draft.attributes, {
      field: 'schedule.bidDeadlineAt',
      zh: `自招标文件开始发出（${from}）至投标截止（${deadline}）为${given}日，${whyZh}。`,
      en: `From the first issue of the documents (${from}) to the bid deadline (${deadline}) there are ${given} days; ${whyEn}.`,
      accepted: {
        zh: `投标截止时间在${earliest}当日或者以后。`,
        en: `A bid deadline on ${earliest} or later.`,
      },
    }),
  ];
}

function checkOpening(ctx: LawContext, draft: TenderDraft): Breach[] {
  const { openingAt, bidDeadlineAt } = draft.schedule;
  const { sameInstant } = rulesOf(draft);
  if (sameInstant === null || openingAt === bidDeadlineAt) return [];
  const deadline = shownInstant(bidDeadlineAt);
  return [
    breachOf(ctx, sameInstant, draft.attributes, {
      field: 'schedule.openingAt',
      zh: `开标时间（${shownInstant(openingAt)}）与投标截止时间（${deadline}）不是同一时间。`,
      en: `The opening (${shownInstant(openingAt)}) is not at the time of the bid deadline (${deadline}).`,
      accepted: { zh: `开标时间为${deadline}。`, en: `An opening at ${deadline}.` },
    }),
  ];
}

/** A price for documents that are downloaded is only pointed at: what copying cost is not known here. */
function checkPrices(ctx: LawContext, draft: TenderDraft): Breach[] {
  const breaches: Breach[] = [];
  const price = BigInt(draft.documentPriceFen);
  if (price > 0n) {
    breaches.push(
      warningOf(ctx, draft.regime === 'tendering' ? 'ZTB-002' : 'GP-110', {
        field: 'documentPriceFen',
        zh: `招标文件售价${zhAmount(price)}，只能用于补偿印刷、邮寄的成本支出；在线下载没有此项成本。`,
        en: `The documents cost ${enAmount(price)}, which may only make up for printing and postage; a download has neither.`,
        accepted: {
          zh: '不收费，或者不超过印刷、邮寄成本。',
          en: 'No price, or no more than printing and postage cost.',
        },
      }),
    );
  }
  if (hasRule(ctx, 'ZTB-022') && draft.ceilingPriceFen !== null && BigInt(draft.ceilingPriceFen) === 0n) {
    breaches.push(
      breachOf(ctx, 'ZTB-022', draft.attributes, {
        field: 'ceilingPriceFen',
        zh: '最高投标限价为零，没有明确的最高投标限价。',
        en: 'A ceiling price of zero is none that is clear.',
        accepted: { zh: '明确最高投标限价，或者不设。', en: 'A clear ceiling price, or none.' },
      }),
    );
  }
  return breaches;
}

function checkValidity(ctx: LawContext, draft: TenderDraft): Breach[] {
  if (draft.bidValidityDays > 0 || !hasRule(ctx, 'ZTB-208')) return [];
  return [
    breachOf(ctx, 'ZTB-208', draft.attributes, {
      field: 'bidValidityDays',
      zh: '没有载明投标有效期。',
      en: 'The validity of bids is not stated.',
      accepted: { zh: '载明投标有效期，以日计。', en: 'State it in days.' },
    }),
  ];
}
