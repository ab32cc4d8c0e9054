import { mandateCovers, mandatedOf, type HeldMandate } from './mandate.ts';

/** Who acts: in which role, for the party with which code, and under which mandates that hold now. */
export interface Acting {
  readonly role: string;
  readonly uscc: string;
  readonly mandates?: readonly HeldMandate[];
}

/** What of a draft says whose it is. */
export type OwnDraft = Parameters<typeof mandatedOf>[0] & { readonly tenderee: { readonly uscc: string } };

/** Whether the acting party is the tender's tenderee, or its agency under a mandate that holds now. */
export function isOwn({ draft }: { readonly draft: OwnDraft }, acting: Acting): boolean {
  if (acting.role === 'tenderee') return acting.uscc === draft.tenderee.uscc;
  return isItsAgency({ draft }, acting) && isMandated(draft, acting);
}

/** Whether the acting party is the agency that a tender names, whatever its mandate. */
export function isItsAgency({ draft }: { readonly draft: OwnDraft }, { role, uscc }: Acting): boolean {
  return role === 'agency' && uscc === draft.agency?.uscc;
}

/** Whether one of the mandates that hold now for an agency is for a tender. */
export function isMandated(draft: OwnDraft, { mandates = [] }: Acting): boolean {
  const asked = mandatedOf(draft);
  return asked !== null && mandates.some((one) => mandateCovers(one, asked));
}
