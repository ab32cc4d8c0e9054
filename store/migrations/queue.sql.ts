/**
 * What finds the few tenders where something waits among the many that are over. A column, because the
 * planner knows how few have it set, and their states need not be read to tell.
 */
export const QUEUE_SQL: readonly string[] = [
  `create index tender_live on tender (id) where status = 'launched' and outcome is null`,
  `alter table tender add column waiting boolean not null generated always as (coalesce(
      jsonb_path_exists(state, '$.duties[*] ? (@.metAt == null)')
      or jsonb_path_exists(state, '$.instructions[*] ? (@.acknowledgedAt == null && @.closedAt == null)'), false)) stored`,
  `create index tender_waiting on tender (id) where waiting`,
];
