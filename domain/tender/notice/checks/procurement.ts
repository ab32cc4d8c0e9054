import { breachOf, warningOf } from '../../../law/breach.ts';
import { hasRule, ruleOf, type LawContext } from '../../../law/context.ts';
import type { Breach, TenderAttributes } from '../../../law/types.ts';
import { numberOf } from '../../../law/values.ts';
import type { TenderDraft } from '../../ground/draft.ts';

/** The name of the least weight of the price for each kind of procurement; works are tendered under 招标投标法. */
const WEIGHTS: Readonly<Partial<Record<TenderAttributes['category'], string>>> = {
  goods: 'goodsPercent',
  services: 'servicesPercent',
};

/** Whether a procurement states its budget (GP-110), and weighs the price enough where its method says how much (GP-216). */
export function checkProcurement(ctx: LawContext, draft: TenderDraft): Breach[] {
  if (ctx.ruleset.regime !== 'government-procurement') return [];
  return [...checkBudget(ctx, draft), ...checkPriceWeight(ctx, draft)];
}

function checkBudget(ctx: LawContext, draft: TenderDraft): Breach[] {
  if (draft.estimatedPriceFen !== null) return [];
  return [
    breachOf(ctx, 'GP-110', draft.attributes, {
      field: 'estimatedPriceFen',
      zh: '没有公开采购项目预算金额。',
      en: 'The budget of the procurement is not stated.',
      accepted: { zh: '填写采购项目预算金额。', en: 'State the budget.' },
    }),
  ];
}

/** The weight is read out of the words of the method, where a hundred is the whole: so it only warns. */
function checkPriceWeight(ctx: LawContext, draft: TenderDraft): Breach[] {
  const name = WEIGHTS[draft.attributes.category];
  if (name === undefined || !hasRule(ctx, 'GP-216') || !/综合评分/.test(draft.evaluationMethod)) return [];
  const least = numberOf(ctx, 'GP-216', name);
  // Clause by clause: a number counts where the price is spoken of, and no clause is searched from each of its places.
  const [, stated] =
    draft.evaluationMethod
      .split(/[，。；]/)
      .map((clause) => /^[^价]*价格(?:分值?|权重)?[^\d]*(\d+(?:\.\d+)?)\s*(?:分|%|％)/.exec(clause))
      .find((found) => found !== null) ?? [];
  if (stated !== undefined && Number(stated) >= least) return [];
  const share = `${least}%`;
  return [
    warningOf(ctx, 'GP-216', {
      field: 'evaluationMethod',
      zh:
        stated === undefined
          ? `综合评分法没有写明价格分值，${ruleOf(ctx, 'GP-216').article}要求其比重不低于${share}。`
          : `价格分值为${stated}，比重低于${share}。`,
      en:
        stated === undefined
          ? `The method does not say how much the price weighs; it must be ${share} or more.`
          : `The price weighs ${stated}, less than ${share}.`,
      accepted: { zh: `价格分值占总分值不低于${share}。`, en: `A price that weighs ${share} or more.` },
    }),
  ];
}
