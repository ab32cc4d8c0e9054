import type { BidReserve } from '../../runtime/space.ts';
import { uploadBytesOf, type Store } from '../../store/index.ts';
import type { Identity } from '../caller.ts';
import type { ApiConfig } from '../config.ts';
import { keptForBids } from '../documents/room.ts';
import { KEPT_MS, TUS_VERSION } from './refusals.ts';

/** Bytes that a request of the protocol writes, and those that it announces beside. */
export interface Written {
  readonly nowBytes: number;
  readonly newBytes: number;
}

/**
 * Leaves the reserve to bids: what does not leave it is taken only of a bidder, whose uploads come to no more than the
 * largest bid then. Throws the problem 503 `space-kept-for-bids` of all others.
 */
export async function assertRoom(
  given: { readonly store: Store; readonly reserve: BidReserve; readonly config: ApiConfig },
  { role, partyId }: Identity,
  { nowBytes, newBytes }: Written,
): Promise<void> {
  const { store, reserve, config } = given;
  const bytes = Math.max(nowBytes, newBytes);
  if (bytes === 0 || (await reserve.isLeftBy(bytes))) return;
  const keptBytes = await uploadBytesOf(store.em(), partyId, KEPT_MS);
  if (role === 'bidder' && keptBytes + newBytes <= config.limits.bidMaxBytes) return;
  throw keptForBids({ 'Tus-Resumable': TUS_VERSION });
}
