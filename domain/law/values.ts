import { ruleOf, type LawContext } from './context.ts';
import type { Period } from './types.ts';

/** A named number of a rule, e.g. `numberOf(ctx, 'ZTB-213', 'minBidders')`. Throws a RangeError when the rule has none. */
export function numberOf(ctx: LawContext, ruleId: string, name: string): number {
  const value = ruleOf(ctx, ruleId).values?.[name];
  if (typeof value !== 'number') throw new RangeError(`${ruleId} states no number ${name}`);
  return value;
}

/** A named amount of a rule in fen. Throws a RangeError when the rule has none. */
export function fenOf(ctx: LawContext, ruleId: string, name: string): bigint {
  const value = ruleOf(ctx, ruleId).values?.[name];
  if (typeof value !== 'string') throw new RangeError(`${ruleId} states no amount ${name}`);
  return BigInt(value);
}

/** The period of a rule, or one of its others by name. Throws a RangeError when it has none. */
export function periodOf(ctx: LawContext, ruleId: string, name?: string): Period {
  const rule = ruleOf(ctx, ruleId);
  const period = name === undefined ? rule.period : rule.periods?.[name];
  if (period === undefined)
    throw new RangeError(`${ruleId} states no period${name === undefined ? '' : ` ${name}`}`);
  return period;
}
