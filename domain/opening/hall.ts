import { opensInSecret } from '../procedure/index.ts';
import { platformRefusal, type Refusal } from '../refusal.ts';
import type { TenderState } from '../tender/ground/state.ts';
import { isoShanghai, type Instant } from '../time/instant.ts';

const MS_PER_MINUTE = 60_000;

/**
 * When the hall ends: one decryption window after the opening record, as for objections on the spot (ZTB-105).
 * Null while the bids are not opened.
 */
export function hallEndsAt(state: TenderState): Instant | null {
  const openedAt = state.milestones.bidsOpened;
  return openedAt === undefined ? null : openedAt + state.draft.decryptionWindowMinutes * MS_PER_MINUTE;
}

/** Why nobody can be in the hall at an instant; null when it is open: from the closing until it ends. */
export function refuseOutsideHall(state: TenderState, at: Instant): Refusal | null {
  const from = state.milestones.bidsClosed;
  if (from === undefined || at < from) {
    return platformRefusal('hall-not-open', '开标尚未开始。', 'The opening has not begun.', {
      zh: '投标截止后进行。',
      en: 'Do this after the bids are closed.',
    });
  }
  const until = hallEndsAt(state);
  if (until === null || at < until) return null;
  const ended = isoShanghai(until);
  return platformRefusal('hall-closed', `开标已于${ended}结束。`, `The opening ended at ${ended}.`);
}

/**
 * What a bidder answered to the opening record. `open`: the hall has not ended; `no-response`: it kept
 * silent, or objected, for who objects is not named before the award; `deemed-accepted`: it did not take
 * part, which in a tender of procurement counts as acceptance (GP-207).
 */
export type OpeningResponse = 'confirmed' | 'open' | 'no-response' | 'deemed-accepted';

/** Each bidder's answer, by bid id, in the order of the opening record. */
export function openingResponses(
  state: TenderState,
  at: Instant,
): { readonly bidId: string; readonly response: OpeningResponse; readonly confirmedAt: Instant | null }[] {
  const endsAt = hallEndsAt(state);
  return (state.openedBids ?? []).map(({ bidId, partyId }) => {
    const confirmedAt = state.confirmations.find((one) => one.partyId === partyId)?.at ?? null;
    if (confirmedAt !== null) return { bidId, response: 'confirmed', confirmedAt };
    if (endsAt === null || at < endsAt) return { bidId, response: 'open', confirmedAt };
    const took = state.signedIn.some((one) => one.partyId === partyId) || objected(state, partyId);
    const tender = state.draft.regime === 'government-procurement' && !opensInSecret(state.draft);
    const deemed = tender && !took;
    return { bidId, response: deemed ? 'deemed-accepted' : 'no-response', confirmedAt };
  });
}

function objected({ objections }: TenderState, partyId: string): boolean {
  return objections.some((one) => one.subject === 'opening' && one.partyId === partyId);
}
