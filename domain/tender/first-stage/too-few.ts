import type { Named } from '../../case/chapter.ts';
import { rulesetById } from '../../law/context.ts';
import { rulesOf } from '../../procedure/index.ts';
import type { TenderState } from '../ground/state.ts';
import type { FirstStageEvent } from './commands-and-events.ts';

type Event<Name extends FirstStageEvent['name']> = Named<FirstStageEvent, Name>;

/**
 * Whether too few applicants qualified, so that the tender fails with the result of its prequalification;
 * of proposals the law asks no number.
 */
export function tooFewQualified(event: Event<'firstStageConcluded'>, state: TenderState): boolean {
  if (state.draft.qualification !== 'before') return false;
  const values = rulesetById(state.ruleset).rules[rulesOf(state.draft).fewQualified]?.values;
  const least = Number(values?.['minQualified'] ?? values?.['minConforming'] ?? 0);
  return event.conclusion.admitted.length < least;
}
