/** Who acts: resolved from the token, or the system itself for steps the clock takes. */
export interface Actor {
  readonly role: 'tenderee' | 'agency' | 'bidder' | 'supervisor' | 'administrator' | 'system';
  readonly personId: string | null;
  readonly partyId: string | null;
  readonly uscc: string | null;
  readonly partyName: string | null;
}

export const SYSTEM: Actor = { role: 'system', personId: null, partyId: null, uscc: null, partyName: null };
