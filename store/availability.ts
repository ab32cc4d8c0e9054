import { v7 as uuidv7 } from 'uuid';
import type { Instant } from '../domain/time/instant.ts';
import { CLOCK_MS, num, numOrNull, row, rows, type Em, type Tx } from './store.ts';

/**
 * A stretch of time that no source vouches for is an outage when it is longer than this. Sources look
 * every few seconds, so that one lost look is none.
 */
export const OUTAGE_AFTER_MS = 30_000;

/** When the platform could not be reached. */
export interface Outage {
  readonly fromAt: Instant;
  readonly untilAt: Instant;
}

/** Who looks: an API process at itself, or a probe at the address that the public uses. */
export interface Look {
  readonly source: string;
  readonly kind: 'api' | 'probe';
  readonly up: boolean;
}

/**
 * Notes a look, at the database's instant. What says the same as the source's look before, not longer ago
 * than an outage, makes that span longer; anything else begins a new one.
 */
export async function noteLook(em: Em, { source, kind, up }: Look): Promise<void> {
  await rows(
    em,
    `with now as materialized (select ${CLOCK_MS} as at), last as (
       select id, up, until_at from availability_span where source = $1 order by id desc limit 1
     ), longer as (
       update availability_span s set until_at = greatest(s.until_at, now.at) from last, now
       where s.id = last.id and last.up = $3 and last.until_at >= now.at - $4::bigint returning s.id
     )
     insert into availability_span (source, kind, up, from_at, until_at)
     select $1, $2, $3, now.at, now.at from now where not exists (select 1 from longer)`,
    [source, kind, up, OUTAGE_AFTER_MS],
  );
}

/**
 * The measured outages of the platform within [fromAt, untilAt), each longer than OUTAGE_AFTER_MS, oldest
 * first. The platform was up while a probe reached it, or while an API process was ready and no probe found it
 * down; before the first look there is nothing to judge by.
 */
export async function outagesBetween(em: Em, fromAt: Instant, untilAt: Instant): Promise<Outage[]> {
  const found = await rows(
    em,
    `with bounds as (
       select greatest($1::bigint, min(from_at)) as first, least($2::bigint, ${CLOCK_MS}) as last
       from availability_span having min(from_at) is not null
     ), seen as (
       select kind, up, int8range(from_at, until_at, '[]') as span from availability_span, bounds
       where until_at >= first and from_at <= last
     ), up as (
       select coalesce((select range_agg(span) from seen where kind = 'api' and up), '{}'::int8multirange)
         - coalesce((select range_agg(span) from seen where kind = 'probe' and not up), '{}'::int8multirange)
         + coalesce((select range_agg(span) from seen where kind = 'probe' and up), '{}'::int8multirange) as spans
     )
     select lower(gap) as from_at, upper(gap) as until_at
     from bounds, up, unnest(int8multirange(int8range(first, last)) - spans) as gap
     where first < last and upper(gap) - lower(gap) >= $3::bigint order by 1`,
    [fromAt, untilAt, OUTAGE_AFTER_MS],
  );
  return found.map((line) => ({ fromAt: num(line['from_at']), untilAt: num(line['until_at']) }));
}

/** The outages that count for a tender: those measured; for a rehearsal, whose clock is its own, those entered. */
export async function outagesOf(
  em: Em,
  tender: { readonly id: string; readonly rehearsal: boolean },
  fromAt: Instant,
  untilAt: Instant,
): Promise<Outage[]> {
  if (!tender.rehearsal) return outagesBetween(em, fromAt, untilAt);
  const found = await rows(
    em,
    `select greatest(from_at, $2::bigint) as from_at, least(until_at, $3::bigint) as until_at from (
       select unnest(range_agg(int8range(from_at, until_at))) as span from simulated_outage where tender_id = $1
     ) merged, lateral (select lower(span) as from_at, upper(span) as until_at) ends
     where until_at > $2 and from_at < $3 order by 1`,
    [tender.id, fromAt, untilAt],
  );
  return found.map((line) => ({ fromAt: num(line['from_at']), untilAt: num(line['until_at']) }));
}

/** Enters an outage of a rehearsal, in its own time. Gives its id. */
export async function simulateOutage(
  tx: Tx,
  given: Outage & { readonly tenderId: string; readonly reason: string },
): Promise<string> {
  const id = uuidv7();
  await rows(
    tx,
    `insert into simulated_outage (id, tender_id, from_at, until_at, reason, entered_at) values ($1, $2, $3, $4, $5, ${CLOCK_MS})`,
    [id, given.tenderId, given.fromAt, given.untilAt, given.reason],
  );
  return id;
}

/** Who looks now, and since when anything was measured. */
export async function availabilityNow(em: Em): Promise<{
  readonly measuredSinceAt: Instant | null;
  readonly sources: readonly (Look & { readonly sinceAt: Instant; readonly lastAt: Instant })[];
}> {
  const first = await row(em, `select min(from_at) as first from availability_span`);
  const found = await rows(
    em,
    `select distinct on (source) source, kind, up, from_at, until_at from availability_span
     where until_at >= ${CLOCK_MS} - $1::bigint order by source, id desc`,
    [OUTAGE_AFTER_MS],
  );
  return {
    measuredSinceAt: numOrNull(first?.['first']),
    sources: found.map((line) => ({
      source: String(line['source']),
      kind: line['kind'] as Look['kind'],
      up: line['up'] === true,
      sinceAt: num(line['from_at']),
      lastAt: num(line['until_at']),
    })),
  };
}

/** Whether any probe got through within the last day: then one that does not has found an outage. */
export async function probeReachedLately(em: Em): Promise<boolean> {
  const found = await row(
    em,
    `select exists (select 1 from availability_span where kind = 'probe' and up and until_at > ${CLOCK_MS} - 86400000) as reached`,
  );
  return found?.['reached'] === true;
}

/** Forgets spans that ended more than `days` ago; an outage that moved a deadline stands in the record. */
export async function forgetLooks(em: Em, days: number): Promise<void> {
  await rows(em, `delete from availability_span where until_at < ${CLOCK_MS} - $1::bigint * 86400000`, [
    days,
  ]);
}
