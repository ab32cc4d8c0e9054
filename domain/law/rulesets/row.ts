import type { Rule } from '../types.ts';

/** What a row of a table of rules states beside its id, article and sentences. */
export interface RowFacts {
  readonly scope?: Rule['scope'];
  readonly period?: Rule['period'];
  readonly values?: Rule['values'];
  readonly categories?: Rule['categories'];
  readonly verification?: Rule['verification'];
  readonly from?: string;
  readonly to?: string;
}

/** When the acts came into force, for the rows that say nothing else. */
const IN_FORCE: readonly (readonly [act: string, from: string])[] = [
  ['招标投标法实施条例', '2012-02-01'],
  ['招标投标法', '2000-01-01'],
  ['电子招标投标办法', '2013-05-01'],
];

/** One rule as a row: id, article as cited, the sentence in Chinese and English, and its facts. */
export function row(id: string, article: string, zh: string, en: string, facts: RowFacts = {}): Rule {
  const effectiveFrom = facts.from ?? IN_FORCE.find(([act]) => article.startsWith(act))?.[1];
  if (effectiveFrom === undefined) throw new Error(`${id} does not say since when it is in force`);
  return {
    id,
    zh,
    en,
    article,
    ...(facts.period === undefined ? {} : { period: facts.period }),
    ...(facts.values === undefined ? {} : { values: facts.values }),
    ...(facts.categories === undefined ? {} : { categories: facts.categories }),
    scope: facts.scope ?? 'ALL',
    verification: facts.verification ?? 'V2',
    effectiveFrom,
    effectiveTo: facts.to ?? null,
  };
}
