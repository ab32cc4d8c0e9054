import type { Audience } from './readers.ts';

/** Who may read what of an entry beside its public part. */
export interface Visibility {
  /**
   * open: the entry stands in the record with its public part. sealed: not even that it was done may be known or
   * counted. sealed-of-bidders: sealed where a bidder did it, else open.
   */
  readonly nature: 'open' | 'sealed' | 'sealed-of-bidders';
  /** Who did it and from where, if a bidder did or the entry is sealed. Acts of office are no secret from the authorities. */
  readonly actor: Audience;
  /** What else is only committed to. */
  readonly facts: Audience;
  /** The documents that the entry hashes, as the platform keeps them (papers.ts says which they are); of sealed bids what was in them. */
  readonly papers: Audience;
}

export const NOBODY: Audience = {};

/** Acts of office: of the tender's own side, of authorities, of the administrator, of the clock. */
export const OF_OFFICE: Audience = {
  concerned: 'at-once',
  owner: 'at-once',
  asked: 'at-once',
  observing: 'at-once',
};

/** Who bids, is invited or applies, who takes documents, and how many do: secret until the opening (招标投标法 22). */
export const BIDDERS: Audience = {
  concerned: 'at-once',
  owner: 'at-opening',
  asked: 'at-opening',
  observing: 'at-opening',
};

/** Applications are the tenderee's to review once their time is over. */
export const APPLICANTS: Audience = { ...BIDDERS, owner: 'after-applications' };

/** The list of bids is the tenderee's from the closing on. */
export const BIDS: Audience = { ...BIDDERS, owner: 'at-closing' };

/** Who objects, in words that may tell it: the tenderee answers without knowing, until the award. */
export const OBJECTORS: Audience = { concerned: 'at-once', owner: 'at-award', asked: 'at-once' };

/** Who asks, and what is asked and answered, is between the two; the purchaser answers without knowing. */
export const ASKERS: Audience = { ...BIDDERS, owner: 'at-award' };

/** Who complains is told to the authorities that were asked, and to no other reader of the record. */
export const COMPLAINANTS: Audience = { concerned: 'at-once', asked: 'at-once' };

/** Committees, and what they found, stay secret until the result (招标投标法 37, 44). */
export const COMMITTEE: Audience = { owner: 'at-once', asked: 'at-award', observing: 'at-award' };

/** Words between the two sides of an order. */
export const ORDERS: Audience = { owner: 'at-once', asked: 'at-once', observing: 'at-once' };

export const OWN_ONLY: Audience = { concerned: 'at-once' };

/** What everybody reads in procurement once there is a result, in whatever capacity. */
export const WITH_RESULT: Audience = {
  public: 'with-result',
  bidder: 'with-result',
  concerned: 'with-result',
  winner: 'with-result',
  administrator: 'with-result',
};

/** What bidders come for: issued to them by rules of its own, and published with the result in procurement (GP-303). */
export const ISSUED: Audience = { ...WITH_RESULT, owner: 'at-once' };

/** A paper of the two that made it, and of those that watch over them. */
export const BETWEEN_THE_TWO: Audience = {
  winner: 'at-once',
  owner: 'at-once',
  asked: 'at-once',
  observing: 'at-once',
};

/**
 * The report on the evaluation goes to the tenderee and, with the result, to the authority (招标投标法 40, 87号令 58). Who
 * decides on a complaint may consult what it is about while there is none (条例 62, 采条 56).
 */
export const EVALUATION: Audience = { ...COMMITTEE, asked: 'at-once' };

/** What was sealed is read by its bidder, by those who evaluate it, and by those who watch over them. */
export const OPENED: Audience = {
  owner: 'at-opening',
  asked: 'at-opening',
  observing: 'at-opening',
};

export const open = (given: Partial<Omit<Visibility, 'nature'>> = {}): Visibility => ({
  nature: 'open',
  actor: OF_OFFICE,
  facts: NOBODY,
  papers: NOBODY,
  ...given,
});

export const sealed = (actor: Audience, facts: Audience = actor, papers: Audience = NOBODY): Visibility => ({
  nature: 'sealed',
  actor,
  facts,
  papers,
});

/** What follows at once from an objection may have the objector as its actor. */
export const mayFollowObjection = open({ actor: OBJECTORS, facts: OF_OFFICE });

/** Procurement publishes the contract itself (GP-307). */
export const CONTRACT: Audience = { ...WITH_RESULT, ...BETWEEN_THE_TWO };
