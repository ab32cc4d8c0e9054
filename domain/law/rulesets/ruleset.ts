import { addDays } from '../../time/instant.ts';
import type { Regime, Rule, Ruleset } from '../types.ts';

/**
 * Puts a ruleset together, frozen: of the tables' rows those in force during its time, by id. Rows come
 * and go only with a ruleset, so that every rule of one holds for all of its time.
 *
 * Throws an Error when two rows of one id are in force, or when a row is in force for a part of the time.
 */
export function ruleset(
  id: string,
  effectiveFrom: string,
  effectiveTo: string | null,
  tables: readonly (readonly Rule[])[],
  regime: Regime = 'tendering',
): Ruleset {
  const rules: Record<string, Rule> = {};
  for (const rule of tables.flat()) {
    if (!overlaps(rule, effectiveFrom, effectiveTo)) continue;
    if (!covers(rule, effectiveFrom, effectiveTo)) throw new Error(`${rule.id} comes or goes during ${id}`);
    if (rules[rule.id] !== undefined) throw new Error(`${rule.id} stands twice in ${id}`);
    rules[rule.id] = deepFreeze(rule);
  }
  return Object.freeze({ id, regime, effectiveFrom, effectiveTo, rules: Object.freeze(rules) });
}

/** The rulesets of a regime, one from each first day until the day before the next, the last one open. Each is named for its first day. */
export function enacted(
  regime: Regime,
  name: string,
  firstDays: readonly string[],
  tables: readonly (readonly Rule[])[],
): readonly Ruleset[] {
  return firstDays.map((from, index) => {
    const next = firstDays[index + 1];
    const to = next === undefined ? null : addDays(next, -1);
    return ruleset(`${name}-${from}`, from, to, tables, regime);
  });
}

function overlaps(rule: Rule, from: string, to: string | null): boolean {
  return (to === null || rule.effectiveFrom <= to) && (rule.effectiveTo === null || rule.effectiveTo >= from);
}

function covers(rule: Rule, from: string, to: string | null): boolean {
  return rule.effectiveFrom <= from && (rule.effectiveTo === null || (to !== null && rule.effectiveTo >= to));
}

function deepFreeze<T extends object>(value: T): T {
  for (const inner of Object.values(value)) {
    if (typeof inner === 'object' && inner !== null) deepFreeze(inner as object);
  }
  return Object.freeze(value);
}
