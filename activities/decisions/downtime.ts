import { hasRule, type LawContext } from '../../domain/law/context.ts';
import { numberOf } from '../../domain/law/values.ts';
import { decideStep, type SystemStep, type TenderState } from '../../domain/tender/index.ts';
import type { Instant } from '../../domain/time/instant.ts';
import { outagesOf, type Tx } from '../../store/index.ts';
import type { DecisionDeps } from './deps.ts';

const MS_PER_HOUR = 3_600_000;

/**
 * What a deadline that has come owes to the downtime before it: the step that moves it, or null when the
 * rule is off or the outages are too short. Then the bids are closed as they stand.
 */
export async function downtimeStep(
  tx: Tx,
  { downtimeRule }: Pick<DecisionDeps, 'downtimeRule'>,
  state: TenderState,
  at: Instant,
  law: LawContext,
): Promise<SystemStep | null> {
  if (!downtimeRule || !hasRule(law, 'INT-07')) return null;
  const fromAt = state.bidDeadlineAt - numberOf(law, 'INT-07', 'windowHours') * MS_PER_HOUR;
  const outages = await outagesOf(tx, state, fromAt, state.bidDeadlineAt);
  const step: SystemStep = { name: 'makeUpDowntime', outages };
  return decideStep(step, state, at, law).length === 0 ? null : step;
}
