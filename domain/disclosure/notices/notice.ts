/**
 * Who a notice goes to.
 *
 * `holders`: every party that has taken the documents, and every party that has submitted a bid.
 * `bidders`: every party whose bid stood when bids were closed. `tenderee`: the tenderee and its agency.
 */
export type NoticeAudience =
  'holders' | 'bidders' | 'tenderee' | 'winner' | 'losers' | { readonly partyId: string };

/** A message to the inbox of parties, in both languages, plain text. */
export interface PartyNotice {
  readonly to: NoticeAudience;
  /** e.g. `clarification`, `award-notice`. */
  readonly kind: string;
  readonly titleZh: string;
  readonly titleEn: string;
  readonly textZh: string;
  readonly textEn: string;
  readonly rule: string | null;
  readonly article: string | null;
}

/** What the platform knows of parties beside the tender's state. */
export interface KnownParties {
  /** Party ids that have taken the documents; secret until the deadline. */
  readonly holders: readonly string[];
  /** Party ids with a standing bid; secret until the deadline. */
  readonly bidders: readonly string[];
  /** Party ids of the tenderee and its agency. */
  readonly tenderee: readonly string[];
}
