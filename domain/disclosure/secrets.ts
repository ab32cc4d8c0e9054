import type { PartyRef } from '../case/references.ts';
import { opensInSecret } from '../procedure/index.ts';
import type { TenderState } from '../tender/ground/state.ts';
import { conceal } from './format/text.ts';

/** Stands for a party whose name is secret until the opening. */
const PARTY = '（依法保密的单位）';

/**
 * The invited and the applicants, whose names are secret until the opening (招标投标法 22). Where the opening is secret
 * itself all who offered stay so, but for whoever wins; the one supplier of a single source is public.
 */
function secretParties(state: TenderState): readonly PartyRef[] {
  const { draft, firstStage, milestones, openedBids, award } = state;
  if (draft.method === 'single-source') return [];
  if (milestones.bidsOpened !== undefined) {
    if (!opensInSecret(draft)) return [];
    return [...draft.invitees, ...(openedBids ?? [])].filter(({ uscc }) => uscc !== award?.candidate.uscc);
  }
  return [...draft.invitees, ...(firstStage?.applications ?? []).map(({ party }) => party)];
}

/** A text written by hand, without the parties that are secret now: what people write may name them. */
export function concealParties(text: string, state: TenderState): string {
  const names = secretParties(state).flatMap(({ name, uscc }) => [name, uscc]);
  return conceal(text, names, PARTY);
}
