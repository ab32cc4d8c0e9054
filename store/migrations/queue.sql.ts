/**
 * The administrator's queue: failed tries of what must happen outside a decision (a delivery, a push, an
 * opening), and what finds the few tenders where something waits among the many that are over. A column,
 * because the planner knows how few have it set, and their states need not be read to tell.
 */
export const QUEUE_SQL: readonly string[] = [
  `create table failure (
    id bigserial primary key, subject text not null, error text not null, at bigint not null)`,
  `create index failure_subject on failure (subject, id)`,
  `create index tender_live on tender (id) where status = 'launched' and outcome is null`,
  `alter table tender add column waiting boolean not null generated always as (coalesce(
      jsonb_path_exists(state, '$.duties[*] ? (@.metAt == null)')
      or jsonb_path_exists(state, '$.instructions[*] ? (@.acknowledgedAt == null && @.closedAt == null)'), false)) stored`,
  `create index tender_waiting on tender (id) where waiting`,
];
