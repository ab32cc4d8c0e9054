import { rulesetInForce, type LawContext } from '../../../domain/law/context.ts';
import type { Rule } from '../../../domain/law/types.ts';
import { buildCalendar, type HolidayNotice } from '../../../domain/time/calendar.ts';
import type { Instant } from '../../../domain/time/instant.ts';
import { lawAt, moment } from '../../support/process.ts';

/** The law at an instant, with rules of the test's own and notices added. */
export function lawWith(
  rules: Readonly<Record<string, Partial<Rule>>> = {},
  notices: readonly HolidayNotice[] = [],
  at: Instant = moment('2026-09-09 09:00'),
): LawContext {
  const { ruleset } = lawAt(at);
  const own = Object.entries(rules).map(([id, rule]): [string, Rule] => [
    id,
    {
      id,
      zh: '试验规则',
      en: 'A rule of the test',
      article: '试验第一条',
      scope: 'ALL',
      verification: 'V2',
      effectiveFrom: '2000-01-01',
      effectiveTo: null,
      ...rule,
    },
  ]);
  return {
    ruleset: { ...ruleset, rules: { ...ruleset.rules, ...Object.fromEntries(own) } },
    calendar: buildCalendar(notices),
  };
}

/** The law of government procurement at an instant. */
export function procurementLawAt(at: Instant = moment('2026-09-09 09:00')): LawContext {
  return { ruleset: rulesetInForce('government-procurement', at), calendar: buildCalendar() };
}
