import { rulesetForLaunch } from '../domain/law/context.ts';
import { dateOf, type Instant } from '../domain/time/instant.ts';
import { databaseNow, type TenderRow } from '../store/index.ts';
import type { Deps } from './deps.ts';
import { problem } from './problem.ts';

/** The instant by which a draft is judged: a rehearsal's start, else the database's clock. */
export async function launchInstant(
  { store }: Pick<Deps, 'store'>,
  tender: Pick<TenderRow, 'clockStartsAt'>,
): Promise<Instant> {
  return tender.clockStartsAt ?? databaseNow(store.em());
}

/** The ruleset in force at the launch. Throws the problem `no-ruleset` when none that is whole reaches back so far. */
export function rulesetFor(tender: Pick<TenderRow, 'draft'>, at: Instant): string {
  try {
    return rulesetForLaunch(tender.draft.regime, at).id;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw problem(422, 'no-ruleset', {
      zh: `平台没有${dateOf(at)}时有效的规则集`,
      en: `the platform has no ruleset that was in force on ${dateOf(at)}`,
    });
  }
}

/** The ruleset by which a tender is judged: the pinned one, and for a draft the one in force at its launch. Throws as `rulesetFor` does. */
export async function rulesetOf(deps: Pick<Deps, 'store'>, tender: TenderRow): Promise<string> {
  return tender.state?.ruleset ?? rulesetFor(tender, await launchInstant(deps, tender));
}
