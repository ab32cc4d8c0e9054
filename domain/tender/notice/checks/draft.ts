import { breachOf, warningOf } from '../../../law/breach.ts';
import { hasRule, type LawContext } from '../../../law/context.ts';
import { enAmount, zhAmount } from '../../../law/money.ts';
import type { Breach } from '../../../law/types.ts';
import type { Calendar } from '../../../time/calendar.ts';
import { dateOf, type Instant } from '../../../time/instant.ts';
import type { TenderDraft } from '../../ground/draft.ts';
import { checkOpening, checkSchedule, type DraftCheck } from '../../ground/schedule.ts';
import { checkContents } from './contents.ts';
import { checkFairness } from './fairness.ts';
import { checkFirstStagePlan } from './first-stage.ts';
import { checkMethod } from './method.ts';
import { checkProcurement } from './procurement.ts';
import { checkRetender } from './retender.ts';
import { checkSecurities } from './securities.ts';
import { checkThresholds } from './thresholds.ts';

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
        en: 'A ceiling price of zero is not a clear ceiling price.',
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
