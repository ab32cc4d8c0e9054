import { rulesetById, rulesetInForce } from './context.ts';
import { shownPeriod, type Sentence } from './sentence.ts';
import type { Regime } from './types.ts';
import type { Instant } from '../time/instant.ts';

/** A rule with its article, as a ruleset cites it. */
export interface Citation {
  readonly rule: string;
  readonly article: string;
}

/**
 * A rule as the ruleset pinned in a case cites it: of those named the first that it has, so that a procurement is cited
 * procurement's article. Throws a RangeError when the ruleset has none of them.
 */
export function citationIn(ruleset: string, ...rules: readonly [string, ...string[]]): Citation {
  const { rules: held } = rulesetById(ruleset);
  const found = rules.map((id) => held[id]).find((rule) => rule !== undefined);
  if (found === undefined) throw new RangeError(`ruleset ${ruleset} has no rule ${rules.join(', ')}`);
  return { rule: found.id, article: found.article };
}

/** What a refusal cites: the same, said where something is refused by the rule. */
export function refusedBy(ruleset: string, ...rules: readonly [string, ...string[]]): Citation {
  return citationIn(ruleset, ...rules);
}

/** The same where no case is: by the ruleset of a regime that is in force at an instant. */
export function citationAt(regime: Regime, at: Instant, ...rules: readonly [string, ...string[]]): Citation {
  return citationIn(rulesetInForce(regime, at).id, ...rules);
}

/** The period of a rule in words, as a ruleset has it. Throws a RangeError where the ruleset has no such period. */
export function periodIn(ruleset: string, rule: string): Sentence {
  const period = rulesetById(ruleset).rules[rule]?.period;
  if (period === undefined) throw new RangeError(`ruleset ${ruleset} has no period of ${rule}`);
  return shownPeriod(period);
}
