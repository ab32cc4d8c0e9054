import type { Instant } from '../domain/time/instant.ts';
import { CLOCK_MS, num, rows, type Em, type Row, type Tx } from './store.ts';

/** A message in a party's inbox. */
export interface InboxNotice {
  readonly id: string;
  readonly partyId: string;
  readonly tenderId: string;
  readonly body: Record<string, unknown>;
  readonly at: Instant;
}

/** Puts a message into a party's inbox, once for each delivery. */
export async function putNotice(
  tx: Tx,
  given: { id: string; deliveryId: string; partyId: string; tenderId: string; body: unknown },
): Promise<void> {
  await rows(
    tx,
    `insert into party_notice (id, delivery_id, party_id, tender_id, body, at) values ($1, $2, $3, $4, $5, ${CLOCK_MS})
     on conflict (delivery_id, party_id) do nothing`,
    [given.id, given.deliveryId, given.partyId, given.tenderId, JSON.stringify(given.body)],
  );
}

/** A party's inbox, newest first. */
export async function listNotices(
  em: Em,
  partyId: string,
  page: { after: string | null; limit: number },
): Promise<InboxNotice[]> {
  const found = await rows(
    em,
    `select id, party_id, tender_id, body, at from party_notice where party_id = $1 and ($2::uuid is null or id < $2)
     order by id desc limit $3`,
    [partyId, page.after, page.limit],
  );
  return found.map((line: Row) => ({
    id: String(line['id']),
    partyId: String(line['party_id']),
    tenderId: String(line['tender_id']),
    body: line['body'] as Record<string, unknown>,
    at: num(line['at']),
  }));
}
