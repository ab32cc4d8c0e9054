import { ruleOf, type LawContext } from '../law/context.ts';
import type { Instant } from '../time/instant.ts';
import type { BodyOf, Happened, Titled } from './chapter.ts';

/**
 * An event at its statutory instant, with the rule that asked for or allowed it (null: the platform's own). Which events
 * it may be says the type that the result is given to.
 */
export function happened<Event extends Happened<Titled>>(
  at: Instant,
  ctx: LawContext,
  ruleId: string | null,
  body: BodyOf<Event>,
): Event {
  const rule = ruleId === null ? null : ruleOf(ctx, ruleId);
  // A body and what is added to it are the event, member by member; the compiler does not put a union together again.
  return { ...body, at, rule: rule?.id ?? null, article: rule?.article ?? null } as unknown as Event;
}
