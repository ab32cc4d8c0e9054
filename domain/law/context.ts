import type { Refusal } from '../refusal.ts';
import type { Calendar } from '../time/calendar.ts';
import { dateOf, type Instant } from '../time/instant.ts';
import { rulesets, WHOLE_SINCE } from './rulesets/index.ts';
import type { Breach, Regime, Rule, Ruleset, TenderAttributes } from './types.ts';

export { rulesets } from './rulesets/index.ts';

/** What a legal question is asked against: the rules of the tender and the calendar as known now. */
export interface LawContext {
  readonly ruleset: Ruleset;
  readonly calendar: Calendar;
}

/** The ruleset in force for a regime at an instant. Throws a RangeError when none reaches back so far. */
export function rulesetInForce(regime: Regime, at: Instant): Ruleset {
  const date = dateOf(at);
  const found = rulesets.find(
    (ruleset) =>
      ruleset.regime === regime &&
      ruleset.effectiveFrom <= date &&
      (ruleset.effectiveTo === null || date <= ruleset.effectiveTo),
  );
  if (found === undefined) throw new RangeError(`no ruleset for ${regime} was in force on ${date}`);
  return found;
}

/**
 * The ruleset under which a tender may be launched at an instant: the one in force, where it has every rule
 * that the platform acts on. Throws a RangeError when none has.
 */
export function rulesetForLaunch(regime: Regime, at: Instant): Ruleset {
  const found = rulesetInForce(regime, at);
  if (found.effectiveFrom >= WHOLE_SINCE[regime]) return found;
  throw new RangeError(`ruleset ${found.id} lacks rules that the platform acts on`);
}

/** The ruleset with an id. Throws a RangeError when there is none. */
export function rulesetById(id: string): Ruleset {
  const found = rulesets.find((ruleset) => ruleset.id === id);
  if (found === undefined) throw new RangeError(`there is no ruleset ${id}`);
  return found;
}

/** A rule of the context's ruleset. Throws a RangeError when it has none of that id. */
export function ruleOf(ctx: LawContext, id: string): Rule {
  const rule = ctx.ruleset.rules[id];
  if (rule === undefined) throw new RangeError(`ruleset ${ctx.ruleset.id} has no rule ${id}`);
  return rule;
}

/** Whether the ruleset has a rule: some come and go with the instrument that made them. */
export function hasRule(ctx: LawContext, id: string): boolean {
  return ctx.ruleset.rules[id] !== undefined;
}

/** On which of some rules an act may rest: those that the ruleset has. */
export function basesHeld(ctx: LawContext, ids: readonly string[]): string[] {
  return ids.filter((id) => hasRule(ctx, id));
}

/**
 * Whether a rule refuses or only warns for a tender. It refuses when its text was verified and the
 * tender is within its scope: what binds mandatory tenders (依法必须招标) warns voluntary ones.
 */
export function bindingOf(rule: Rule, attributes: TenderAttributes): Breach['severity'] {
  const verified = rule.verification === 'V' || rule.verification === 'V2';
  const inScope =
    rule.scope === 'ALL' ||
    (attributes.mandatory && (rule.scope === 'MT' || (rule.scope === 'SOE-MT' && attributes.stateOwned)));
  const inCategory = rule.categories === undefined || rule.categories.includes(attributes.category);
  return verified && inScope && inCategory ? 'blocks' : 'warns';
}

/** A refusal by a rule. */
export function refusalFor(
  rule: Rule,
  zh: string,
  en: string,
  accepted: Refusal['accepted'] = null,
): Refusal {
  return { code: rule.id, rule: rule.id, article: rule.article, zh, en, accepted };
}

/** A breach as a refusal. */
export function refusalFromBreach({ rule, article, zh, en, accepted }: Breach): Refusal {
  return { code: rule, rule, article, zh, en, accepted };
}
