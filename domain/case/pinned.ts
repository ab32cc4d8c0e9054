import type { LawContext } from '../law/context.ts';

/** Throws an Error unless the context is under the ruleset that was pinned in the tender at its launch. */
export function requirePinnedRuleset(
  tender: { readonly id: string; readonly ruleset: string },
  ctx: LawContext,
): void {
  if (ctx.ruleset.id === tender.ruleset) return;
  throw new Error(`tender ${tender.id} runs under ruleset ${tender.ruleset}, not ${ctx.ruleset.id}`);
}
