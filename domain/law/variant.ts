import type { Rule, Ruleset } from './types.ts';

/** A ruleset that is no law: one that is, with some rules changed or taken away (null), to see what that would do. */
export interface Variant {
  readonly id: string;
  readonly base: string;
  readonly rules: Readonly<
    Record<string, Partial<Pick<Rule, 'period' | 'periods' | 'values' | 'scope' | 'verification'>> | null>
  >;
}

/**
 * Makes the ruleset of a variant. It is never registered, so no tender can be launched under it.
 * Throws a RangeError when it changes a rule that its base has not, or takes the id of a ruleset.
 */
export function variantOf(base: Ruleset, variant: Variant, taken: readonly string[]): Ruleset {
  if (taken.includes(variant.id)) throw new RangeError(`${variant.id} is an enacted ruleset`);
  const rules: Record<string, Rule> = { ...base.rules };
  for (const [id, change] of Object.entries(variant.rules)) {
    const rule = rules[id];
    if (rule === undefined) throw new RangeError(`ruleset ${base.id} has no rule ${id}`);
    if (change === null) delete rules[id];
    else rules[id] = { ...rule, ...change };
  }
  return { ...base, id: variant.id, rules };
}
