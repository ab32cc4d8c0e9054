import { refusalFromBreach } from '../../law/context.ts';
import type { Breach } from '../../law/types.ts';
import type { Refusal } from '../../refusal.ts';

/**
 * The refusals among what a legal check found: what only warns is said elsewhere and goes on.
 *
 * `late` names the rule whose maximum the act itself fulfils. Being late with a duty is a breach that
 * the timed-out step shows; refusing the act for it would keep the breach for ever, so it goes through.
 */
export function refuseBreaches(breaches: readonly Breach[], late: string | null = null): Refusal[] {
  return breaches
    .filter((breach) => breach.severity === 'blocks' && breach.rule !== late)
    .map((breach) => refusalFromBreach(breach));
}
