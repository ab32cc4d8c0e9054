import { admitBid, type BidWindow } from '../../domain/bid/index.ts';
import type { LawContext } from '../../domain/law/context.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { TenderState } from '../../domain/tender/ground/state.ts';
import {
  hasReceipt,
  readFenceFor,
  readFenceUnlocked,
  type Entrant,
  type FenceReading,
  type RefusedBid,
} from '../../store/index.ts';
import { actorOf, type Deps, type Identity } from '../deps.ts';
import { refuseSigningKey, refuseWithoutSignature, type SigningHeaders } from './bidder-signature.ts';

/** Whose submission is handled. */
export interface Submitting {
  readonly deps: Deps;
  readonly identity: Identity;
  readonly entrant: Entrant | null;
  readonly address: string;
  readonly tenderId: string;
  readonly name: string;
}

/** When bids are taken, by the fence: it has the last word, a state that was read before it only says who may bid. */
export const windowOf = (fence: FenceReading): BidWindow => ({
  fromAt: fence.documentsFromAt,
  untilAt: fence.bidDeadlineAt,
  heldOpen: fence.held && fence.closedAt === null,
  closed: fence.closedAt !== null,
});

/**
 * The refusal of a bid that can be told before its bytes are read: of who may not bid, before the documents are out,
 * of what is not here yet although the deadline has passed, and of what names a key that cannot sign, or comes unsigned in the
 * place of a bid that named one. Null: only the fence can tell; or it is a repeat.
 */
export async function refusedUnread(
  by: Submitting,
  given: { state: TenderState; law: LawContext; signing: SigningHeaders; idempotencyKey: string },
): Promise<RefusedBid | null> {
  const { deps, identity, entrant, tenderId } = by;
  const { state, law, signing, idempotencyKey } = given;
  const em = deps.store.em();
  if (await hasReceipt(em, identity.personId, idempotencyKey)) return null;
  const judge = (fence: FenceReading): Refusal | null =>
    admitBid({ state, window: windowOf(fence) }, actorOf(identity), fence.at, law);
  const shownFence = await readFenceUnlocked(em, tenderId);
  if (shownFence === null) return null;
  if (judge(shownFence) === null) {
    const refusal = (await refuseSigningKey(by, signing)) ?? (await refuseWithoutSignature(by, signing));
    return refusal && { refusal, at: shownFence.at, rehearsal: shownFence.rehearsal };
  }
  const fence = await deps.store.plainTransaction((tx) =>
    readFenceFor(tx, tenderId, entrant?.arrival ?? null),
  );
  const refusal = fence && judge(fence);
  return refusal ? { refusal, at: fence.at, rehearsal: fence.rehearsal } : null;
}
