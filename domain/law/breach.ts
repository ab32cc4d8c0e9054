import { bindingOf, ruleOf, type LawContext } from './context.ts';
import type { Breach, TenderAttributes } from './types.ts';

type Said = Pick<Breach, 'field' | 'zh' | 'en' | 'accepted'>;

/** A breach of a rule, as severe as the rule is for such a tender. Throws a RangeError when the ruleset has no such rule. */
export function breachOf(ctx: LawContext, ruleId: string, attributes: TenderAttributes, said: Said): Breach {
  const rule = ruleOf(ctx, ruleId);
  return { severity: bindingOf(rule, attributes), rule: rule.id, article: rule.article, ...said };
}

/** What a rule makes one say without refusing, however binding the rule is: the facts at hand do not decide it. */
export function warningOf(ctx: LawContext, ruleId: string, said: Said): Breach {
  const rule = ruleOf(ctx, ruleId);
  return { severity: 'warns', rule: rule.id, article: rule.article, ...said };
}
