import type { PartyRef } from '../case/references.ts';
import type { TenderState } from '../tender/ground/state.ts';
import { conceal } from './format/text.ts';

/** Stands for a party whose name is secret until the opening. */
const PARTY = '（依法保密的单位）';

/** The invited and the applicants, whose names are secret until the opening (招标投标法 22). The one supplier of a single source is public. */
function secretParties({ draft, firstStage, milestones }: TenderState): readonly PartyRef[] {
  if (milestones.bidsOpened !== undefined) return [];
  const invited = draft.method === 'single-source' ? [] : draft.invitees;
  return [...invited, ...(firstStage?.applications ?? []).map(({ party }) => party)];
}

/** A text written by hand, without the parties that are secret now: what people write may name them. */
export function concealParties(text: string, state: TenderState): string {
  const names = secretParties(state).flatMap(({ name, uscc }) => [name, uscc]);
  return conceal(text, names, PARTY);
}
