import type { TenderState } from '../../tender/ground/state.ts';
import type { Instant } from '../../time/instant.ts';
import type { ComplaintStatus, ComplaintSubject } from './state.ts';

/** Another complaint of the same party. */
export interface OtherComplaint {
  readonly id: string;
  readonly tenderId: string;
  readonly subject: ComplaintSubject;
  readonly objectionId: string | null;
  readonly status: ComplaintStatus;
  readonly authority: string;
}

/** What the record shows around a complaint; read in the transaction that decides. */
export interface Surroundings {
  readonly tender: TenderState;
  /** What ties the complainant to the tender: when it took documents, and whether it bid. */
  readonly participation: { readonly tookDocumentsAt: Instant | null; readonly bidAt: Instant | null };
  readonly others: readonly OtherComplaint[];
  /** When earlier complaints of the same party, in any tender, were found to have no basis. */
  readonly unfoundedAt: readonly Instant[];
}
