import type { PartyNotice } from '../domain/disclosure/notices/notice.ts';
import type { Instant } from '../domain/time/instant.ts';
import { CLOCK_MS, num, numOrNull, rows, type Em, type Row, type Tx } from './store.ts';

/** What a notice says, and the platform's signature over it and over whom it went to. */
export type NoticeBody = Omit<PartyNotice, 'to'> & { readonly signature?: string };

/** A message in a party's inbox. */
export interface InboxNotice {
  readonly id: string;
  readonly partyId: string;
  readonly tenderId: string;
  readonly body: NoticeBody;
  readonly at: Instant;
}

/** Puts a message into a party's inbox, once for each delivery. */
export async function putNotice(
  tx: Tx,
  given: { id: string; deliveryId: string; partyId: string; tenderId: string; body: NoticeBody },
): Promise<void> {
  await rows(
    tx,
    `insert into party_notice (id, delivery_id, party_id, tender_id, body, at) values ($1, $2, $3, $4, $5, ${CLOCK_MS})
     on conflict (delivery_id, party_id) do nothing`,
    [given.id, given.deliveryId, given.partyId, given.tenderId, JSON.stringify(given.body)],
  );
}

/** Somebody who reads the inbox of the party for which they act. */
export interface Reader {
  readonly partyId: string;
  readonly personId: string;
}

/** A party's inbox, newest first, with when this person has read what; of one tender, read or unread alone, where that is asked. */
export async function listNotices(
  em: Em,
  { partyId, personId }: Reader,
  asked: { tenderId: string | null; unread: boolean | null },
  page: { after: string | null; limit: number },
): Promise<(InboxNotice & { readonly readAt: Instant | null })[]> {
  const found = await rows(
    em,
    `select id, party_id, tender_id, body, at, read_at
     from party_notice left join notice_read on notice_id = id and person_id = $2
     where party_id = $1 and ($3::uuid is null or tender_id = $3) and ($4::boolean is null or (read_at is null) = $4)
       and ($5::uuid is null or id < $5)
     order by id desc limit $6`,
    [partyId, personId, asked.tenderId, asked.unread, page.after, page.limit],
  );
  return found.map((line: Row) => ({
    id: String(line['id']),
    partyId: String(line['party_id']),
    tenderId: String(line['tender_id']),
    body: line['body'] as NoticeBody,
    at: num(line['at']),
    readAt: numOrNull(line['read_at']),
  }));
}

/** Notes that a person has read these notices, each named once. False when not all of them are in the inbox: none is noted then. */
export async function markRead(
  tx: Tx,
  { partyId, personId }: Reader,
  ids: readonly string[],
): Promise<boolean> {
  const known = await rows(tx, `select id from party_notice where party_id = $1 and id = any($2::uuid[])`, [
    partyId,
    ids,
  ]);
  if (known.length < ids.length) return false;
  await rows(
    tx,
    `insert into notice_read (notice_id, person_id, read_at)
     select id, $1, ${CLOCK_MS} from unnest($2::uuid[]) id on conflict do nothing`,
    [personId, ids],
  );
  return true;
}
