import type { Instant } from '../domain/time/instant.ts';
import { num, numOrNull, row, rows, type Em, type Row, type Tx } from './store.ts';

/** A published announcement at its permanent address `/announcements/<id>`. */
export interface PublishedAnnouncement {
  readonly id: string;
  readonly tenderId: string;
  readonly kind: string;
  readonly title: string;
  readonly publishedAt: Instant;
  readonly rehearsal: boolean;
  readonly html: string;
}

function announcement(found: Row): PublishedAnnouncement {
  return {
    id: String(found['id']),
    tenderId: String(found['tender_id']),
    kind: String(found['kind']),
    title: String(found['title']),
    publishedAt: num(found['published_at']),
    rehearsal: found['rehearsal'] === true,
    html: String(found['html'] ?? ''),
  };
}

/** Publishes an announcement; repeating it changes nothing. */
export async function storeAnnouncement(tx: Tx, given: PublishedAnnouncement): Promise<void> {
  await rows(
    tx,
    `insert into announcement (id, tender_id, kind, title, published_at, rehearsal, html)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict (id) do nothing`,
    [given.id, given.tenderId, given.kind, given.title, given.publishedAt, given.rehearsal, given.html],
  );
}

export async function announcementById(em: Em, id: string): Promise<PublishedAnnouncement | null> {
  const found = await row(em, `select * from announcement where id = $1`, [id]);
  return found && announcement(found);
}

/** Announcements newest first, without their pages. */
export async function listAnnouncements(
  em: Em,
  filter: { tenderId?: string | undefined; kind?: string | undefined; rehearsal?: boolean | undefined },
  page: { after: string | null; limit: number },
): Promise<PublishedAnnouncement[]> {
  const found = await rows(
    em,
    `select id, tender_id, kind, title, published_at, rehearsal from announcement
     where ($1::uuid is null or tender_id = $1) and ($2::text is null or kind = $2) and ($3::boolean is null or rehearsal = $3)
       and ($4::uuid is null or id < $4) order by id desc limit $5`,
    [filter.tenderId ?? null, filter.kind ?? null, filter.rehearsal ?? null, page.after, page.limit],
  );
  return found.map(announcement);
}

/** An OCDS release as it was published. */
export interface PublishedRelease {
  readonly id: string;
  readonly tenderId: string;
  readonly ocid: string;
  readonly publishedAt: Instant;
  readonly release: Record<string, unknown>;
}

function release(found: Row): PublishedRelease {
  return {
    id: String(found['id']),
    tenderId: String(found['tender_id']),
    ocid: String(found['ocid']),
    publishedAt: num(found['published_at']),
    release: found['release'] as Record<string, unknown>,
  };
}

/** Publishes a release; repeating it changes nothing. */
export async function storeRelease(tx: Tx, given: PublishedRelease): Promise<void> {
  await rows(
    tx,
    `insert into ocds_release (id, tender_id, ocid, published_at, release) values ($1, $2, $3, $4, $5) on conflict (id) do nothing`,
    [given.id, given.tenderId, given.ocid, given.publishedAt, JSON.stringify(given.release)],
  );
}

/** When the last release of a contracting process but this one was published; null when there is none. */
export async function lastReleaseAt(em: Em, ocid: string, but: string): Promise<Instant | null> {
  const text = `select max(published_at) as at from ocds_release where ocid = $1 and id <> $2`;
  return numOrNull((await row(em, text, [ocid, but]))?.['at']);
}

export async function releaseById(em: Em, id: string): Promise<PublishedRelease | null> {
  const found = await row(em, `select * from ocds_release where id = $1`, [id]);
  return found && release(found);
}

/** Whether a release of a tender holds an address, by its path. */
export async function hasPublishedAddress(em: Em, tenderId: string, path: string): Promise<boolean> {
  const text = `select 1 from ocds_release where tender_id = $1 and strpos(release::text, $2) > 0 limit 1`;
  return (await row(em, text, [tenderId, path])) !== null;
}

/** All releases of one contracting process in the order of their publication. */
export async function releasesOf(em: Em, ocid: string): Promise<PublishedRelease[]> {
  return (await rows(em, `select * from ocds_release where ocid = $1 order by id`, [ocid])).map(release);
}
