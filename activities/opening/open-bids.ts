import { Context } from '@temporalio/activity';
import { decideStep, factsOf, SYSTEM, type OpenedBid } from '../../domain/tender/index.ts';
import type { BlobStore } from '../../runtime/storage/index.ts';
import type { Vault } from '../../runtime/vault.ts';
import { bidKeys, currentBids, loadState, partyById, readFence, type Bid } from '../../store/index.ts';
import { lawOf, type DecisionDeps } from '../decisions/deciding.ts';
import { recordEvents } from '../decisions/recording.ts';
import type { Decided } from '../types.ts';
import { unsealBid } from './unseal.ts';

export interface OpeningDeps extends DecisionDeps {
  readonly blobs: BlobStore;
  readonly vault: Vault;
}

/**
 * Opens the closed bids (EB-013): each is checked against the hash of its receipt, decrypted with the
 * key its bidder handed in, and its opening letter read; only when all are through, names and prices
 * are recorded together. A bid whose key did not come stays sealed and the others go on (EB-014).
 * A repeat after the record was written gives its result and opens nothing.
 */
export async function openBids(deps: OpeningDeps, tenderId: string): Promise<Decided> {
  const before = await loadState(deps.store.em(), tenderId, false);
  if (before === null) throw new Error(`tender ${tenderId} is not launched`);
  // An order of the authority rests the opening too; a repeat finds it done.
  if (before.milestones.bidsOpened !== undefined || before.suspension !== null)
    return { facts: factsOf(before, deps.remindBeforeMs) };
  const bids = await currentBids(deps.store.em(), tenderId);
  const keys = await bidKeys(deps.store.em(), tenderId);
  const opened: OpenedBid[] = [];
  for (const bid of bids) {
    Context.current().heartbeat({ opened: opened.length });
    opened.push(await openOne(deps, bid, keys.get(bid.id) ?? null));
  }
  return deps.store.transaction(async (tx) => {
    const state = await loadState(tx, tenderId, true);
    const fence = await readFence(tx, tenderId, 'share');
    if (state === null || fence === null) throw new Error(`tender ${tenderId} is not launched`);
    const calendar = await deps.calendar();
    const events = decideStep(
      { name: 'openBids', bids: opened },
      state,
      fence.at,
      lawOf(state, null, calendar),
    );
    const doer = { actor: SYSTEM, address: null, commandId: null };
    const after = await recordEvents(tx, deps.platform, state, events, doer);
    return { facts: factsOf(after, deps.remindBeforeMs) };
  });
}

async function openOne(deps: OpeningDeps, bid: Bid, sealedKey: Uint8Array | null): Promise<OpenedBid> {
  const party = await partyById(deps.store.em(), bid.partyId);
  if (party === null) throw new Error(`bid ${bid.id} has no bidder`);
  const base = {
    bidId: bid.id,
    partyId: bid.partyId,
    name: party.name,
    uscc: party.uscc,
    sha256: bid.sha256,
  };
  const unread = { priceFen: null, durationDays: null, quality: null, projectManager: null };
  if (sealedKey === null) return { ...base, ...unread, result: 'no-key' };
  const identity = Buffer.from(deps.vault.open(sealedKey)).toString('utf8');
  const beat = (): void => Context.current().heartbeat();
  const { result, letter } = await unsealBid(deps.blobs, bid.sha256, identity, beat);
  if (letter === null) return { ...base, ...unread, result };
  // A letter made out for another tender or in another's name is no letter of this bid.
  if (letter.tenderId !== bid.tenderId || letter.bidderUscc !== party.uscc) {
    return { ...base, ...unread, result: 'no-bid-letter' };
  }
  const { priceFen, durationDays, quality, projectManager } = letter;
  return { ...base, result, priceFen, durationDays, quality, projectManager };
}
