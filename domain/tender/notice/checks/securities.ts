import { breachOf, warningOf } from '../../../law/breach.ts';
import type { LawContext } from '../../../law/context.ts';
import { enAmount, percentOf, zhAmount } from '../../../law/money.ts';
import type { Breach } from '../../../law/types.ts';
import { fenOf, numberOf } from '../../../law/values.ts';
import { rulesOf } from '../../../procedure/index.ts';
import type { TenderDraft } from '../../ground/draft.ts';

/** Whether the securities a draft asks for stay within their caps, in exact fen (ZTB-201, ZTB-202, ZTB-407; GP-201, GP-309). */
export function checkSecurities(ctx: LawContext, draft: TenderDraft): Breach[] {
  return [
    ...checkBidSecurity(ctx, draft),
    ...checkHighestAmount(ctx, draft),
    ...checkPerformanceSecurity(ctx, draft),
  ];
}

/**
 * The cap is a share of the estimate (估算价). Where the draft keeps the estimate to itself the ceiling
 * price stands in for it; that is no finding, so it only warns.
 */
function checkBidSecurity(ctx: LawContext, draft: TenderDraft): Breach[] {
  if (draft.bidSecurityFen === null) return [];
  const { securityCap } = rulesOf(draft);
  const percent = numberOf(ctx, securityCap, 'maxPercent');
  const base = draft.estimatedPriceFen ?? draft.ceilingPriceFen;
  if (base === null) {
    return [
      warningOf(ctx, securityCap, {
        field: 'estimatedPriceFen',
        zh: `没有填写估算价，无法核对投标保证金是否超过估算价的${percent}%。`,
        en: `Without an estimate it cannot be told whether the bid security is more than ${percent} % of it.`,
        accepted: { zh: '填写估算价。', en: 'State the estimate.' },
      }),
    ];
  }
  const security = BigInt(draft.bidSecurityFen);
  const most = percentOf(BigInt(base), percent);
  if (security <= most) return [];
  const estimated = draft.estimatedPriceFen !== null;
  const [ofZh, ofEn] = estimated ? ['估算价', 'the estimate'] : ['最高投标限价', 'the ceiling price'];
  const said = {
    field: 'bidSecurityFen',
    zh: `投标保证金${zhAmount(security)}超过${ofZh}${zhAmount(BigInt(base))}的${percent}%，即${zhAmount(most)}。`,
    en: `The bid security of ${enAmount(security)} is more than ${percent} % of ${ofEn}, ${enAmount(BigInt(base))}, that is ${enAmount(most)}.`,
    accepted: { zh: `不超过${zhAmount(most)}。`, en: `At most ${enAmount(most)}.` },
  };
  return [estimated ? breachOf(ctx, securityCap, draft.attributes, said) : warningOf(ctx, securityCap, said)];
}

/** The highest amount whatever the estimate, in the categories that have one. */
function checkHighestAmount(ctx: LawContext, draft: TenderDraft): Breach[] {
  const { category } = draft.attributes;
  const categories = ctx.ruleset.rules['ZTB-202']?.categories ?? [];
  if (draft.bidSecurityFen === null || !categories.includes(category)) return [];
  const security = BigInt(draft.bidSecurityFen);
  const most = fenOf(ctx, 'ZTB-202', 'maxFen');
  if (security <= most) return [];
  return [
    breachOf(ctx, 'ZTB-202', draft.attributes, {
      field: 'bidSecurityFen',
      zh: `投标保证金${zhAmount(security)}超过最高限额${zhAmount(most)}。`,
      en: `The bid security of ${enAmount(security)} is above the highest amount, ${enAmount(most)}.`,
      accepted: { zh: `不超过${zhAmount(most)}。`, en: `At most ${enAmount(most)}.` },
    }),
  ];
}

function checkPerformanceSecurity(ctx: LawContext, draft: TenderDraft): Breach[] {
  const percent = draft.performanceSecurityPercent;
  const { performanceCap } = rulesOf(draft);
  const cap = numberOf(ctx, performanceCap, 'maxPercent');
  if (percent === null || percent <= cap) return [];
  return [
    breachOf(ctx, performanceCap, draft.attributes, {
      field: 'performanceSecurityPercent',
      zh: `履约保证金为中标合同金额的${percent}%，超过${cap}%。`,
      en: `The performance security is ${percent} % of the contract, more than ${cap} %.`,
      accepted: { zh: `不超过${cap}%。`, en: `At most ${cap} %.` },
    }),
  ];
}
