/**
 * What is open in every case, as the domain derives it from the state whenever that is saved. Instants are real ones, so that
 * work of rehearsals stands in one order with that of real tenders; a rehearsal's clock moves those of its work.
 *
 * A state that was saved without its work (before this table was, or by a worker of an earlier version) is one whose version is
 * not that of its work. A version of the platform that derives work otherwise empties `work_version` in a migration.
 *
 * `tender.waiting`, its index and `complaint.next_due_at` stay for workers of earlier versions, which read them.
 */
export const WORK_SQL: readonly string[] = [
  `create table work (
    kind text not null, key text not null, case_id uuid not null, tender_id uuid not null, waits_since bigint not null, falls boolean not null,
    role text not null, uscc text, agent_uscc text, body jsonb not null, primary key (kind, key))`,
  `create index work_tender on work (tender_id)`,
  `create index work_since on work (waits_since, kind, key)`,
  `create index work_party on work (uscc, waits_since, kind, key) where uscc is not null`,
  `create index work_agent on work (agent_uscc, waits_since, kind, key) where agent_uscc is not null`,
  `create index work_opening on work (waits_since) where kind = 'opening'`,
  ...['tender', 'complaint'].flatMap((table) => [
    `alter table ${table} add column work_version integer`,
    `create index ${table}_work_behind on ${table} (id) where (state->>'version')::integer is distinct from work_version`,
  ]),
];
