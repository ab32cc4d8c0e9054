/**
 * The key of a write is bound to what it was used for: `act` says what was done, to what and for whom, `request_hash`
 * is of what was sent. A row of before has no act: its key is refused for everything, as nobody can tell any more for
 * what it stood. An answer that holds a secret is sealed by the vault.
 */
export const WRITE_KEYS_SQL: readonly string[] = [
  `alter table remembered_answer add column act text not null default '', add column sealed bytea`,
  `create index remembered_answer_age on remembered_answer (begun_at)`,
];
