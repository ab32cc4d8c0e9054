import type { Regime } from '../../law/types.ts';
import type { TenderState } from '../../tender/ground/state.ts';
import type { Remedy } from '../ground/state.ts';

/**
 * What may follow from a complaint that is upheld, by how far the tender has come (GP-512: the contract not yet
 * awarded, awarded, signed or performed). Tendering leaves it to the authority (条例 81, 82); what cannot be any
 * more is left out in both.
 */
export function remediesFor(regime: Regime, { milestones }: TenderState): Remedy[] {
  const awarded = milestones.awardNoticeIssued !== undefined;
  const signed = milestones.contractSigned !== undefined;
  if (regime === 'tendering') {
    return ['go-on', 'start-anew', ...(awarded ? (['void-award'] as const) : []), ...afterContract(signed)];
  }
  if (signed) return ['go-on', ...afterContract(true)];
  return awarded ? ['go-on', 'void-award'] : ['go-on', 'start-anew'];
}

function afterContract(signed: boolean): Remedy[] {
  return signed ? ['revoke-contract', 'damages'] : [];
}
