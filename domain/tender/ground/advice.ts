import { warningOf } from '../../law/breach.ts';
import { bindingOf, hasRule, ruleOf, type LawContext } from '../../law/context.ts';
import type { Breach } from '../../law/types.ts';
import type { TenderState } from './state.ts';

/** A reminder where the ruleset has the rule and the rule has the tender in its scope, verified or not. */
export function remind(
  ctx: LawContext,
  state: TenderState,
  rule: string,
  said: { zh: string; en: string },
): Breach[] {
  if (!hasRule(ctx, rule)) return [];
  const asRead = { ...ruleOf(ctx, rule), verification: 'V2' } as const;
  if (bindingOf(asRead, state.draft.attributes) !== 'blocks') return [];
  return [warningOf(ctx, rule, { field: null, ...said, accepted: null })];
}
