/**
 * Up to which instant each API process has settled what arrived in it, and since when the closing of a tender
 * asks them: it waits for bids that arrived in time and are still on their way into the database.
 */
export const INTAKE_WATCH_SQL: readonly string[] = [
  `create table intake_watch (
    id uuid primary key, address text not null, settled_until bigint not null, beat_at bigint not null)`,
  `alter table tender_fence add column closing_asked_at bigint, add column closing_asked_for bigint`,
];
