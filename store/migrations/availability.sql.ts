/**
 * When the platform could be reached. A source (an API process, a probe) writes spans: in each it found
 * the same thing at every look, up or down. Outages are what no span covers, computed when they are asked for.
 * A rehearsal's clock is shifted, so real outages say nothing about it: its outages are entered.
 */
export const AVAILABILITY_SQL: readonly string[] = [
  `create table availability_span (
    id bigserial primary key, source text not null, kind text not null check (kind in ('api', 'probe')), up boolean not null,
    from_at bigint not null, until_at bigint not null, check (until_at >= from_at))`,
  `create index availability_span_source on availability_span (source, id)`,
  `create index availability_span_until on availability_span (until_at)`,
  `create table simulated_outage (
    id uuid primary key, tender_id uuid not null references tender, from_at bigint not null, until_at bigint not null,
    reason text not null, entered_at bigint not null, check (until_at > from_at))`,
  `create index simulated_outage_tender on simulated_outage (tender_id, from_at)`,
];
