/** Failed tries of what must happen outside a decision (a delivery, a push, an opening), kept for the administrator. */
export const FAILURES_SQL: readonly string[] = [
  `create table failure (
    id bigserial primary key, subject text not null, error text not null, at bigint not null)`,
  `create index failure_subject on failure (subject, id)`,
];
