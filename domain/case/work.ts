import type { Instant } from '../time/instant.ts';

/** What may be open in a case. A complaint's duties have a name of their own, as lists tell them apart. */
export type WorkKind = 'step' | 'opening' | 'duty' | 'complaint-duty' | 'instruction' | 'winner';

/** Whose work it is; a step of the clock is the platform's own, which its administrator sees to. */
export interface WorkOwner {
  readonly role: 'administrator' | 'tenderee' | 'bidder' | 'supervisor';
  /** The party whose it is, by its code; null: no party's. */
  readonly uscc: string | null;
  /** The agency that may do it for that party, under its mandate. */
  readonly agentUscc: string | null;
}

/** Something open in a case: what the clock brings about, or what somebody has to do. It is saved beside the state. */
export interface Work {
  readonly kind: WorkKind;
  /** Names it within its kind, over all cases. */
  readonly key: string;
  /** The instant of the case's clock at which it falls due; where no law sets one, since which it waits. */
  readonly at: Instant;
  /** Whether the clock takes a step at that instant, if nobody did the work before. */
  readonly falls: boolean;
  readonly owner: WorkOwner;
  /** What it is about, as JSON. */
  readonly body: object;
}

/** The platform's own work. */
export const PLATFORM_WORK: WorkOwner = { role: 'administrator', uscc: null, agentUscc: null };

/** Work of a tender's own side: its tenderee's, which its agency may do. */
export function ownSideWork(of: {
  readonly tenderee: { readonly uscc: string };
  readonly agency: { readonly uscc: string } | null;
}): WorkOwner {
  return { role: 'tenderee', uscc: of.tenderee.uscc, agentUscc: of.agency?.uscc ?? null };
}
