import { warningOf } from '../../../law/breach.ts';
import { hasRule, type LawContext } from '../../../law/context.ts';
import { enAmount, zhAmount } from '../../../law/money.ts';
import type { Breach, TenderAttributes } from '../../../law/types.ts';
import { fenOf } from '../../../law/values.ts';
import type { TenderDraft } from '../../ground/draft.ts';

/** The amount from which a purchase of each kind must be tendered (必须招标的工程项目规定). */
const BY_CATEGORY: Readonly<Record<TenderAttributes['category'], string>> = {
  engineering: 'THR-05',
  goods: 'THR-06',
  services: 'THR-07',
};

/**
 * Whether a tender that calls itself voluntary reaches the amount from which tendering is mandatory. It
 * only warns: where the money comes from (THR-01 to THR-04) and what can be bought together (THR-08) is
 * not told by the amount.
 */
export function checkThresholds(ctx: LawContext, draft: TenderDraft): Breach[] {
  const rule = BY_CATEGORY[draft.attributes.category];
  const { estimatedPriceFen } = draft;
  if (draft.attributes.mandatory || estimatedPriceFen === null || !hasRule(ctx, rule)) return [];
  const least = fenOf(ctx, rule, 'minFen');
  const estimate = BigInt(estimatedPriceFen);
  if (estimate < least) return [];
  return [
    warningOf(ctx, rule, {
      field: 'attributes.mandatory',
      zh: `估算价${zhAmount(estimate)}达到${zhAmount(least)}，资金来源符合规定的应当作为依法必须招标的项目。`,
      en: `The estimate of ${enAmount(estimate)} reaches ${enAmount(least)}: with such funds as the law lists the tender is mandatory.`,
      accepted: {
        zh: '核对资金来源；属于依法必须招标的，改为必须招标。',
        en: 'Check the source of funds, and mark the tender mandatory where it is.',
      },
    }),
  ];
}
