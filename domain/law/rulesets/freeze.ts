import type { Rule, Ruleset } from '../types.ts';

/** Freezes a ruleset: the rows in force on its first day or coming into force while it lasts, by id. */
export function ruleset(
  id: string,
  effectiveFrom: string,
  effectiveTo: string | null,
  tables: readonly (readonly Rule[])[],
): Ruleset {
  const rules: Record<string, Rule> = {};
  for (const rule of tables.flat()) {
    if (rule.effectiveFrom > effectiveFrom || (rule.effectiveTo !== null && rule.effectiveTo < effectiveFrom)) continue;
    if (rules[rule.id] !== undefined) throw new Error(`${rule.id} stands twice in ${id}`);
    rules[rule.id] = deepFreeze(rule);
  }
  return Object.freeze({ id, regime: 'tendering', effectiveFrom, effectiveTo, rules: Object.freeze(rules) });
}

function deepFreeze<T extends object>(value: T): T {
  for (const inner of Object.values(value)) if (typeof inner === 'object' && inner !== null) deepFreeze(inner as object);
  return Object.freeze(value);
}
