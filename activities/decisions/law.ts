import { rulesetById, type LawContext } from '../../domain/law/context.ts';
import type { Calendar } from '../../domain/time/calendar.ts';

/** The law a case runs under: its pinned ruleset, and the calendar as it is known now. */
export function lawOf({ ruleset }: { readonly ruleset: string }, calendar: Calendar): LawContext {
  return { ruleset: rulesetById(ruleset), calendar };
}
