import type { LawContext } from '../../law/context.ts';
import type { TenderState } from './state.ts';

/** Throws an Error unless the context is under the ruleset that was pinned in the tender at its launch. */
export function requirePinnedRuleset(state: TenderState, ctx: LawContext): void {
  if (ctx.ruleset.id === state.ruleset) return;
  throw new Error(`tender ${state.id} runs under ruleset ${state.ruleset}, not ${ctx.ruleset.id}`);
}
