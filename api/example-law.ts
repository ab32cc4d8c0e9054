import { citationAt, periodIn, type Citation } from '../domain/law/citation.ts';
import { rulesetInForce } from '../domain/law/context.ts';
import type { Sentence } from '../domain/law/sentence.ts';
import { parseInstant } from '../domain/time/instant.ts';

/** The instant around which the examples of the API lie. */
const EXAMPLE_AT = parseInstant('2026-09-30T09:00:00.000+08:00');

/** A rule with its article, as the examples of the API cite it. */
export const exampleCitation = (rule: string): Citation => citationAt('tendering', EXAMPLE_AT, rule);

/** The period of a rule in words, for the examples of the API. */
export const examplePeriod = (rule: string): Sentence =>
  periodIn(rulesetInForce('tendering', EXAMPLE_AT).id, rule);
