import type { TenderState } from '../../domain/tender/ground/state.ts';
import { ANYBODY, type Standing } from '../../domain/visibility/index.ts';
import { complaintsAskedOf, type Em } from '../../store/index.ts';
import { isActing, type Identity, type PersonIdentity } from '../deps.ts';
import { isInScope } from '../access/scope.ts';
import { isOwn } from '../../domain/party/own-side.ts';

/** What a caller is to a tender at this moment, as far as its papers go by it. */
export async function standingIn(
  em: Em,
  state: TenderState,
  identity: PersonIdentity | null,
): Promise<Standing> {
  if (identity === null || !isActing(identity)) return ANYBODY;
  switch (identity.role) {
    case 'bidder':
      return { ...ANYBODY, bidder: identity.uscc };
    case 'tenderee':
    case 'agency':
      return { ...ANYBODY, owner: isOwn(state, identity) };
    case 'supervisor':
      return { ...ANYBODY, authority: await authorityIn(em, state, identity) };
    case 'administrator':
      return { ...ANYBODY, administrator: true };
  }
}

/** A complaint makes nobody an authority of a tender outside their scope. */
async function authorityIn(em: Em, state: TenderState, identity: Identity): Promise<Standing['authority']> {
  if (!(await isInScope(em, state.draft, identity))) return null;
  const complaints = await complaintsAskedOf(em, state.id, identity.partyId);
  return complaints.length > 0 ? 'asked' : 'observing';
}
