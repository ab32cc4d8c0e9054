import type { ComplaintState } from '../../domain/complaint/index.ts';
import { isOwn } from '../../domain/party/own-side.ts';
import type { TenderState } from '../../domain/tender/ground/state.ts';
import { loadComplaint, loadState, type Em } from '../../store/index.ts';
import type { Identity } from '../deps.ts';
import { problem } from '../problem.ts';
import { inScope } from './scope.ts';

export interface SeenComplaint {
  readonly state: ComplaintState;
  readonly tender: TenderState;
  readonly viewer: Viewer;
}

/** A complaint that the caller may know of, and as whom. Throws 404 for any other: that there is one is secret too. */
export async function seenComplaint(em: Em, id: string, identity: Identity): Promise<SeenComplaint> {
  const state = await loadComplaint(em, id, false);
  const viewer = state && viewerOf(state, identity);
  if (state === null || viewer === null) throw unknownComplaint();
  if (identity.role === 'supervisor') {
    await inScope(em, state.tender.id, identity).catch(() => {
      throw unknownComplaint();
    });
  }
  const tender = await loadState(em, state.tender.id, false);
  if (tender === null) throw unknownComplaint();
  return { state, tender, viewer };
}

/** A complaint for what the administrator may do to its process; it is shown nothing of it. Throws 404 for one there is not. */
export async function complaintForAdministrator(em: Em, id: string): Promise<ComplaintState> {
  const state = await loadComplaint(em, id, false);
  if (state === null) throw unknownComplaint();
  return state;
}

export function unknownComplaint(): Error {
  return problem(404, 'unknown-complaint', { zh: '没有此投诉', en: 'there is no such complaint' });
}

/** How much of a complaint somebody may know. `observer`: another authority within whose scope the tender lies. */
export type Viewer = 'complainant' | 'authority' | 'observer' | 'respondent' | 'public';

/** As whom an identity sees a complaint; null: not at all. Scope is the caller's to check. */
export function viewerOf(state: ComplaintState, identity: Identity): Viewer | null {
  if (identity.role === 'bidder')
    return identity.partyId === state.complainant.partyId ? 'complainant' : null;
  if (identity.role === 'supervisor') {
    const concerned = [state.authority, ...state.told].some(({ partyId }) => partyId === identity.partyId);
    return concerned ? 'authority' : 'observer';
  }
  // A lot's complaint names the lot's own code: a mandate for the project as a whole is told by no code here.
  const own = isOwn({ draft: { ...state.tender, lot: null } }, identity);
  return own && state.acceptedAt !== null ? 'respondent' : null;
}
