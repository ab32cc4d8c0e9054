import type { OpeningProgress } from '../domain/opening/progress.ts';
import type { Instant } from '../domain/time/instant.ts';
import { CURRENT } from './current-bids.ts';
import { num, numOrNull, row, rows, type Em, type Row, type Tx } from './store.ts';

/** A share that a trustee handed in, as the vault sealed it. */
export interface StoredShare {
  readonly trusteeId: string;
  readonly sealed: Uint8Array;
}

/**
 * Keeps the key of a bid, as the vault sealed it. The first one that was found to fit (`checked`) stays; one that
 * could not be tried gives way to it. Gives whether this one was kept.
 */
export async function storeBidKey(
  tx: Tx,
  key: {
    readonly bidId: string;
    readonly sealed: Uint8Array;
    readonly checked: boolean;
    readonly at: Instant;
  },
): Promise<boolean> {
  const stored = await row(
    tx,
    `insert into bid_key (bid_id, sealed, checked, received_at) values ($1, $2, $3, $4)
     on conflict (bid_id) do update set sealed = excluded.sealed, checked = true, received_at = excluded.received_at
       where excluded.checked and not bid_key.checked
     returning bid_id`,
    [key.bidId, Buffer.from(key.sealed), key.checked, key.at],
  );
  return stored !== null;
}

/** The sealed keys handed in, by bid id. */
export async function bidKeys(em: Em, tenderId: string): Promise<Map<string, Uint8Array>> {
  const found = await rows(
    em,
    `select k.bid_id, k.sealed from bid_key k join bid on bid.id = k.bid_id where bid.tender_id = $1`,
    [tenderId],
  );
  return new Map(found.map((line) => [String(line['bid_id']), line['sealed'] as Uint8Array]));
}

/** Notes that a key was refused for a bid because it does not fit. */
export async function noteRefusedKey(tx: Tx, bidId: string, at: Instant): Promise<void> {
  await rows(
    tx,
    `insert into bid_key_refusal (bid_id, count, last_at) values ($1, 1, $2)
     on conflict (bid_id) do update set count = bid_key_refusal.count + 1, last_at = excluded.last_at`,
    [bidId, at],
  );
}

/** How many keys were refused for each bid of a tender that had any refused. */
export async function refusedKeys(em: Em, tenderId: string): Promise<Map<string, number>> {
  const found = await rows(
    em,
    `select r.bid_id, r.count from bid_key_refusal r join bid on bid.id = r.bid_id where bid.tender_id = $1`,
    [tenderId],
  );
  return new Map(found.map((line) => [String(line['bid_id']), num(line['count'])]));
}

/** Keeps a share, as the vault sealed it, with what it was found to be. The first one stays: whether this was the first. */
export async function storeBidShare(
  tx: Tx,
  share: StoredShare & {
    readonly bidId: string;
    readonly verdict: 'good' | 'bidder-fault';
    readonly at: Instant;
  },
): Promise<boolean> {
  const stored = await row(
    tx,
    `insert into bid_share (bid_id, trustee_id, sealed, verdict, received_at) values ($1, $2, $3, $4, $5)
     on conflict (bid_id, trustee_id) do nothing returning bid_id`,
    [share.bidId, share.trusteeId, Buffer.from(share.sealed), share.verdict, share.at],
  );
  return stored !== null;
}

/** The sealed shares handed in for the bids of a tender, by bid id. */
export async function bidShares(em: Em, tenderId: string): Promise<Map<string, StoredShare[]>> {
  const found = await rows(
    em,
    `select s.bid_id, s.trustee_id, s.sealed from bid_share s join bid on bid.id = s.bid_id
     where bid.tender_id = $1 order by s.bid_id, s.trustee_id`,
    [tenderId],
  );
  const shares = new Map<string, StoredShare[]>();
  for (const line of found) {
    const bidId = String(line['bid_id']);
    const share = { trusteeId: String(line['trustee_id']), sealed: line['sealed'] as Uint8Array };
    shares.set(bidId, [...(shares.get(bidId) ?? []), share]);
  }
  return shares;
}

/** A bid that counts and has no key yet, as a trustee sees it: nothing of whose it is. */
export interface WaitingBid {
  readonly bidId: string;
  readonly sha256: string;
  /** When this trustee handed in its share; null: it waits for it. */
  readonly shareReceivedAt: Instant | null;
}

/** The bids whose key is not in, in their order of receipt, with what one trustee did for each. */
export async function bidsWithoutKey(em: Em, tenderId: string, trusteeId: string): Promise<WaitingBid[]> {
  const found = await rows(
    em,
    `select bid.id, bid.sha256, s.received_at as share_at from bid
       left join bid_share s on s.bid_id = bid.id and s.trustee_id = $2
     where tender_id = $1 and ${CURRENT} and not exists (select 1 from bid_key k where k.bid_id = bid.id)
     order by bid.received_at, bid.id`,
    [tenderId, trusteeId],
  );
  return found.map((line: Row) => ({
    bidId: String(line['id']),
    sha256: String(line['sha256']),
    shareReceivedAt: numOrNull(line['share_at']),
  }));
}

/** How far an opening has come. `threshold`: how many good shares open a bid; 0: none do. */
export async function openingProgress(em: Em, tenderId: string, threshold: number): Promise<OpeningProgress> {
  const found = await row(
    em,
    `select count(*) as bids, count(*) filter (where keyed) as keys, coalesce(sum(shares), 0) as shares,
       count(*) filter (where not keyed and ($2::integer = 0 or shares < $2::integer)) as waiting
     from (select exists (select 1 from bid_key k where k.bid_id = bid.id) as keyed,
         (select count(*) from bid_share s where s.bid_id = bid.id and s.verdict = 'good') as shares
       from bid where tender_id = $1 and ${CURRENT}) counted`,
    [tenderId, threshold],
  );
  return {
    bidCount: num(found?.['bids']),
    keysIn: num(found?.['keys']),
    sharesIn: num(found?.['shares']),
    waiting: num(found?.['waiting']),
  };
}

/** Whether nothing is missing: each bid has its key, or good shares of `threshold` trustees (0: there are none). */
export async function openingComplete(em: Em, tenderId: string, threshold: number): Promise<boolean> {
  // The first bid that lacks both is enough to know: nobody counts a thousand of them for each key that comes in.
  const found = await row(
    em,
    `select bid.id from bid where tender_id = $1
       and not exists (select 1 from bid_key k where k.bid_id = bid.id) and ${CURRENT}
       and ($2::integer = 0 or (select count(*) from bid_share s where s.bid_id = bid.id and s.verdict = 'good')
         < $2::integer) limit 1`,
    [tenderId, threshold],
  );
  return found === null;
}

/**
 * Live tenders whose opening waits although nothing is missing: each bid has its key, or good shares of as
 * many trustees as the tender documents ask for.
 */
export async function openingsWithAllKeys(em: Em): Promise<string[]> {
  const found = await rows(
    em,
    `select id from tender t where phase = 'opening' and outcome is null and state->'milestones'->>'keysComplete' is null
       and not exists (
         select 1 from bid where bid.tender_id = t.id and ${CURRENT}
           and not exists (select 1 from bid_key k where k.bid_id = bid.id)
           and (select count(*) from bid_share s where s.bid_id = bid.id and s.verdict = 'good')
             < coalesce(nullif((t.state->'draft'->'sealing'->>'threshold')::integer, 0), 1))`,
  );
  return found.map((line) => String(line['id']));
}

/** Names and codes of the parties that bid in a tender, by party id. */
export async function biddersOf(
  em: Em,
  tenderId: string,
): Promise<Map<string, { readonly name: string; readonly uscc: string }>> {
  const found = await rows(
    em,
    `select id, name, uscc from party where id in (select party_id from bid where tender_id = $1)`,
    [tenderId],
  );
  return new Map(
    found.map((line) => [String(line['id']), { name: String(line['name']), uscc: String(line['uscc']) }]),
  );
}

/** The parties whose inbox held the request for their key before an instant; null: at all. */
export async function askedForKeys(em: Em, tenderId: string, before: Instant | null): Promise<Set<string>> {
  const found = await rows(
    em,
    `select distinct party_id from party_notice
     where tender_id = $1 and body->>'kind' = 'keys-wanted' and ($2::bigint is null or at < $2)`,
    [tenderId, before],
  );
  return new Set(found.map((line) => String(line['party_id'])));
}
