import type { Trustee } from '../seal/demand.ts';
import type { TenderDraft } from '../tender/ground/draft.ts';

/**
 * The unified social credit code of the party that acts as a trustee: the one that the tender documents
 * name; a tender of before they did has only its tenderee known. Null: nobody can hand in for it online.
 */
export function trusteeUscc(draft: TenderDraft, trustee: Trustee): string | null {
  return trustee.uscc ?? (trustee.role === 'tenderee' ? draft.tenderee.uscc : null);
}

/** The trustee that a party is in a tender, or null. */
export function trusteeOf(draft: TenderDraft, uscc: string): Trustee | null {
  return draft.sealing?.trustees.find((one) => trusteeUscc(draft, one) === uscc) ?? null;
}
