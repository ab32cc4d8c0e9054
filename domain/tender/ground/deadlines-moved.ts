import { happened } from '../../case/happened.ts';
import type { LawContext } from '../../law/context.ts';
import { deadlineBefore } from '../../law/deadline.ts';
import { rulesOf } from '../../procedure/index.ts';
import type { Instant } from '../../time/instant.ts';
import type { SharedEvent } from './events.ts';
import type { TenderState } from './state.ts';

/**
 * The bid deadline moves later. What is counted backwards from it (how late one may object or amend)
 * is derived again from the new one.
 */
export function moveBidDeadline(
  state: TenderState,
  toAt: Instant,
  because: 'amendment' | 'suspension' | 'downtime',
  at: Instant,
  ctx: LawContext,
  rule: string | null,
): SharedEvent {
  const { applicationClarification, applicationObjection } = rulesOf(state.draft);
  const leads = state.deadlines
    .filter((one) => one.derivation.period.bound === 'lead')
    // What is counted from the applications stays where it is.
    .filter((one) => one.rule !== applicationClarification && one.rule !== applicationObjection)
    .map((one) => one.rule);
  const deadlines = [...new Set(leads)].map((rule) => deadlineBefore(ctx, rule, toAt));
  return happened(at, ctx, rule, {
    name: 'bidDeadlineMoved',
    fromAt: state.bidDeadlineAt,
    toAt,
    because,
    deadlines,
  });
}

/** The applications of a first stage are due later; their own leads are derived again. */
export function moveApplicationsDue(
  state: TenderState,
  toAt: Instant,
  at: Instant,
  ctx: LawContext,
  rule: string | null,
): SharedEvent {
  if (state.firstStage === null) throw new Error(`tender ${state.id} has no first stage`);
  const { applicationClarification, applicationObjection } = rulesOf(state.draft);
  const leads = state.deadlines
    .map((one) => one.rule)
    .filter((id) => id === applicationClarification || id === applicationObjection);
  return happened(at, ctx, rule, {
    name: 'applicationsDueMoved',
    fromAt: state.firstStage.dueAt,
    toAt,
    deadlines: [...new Set(leads)].map((id) => deadlineBefore(ctx, id, toAt)),
  });
}
