import { Context } from '@temporalio/activity';
import type { OpeningEvidence } from '../../domain/opening/finding.ts';
import { factsOf, type OpenedBid, type TenderState } from '../../domain/tender/index.ts';
import { noted, type BlobStore } from '../../runtime/storage/index.ts';
import type { Vault } from '../../runtime/vault.ts';
import {
  askedForKeys,
  availabilityNow,
  biddersOf,
  bidKeys,
  bidShares,
  currentBids,
  loadState,
  noteBytes,
  noteFailure,
  outagesOf,
  refusedKeys,
  signedBids,
  type Bid,
  type Em,
} from '../../store/index.ts';
import type { DecisionDeps } from '../decisions/deps.ts';
import { faultOf, isFault } from '../decisions/fault.ts';
import type { Decided } from '../types.ts';
import { openOne, sealedByPlatform, type BidToOpen } from './open-one.ts';
import { recordOpening } from './record-opening.ts';

export interface OpeningDeps extends DecisionDeps {
  readonly blobs: BlobStore;
  readonly vault: Vault;
}

/** Bids opened at a time: one waits for its disk while another is decrypted. */
const AT_ONCE = 8;
const BEAT_EVERY_MS = 1_000;

/**
 * Opens the closed bids (EB-013): each is checked against the hash of its receipt, decrypted with the key its
 * bidder handed in or else with the shares of its trustees, and its opening letter read; only when all are
 * through, names and prices are recorded together. A bid that stays sealed is found out about, and the others
 * go on (EB-014). A repeat after the record was written gives its result and opens nothing.
 */
export async function openBids(deps: OpeningDeps, tenderId: string): Promise<Decided> {
  const before = await loadState(deps.store.em(), tenderId, false);
  if (before === null) throw new Error(`tender ${tenderId} is not launched`);
  // An order of the authority rests the opening too; a repeat finds it done.
  if (before.milestones.bidsOpened !== undefined || before.suspension !== null)
    return { facts: factsOf(before, deps.remindBeforeMs) };
  const opened = await openAll(deps, before);
  return recordOpening(deps, tenderId, opened, (sha256) => deps.blobs.has(sha256));
}

/**
 * All bids that count, in their order of receipt, which is the order in which they are read out. Where the platform fails
 * on some, those stay sealed and the administrator is told; where it fails on all, it throws: that is not for the bids to bear.
 */
async function openAll(deps: OpeningDeps, state: TenderState): Promise<OpenedBid[]> {
  const bids = await currentBids(deps.store.em(), state.id);
  const { toOpen, bidderOf } = await handedIn(deps, state);
  const opened = new Array<OpenedBid>(bids.length);
  const faults: unknown[] = [];
  let done = 0;
  const beat = seldom(() => Context.current().heartbeat({ opened: done }));
  const blobs = noted(deps.blobs, (sha256) => noteBytes(deps.store, sha256));
  const openThis = async (bid: Bid): Promise<OpenedBid> => openOne(blobs, toOpen(bid), beat);
  const waiting = bids.entries();
  const failed = new AbortController();
  const lanes = Array.from({ length: AT_ONCE }, async () => {
    for (const [index, bid] of waiting) {
      beat();
      opened[index] = await openThis(bid).catch((error: unknown) => {
        if (!isFault(error)) throw error;
        faults.push(error);
        return sealedByPlatform(bidderOf(bid));
      });
      done++;
      if (failed.signal.aborted) return;
    }
  });
  // The next try begins when nothing of this one is under way any more.
  for (const lane of lanes) lane.catch(() => failed.abort());
  const ends = await Promise.allSettled(lanes);
  const broken = ends.find((end) => end.status === 'rejected');
  if (broken !== undefined) throw broken.reason;
  if (faults.length > 0 && faults.length === bids.length) throw faults[0];
  for (const fault of faults) await noteFailure(deps.store.em(), `opening:${state.id}`, faultOf(fault));
  return opened;
}

/** Calls at most once a second: a beat for every chunk would cost more than its decryption. */
function seldom(call: () => void): () => void {
  let calledAt = -Infinity;
  return () => {
    const now = performance.now();
    if (now - calledAt < BEAT_EVERY_MS) return;
    calledAt = now;
    call();
  };
}

interface HandedIn {
  readonly toOpen: (bid: Bid) => BidToOpen;
  readonly bidderOf: (bid: Bid) => Parameters<typeof sealedByPlatform>[0];
}

/** What came in for the bids of a tender until now, and what is known of the hall: read once for all of them. */
async function handedIn(deps: OpeningDeps, state: TenderState): Promise<HandedIn> {
  const em = deps.store.em();
  const [keys, shares, refused] = [
    await bidKeys(em, state.id),
    await bidShares(em, state.id),
    await refusedKeys(em, state.id),
  ];
  // A rehearsal's window is in its own time, the inbox is not: there it counts that the notice came at all.
  const asked = await askedForKeys(em, state.id, state.rehearsal ? null : state.decryptionEndsAt);
  const { hall, outages } = await hallOf(em, state);
  const open = (sealed: Uint8Array): string => Buffer.from(deps.vault.open(sealed)).toString('utf8');
  const parties = await biddersOf(em, state.id);
  const signed = state.draft.signatures === 'required' ? await signedBids(em, state.id) : null;
  const partyOf = (bid: Bid): BidToOpen['party'] => {
    const party = parties.get(bid.partyId);
    if (party === undefined) throw new Error(`bid ${bid.id} has no bidder`);
    return party;
  };
  const signedFor = (bid: Bid): boolean | null => signed && signed.has(bid.id);
  const toOpen = (bid: Bid): BidToOpen => {
    const key = keys.get(bid.id);
    const handIns = (shares.get(bid.id) ?? []).map((one) => [one.trusteeId, open(one.sealed)] as const);
    return {
      bid,
      party: partyOf(bid),
      identity: key === undefined ? null : open(key),
      handIns: new Map(handIns),
      demand: state.draft.sealing ?? null,
      signed: signedFor(bid),
      refusedKeys: refused.get(bid.id) ?? 0,
      prompted: asked.has(bid.partyId) || state.signedIn.some((one) => one.partyId === bid.partyId),
      hall,
      outages,
    };
  };
  const bidderOf: HandedIn['bidderOf'] = (bid) => {
    const { id: bidId, partyId, sha256 } = bid;
    const { name, uscc } = partyOf(bid);
    return { bidId, partyId, name, uscc, sha256, signed: signedFor(bid) };
  };
  return { toOpen, bidderOf };
}

/** Whether the platform could be reached all through the window, as it was measured. */
async function hallOf(em: Em, state: TenderState): Promise<Pick<OpeningEvidence, 'hall' | 'outages'>> {
  const { bidsClosed: fromAt } = state.milestones;
  const untilAt = state.decryptionEndsAt;
  if (fromAt === undefined || untilAt === null) throw new Error(`the hall of tender ${state.id} is not open`);
  const outages = await outagesOf(em, state, fromAt, untilAt);
  if (outages.length > 0) return { hall: 'down', outages };
  const since = state.rehearsal ? fromAt : (await availabilityNow(em)).measuredSinceAt;
  return { hall: since !== null && since <= fromAt ? 'up' : 'not-measured', outages };
}
