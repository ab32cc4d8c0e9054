/**
 * Who a notice goes to.
 *
 * `holders`: every party that may have the documents: who took them or submitted a bid; while a first stage
 * lasts, who applied; afterwards who was admitted; in an invited tender the invited. `applicants`: every
 * party that applied. `invitees`: the invited, or the one supplier. `bidders`: every party whose bid stood
 * when bids were closed. `tenderee`: the tenderee and its agency. `supervisors`: every authority whose scope
 * covers the tender. `authority`: the one of them that issued an order.
 */
export type NoticeAudience =
  | 'holders'
  | 'applicants'
  | 'invitees'
  | 'bidders'
  | 'tenderee'
  | 'winner'
  | 'losers'
  | 'supervisors'
  | { readonly partyId: string }
  | { readonly authority: string };

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
  /** Party ids of the invited that are registered; secret until the opening. */
  readonly invitees: readonly string[];
  /** The authorities whose scope covers the tender's region and industry. */
  readonly supervisors: readonly { readonly id: string; readonly name: string }[];
}

/** For an event that concerns no party, is secret, or is told with another step. */
export const nobody = (): PartyNotice[] => [];
