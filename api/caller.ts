import type { Actor } from '../domain/case/actor.ts';
import type { HeldMandate } from '../domain/party/mandate.ts';

/** The roles in which a person acts for a party. */
export const ROLES = ['tenderee', 'agency', 'bidder', 'supervisor', 'administrator'] as const;
export type Role = (typeof ROLES)[number];

/** A signed-in person who acts for no party yet. */
export interface PersonIdentity {
  readonly personId: string;
  readonly login: string;
  readonly role: Role | null;
  readonly partyId: string | null;
  readonly uscc: string | null;
  readonly partyName: string | null;
  /** How they proved who they are; by password when it is not said. */
  readonly way?: 'password' | 'certificate';
  /**
   * How they stood to the party when their sign-in was looked at: `none` where they are no member in that role. Left out
   * where nobody looked: then they act for nobody.
   */
  readonly standing?: 'proven' | 'unproven' | 'none';
  /** The mandates that hold now for the agency that they act for: it owns no tender but under one of them. */
  readonly mandates?: readonly HeldMandate[];
  /** The sign-in that they act by (store/sign-ins.ts), and the instant (epoch ms) at which it is over for good. */
  readonly signInId: string;
  readonly signInEndsAt: number;
}

/** A signed-in person who acts for one party in one role. */
export interface Identity extends PersonIdentity {
  readonly role: Role;
  readonly partyId: string;
  readonly uscc: string;
  readonly partyName: string;
}

/** The acting person as commands and the record take it. */
export function actorOf(identity: Identity): Actor {
  const { role, personId, partyId, uscc, partyName } = identity;
  return { role, personId, partyId, uscc, partyName };
}

/** Whether the person acts for a party now. */
export function isActing(identity: PersonIdentity): identity is Identity {
  return identity.role !== null && identity.partyId !== null;
}
