import { ruleOf, type LawContext } from '../../law/context.ts';
import type { Instant } from '../../time/instant.ts';
import type { ComplaintEvent, ComplaintEventBody } from '../events.ts';

/** An event at its statutory instant, with the rule that asked for or allowed it (null: the platform's own). */
export function happened(
  at: Instant,
  ctx: LawContext,
  ruleId: string | null,
  body: ComplaintEventBody,
): ComplaintEvent {
  const rule = ruleId === null ? null : ruleOf(ctx, ruleId);
  return { ...body, at, rule: rule?.id ?? null, article: rule?.article ?? null };
}
