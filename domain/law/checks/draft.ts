import type { Calendar } from '../../time/calendar.ts';
import type { TenderDraft } from '../../tender/state.ts';
import { dateOf, isoShanghai, type Instant } from '../../time/instant.ts';
import { breachOf } from '../breach.ts';
import { hasRule, type LawContext } from '../context.ts';
import { deadlineAfter, deadlineBefore } from '../deadline.ts';
import type { Breach, Deadline } from '../types.ts';
import { fenOf, numberOf } from '../values.ts';
import { checkContents } from './contents.ts';

/** All breaches of a draft at once, and the statutory deadlines its schedule was measured by. */
export interface DraftCheck {
  readonly breaches: Breach[];
  readonly deadlines: Deadline[];
}

/** The dates of a schedule that the calendar does not reach: nothing can be derived from them. */
export function beyondCalendar(calendar: Calendar, draft: TenderDraft): (keyof TenderDraft['schedule'])[] {
  const outside = (at: Instant): boolean => dateOf(at) < calendar.firstDate || dateOf(at) > calendar.lastDate;
  return (['documentsIssuedFromAt', 'documentsIssuedUntilAt', 'bidDeadlineAt', 'openingAt'] as const).filter((field) =>
    outside(draft.schedule[field]),
  );
}

/** Measures a draft by every rule a notice and its documents must meet (ZTB-001, 004, 201, 202, 301, ...; PUB-002, 003). */
export function checkDraft(ctx: LawContext, draft: TenderDraft, _at: Instant): DraftCheck {
  if (beyondCalendar(ctx.calendar, draft).length > 0) return { breaches: [], deadlines: [] };
  const { schedule } = draft;
  const sale = deadlineAfter(ctx, 'ZTB-001', schedule.documentsIssuedFromAt);
  const bidding = deadlineAfter(ctx, 'ZTB-004', schedule.documentsIssuedFromAt);
  return {
    breaches: [
      ...checkSale(ctx, draft, sale),
      ...checkBidding(ctx, draft, bidding),
      ...checkOpening(ctx, draft),
      ...checkSecurities(ctx, draft),
      ...checkContents(ctx, draft),
    ],
    deadlines: [
      sale,
      bidding,
      deadlineBefore(ctx, 'ZTB-006', schedule.bidDeadlineAt),
      deadlineBefore(ctx, 'ZTB-102', schedule.bidDeadlineAt),
    ],
  };
}

function checkSale(ctx: LawContext, draft: TenderDraft, sale: Deadline): Breach[] {
  if (draft.schedule.documentsIssuedUntilAt >= sale.endsAt) return [];
  const [until, earliest] = [isoShanghai(draft.schedule.documentsIssuedUntilAt), isoShanghai(sale.endsAt)];
  return [
    breachOf(ctx, 'ZTB-001', draft.attributes, {
      field: 'schedule.documentsIssuedUntilAt',
      zh: `招标文件发售至${until}，发售期不足${sale.derivation.period.count}日。`,
      en: `The documents are on sale until ${until}, which is less than ${sale.derivation.period.count} days.`,
      accepted: { zh: `${earliest}或者更晚。`, en: `${earliest} or later.` },
    }),
  ];
}

function checkBidding(ctx: LawContext, draft: TenderDraft, bidding: Deadline): Breach[] {
  if (draft.schedule.bidDeadlineAt >= bidding.endsAt) return [];
  const [deadline, earliest] = [isoShanghai(draft.schedule.bidDeadlineAt), isoShanghai(bidding.endsAt)];
  return [
    breachOf(ctx, 'ZTB-004', draft.attributes, {
      field: 'schedule.bidDeadlineAt',
      zh: `自招标文件开始发出至投标截止（${deadline}）不足${bidding.derivation.period.count}日。`,
      en: `From the first issue of the documents to the bid deadline (${deadline}) there are fewer than ${bidding.derivation.period.count} days.`,
      accepted: { zh: `${earliest}或者更晚。`, en: `${earliest} or later.` },
    }),
  ];
}

function checkOpening(ctx: LawContext, draft: TenderDraft): Breach[] {
  const { openingAt, bidDeadlineAt } = draft.schedule;
  if (openingAt === bidDeadlineAt) return [];
  const deadline = isoShanghai(bidDeadlineAt);
  return [
    breachOf(ctx, 'ZTB-301', draft.attributes, {
      field: 'schedule.openingAt',
      zh: `开标时间（${isoShanghai(openingAt)}）与投标截止时间（${deadline}）不是同一时间。`,
      en: `The opening (${isoShanghai(openingAt)}) is not at the time of the bid deadline (${deadline}).`,
      accepted: { zh: deadline, en: deadline },
    }),
  ];
}

/** Securities by their caps, in exact fen. Without an estimate the ceiling price, which is public, stands in and the check only warns. */
function checkSecurities(ctx: LawContext, draft: TenderDraft): Breach[] {
  const breaches: Breach[] = [];
  const security = draft.bidSecurityFen === null ? null : BigInt(draft.bidSecurityFen);
  const base = draft.estimatedPriceFen ?? draft.ceilingPriceFen;
  if (security !== null && base !== null) {
    const percent = numberOf(ctx, 'ZTB-201', 'maxPercent');
    const most = (BigInt(base) * BigInt(percent)) / 100n;
    if (security > most) breaches.push(capBreach(ctx, draft, 'ZTB-201', most, `估算价的${percent}%`, `${percent} % of the estimate`));
  }
  if (security !== null) {
    const most = fenOf(ctx, 'ZTB-202', 'maxFen');
    if (draft.attributes.category !== 'services' && security > most) {
      breaches.push(capBreach(ctx, draft, 'ZTB-202', most, '最高限额', 'the highest amount'));
    }
  }
  const percent = draft.performanceSecurityPercent;
  const cap = numberOf(ctx, 'ZTB-407', 'maxPercent');
  if (percent !== null && percent > cap) {
    breaches.push(
      breachOf(ctx, 'ZTB-407', draft.attributes, {
        field: 'performanceSecurityPercent',
        zh: `履约保证金为中标合同金额的${percent}%，超过${cap}%。`,
        en: `The performance security is ${percent} % of the contract, more than ${cap} %.`,
        accepted: { zh: `不超过${cap}%。`, en: `At most ${cap} %.` },
      }),
    );
  }
  if (draft.estimatedPriceFen !== null && draft.ceilingPriceFen !== null && BigInt(draft.ceilingPriceFen) === 0n) {
    breaches.push(
      breachOf(ctx, 'ZTB-022', draft.attributes, {
        field: 'ceilingPriceFen',
        zh: '最高投标限价不能为零。',
        en: 'The ceiling price cannot be zero.',
        accepted: { zh: '明确的最高投标限价，或者不设。', en: 'A clear ceiling price, or none.' },
      }),
    );
  }
  return hasRule(ctx, 'ZTB-201') ? breaches : [];
}

function capBreach(ctx: LawContext, draft: TenderDraft, rule: string, most: bigint, zh: string, en: string): Breach {
  return breachOf(ctx, rule, draft.attributes, {
    field: 'bidSecurityFen',
    zh: `投标保证金${draft.bidSecurityFen}分，超过${zh}（${most}分）。`,
    en: `The bid security of ${draft.bidSecurityFen} fen is more than ${en} (${most} fen).`,
    accepted: { zh: `不超过${most}分。`, en: `At most ${most} fen.` },
  });
}
