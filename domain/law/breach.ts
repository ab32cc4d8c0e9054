import { bindingOf, ruleOf, type LawContext } from './context.ts';
import type { Breach, TenderAttributes } from './types.ts';

/** A breach of a rule, as severe as the rule is for such a tender. */
export function breachOf(
  ctx: LawContext,
  ruleId: string,
  attributes: TenderAttributes,
  said: Pick<Breach, 'field' | 'zh' | 'en' | 'accepted'>,
): Breach {
  const rule = ruleOf(ctx, ruleId);
  return { severity: bindingOf(rule, attributes), rule: rule.id, article: rule.article, ...said };
}
