import type { Bid } from '../domain/bid/types.ts';
import { num, row, rows, type Em, type Queries, type Row } from './store.ts';

/** The bid that counts for each bidder: its last version, unless withdrawn. */
export const CURRENT = `not exists (select 1 from bid later where later.tender_id = bid.tender_id and later.party_id = bid.party_id
    and later.version > bid.version)
  and not exists (select 1 from bid_withdrawal w where w.bid_id = bid.id)`;

export const BID_COLUMNS = `bid.id, bid.tender_id, bid.party_id, bid.version, bid.sha256, bid.size_bytes, bid.received_at, bid.signing_key,
  exists (select 1 from bid later where later.tender_id = bid.tender_id and later.party_id = bid.party_id
    and later.version > bid.version) as replaced,
  exists (select 1 from bid_withdrawal w where w.bid_id = bid.id) as withdrawn`;

/** A bid as a line of its columns tells it. */
export function bidOf(found: Row): Bid {
  return {
    id: String(found['id']),
    tenderId: String(found['tender_id']),
    partyId: String(found['party_id']),
    version: num(found['version']),
    sha256: String(found['sha256']),
    sizeBytes: num(found['size_bytes']),
    status: found['withdrawn'] === true ? 'withdrawn' : found['replaced'] === true ? 'replaced' : 'received',
    receivedAt: num(found['received_at']),
    signingKey: (found['signing_key'] as string | null) ?? null,
  };
}

/** The bids that count, one for each bidder, in their order of receipt. */
export async function currentBids(em: Em, tenderId: string): Promise<Bid[]> {
  const found = await rows(
    em,
    `select ${BID_COLUMNS} from bid where tender_id = $1 and ${CURRENT} order by received_at, id`,
    [tenderId],
  );
  return found.map(bidOf);
}

/** The bid of one bidder that counts, or null. */
export async function currentBidOf(em: Queries, tenderId: string, partyId: string): Promise<Bid | null> {
  const found = await row(
    em,
    `select ${BID_COLUMNS} from bid where tender_id = $1 and party_id = $2 and ${CURRENT}`,
    [tenderId, partyId],
  );
  return found && bidOf(found);
}

/** A bid of a tender by its id, if it is one that counts; else null. */
export async function currentBidById(em: Em, tenderId: string, bidId: string): Promise<Bid | null> {
  const found = await row(
    em,
    `select ${BID_COLUMNS} from bid where tender_id = $1 and id = $2 and ${CURRENT}`,
    [tenderId, bidId],
  );
  return found && bidOf(found);
}
