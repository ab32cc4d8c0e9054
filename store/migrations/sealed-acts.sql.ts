/** The tables of one log's sealed acts, in its schema. */
const tablesIn = (schema: 'public' | 'rehearsals'): readonly string[] => [
  `create table ${schema}.sealed_act (seq bigserial primary key, id uuid not null unique, body jsonb not null)`,
  `create table ${schema}.sealed_batch (id uuid primary key, from_at bigint unique, until_at bigint not null unique)`,
  // One batch at most begins the chain.
  `create unique index sealed_batch_first on ${schema}.sealed_batch ((from_at is null)) where from_at is null`,
  `create table ${schema}.sealed_leaf (
    act_id uuid primary key, batch_id uuid not null references ${schema}.sealed_batch, tender_id uuid,
    position bigint not null, canonical text not null, path bytea not null, unique (batch_id, position))`,
  `create index sealed_leaf_tender on ${schema}.sealed_leaf (tender_id, act_id)`,
  ...['sealed_batch', 'sealed_leaf'].flatMap((table) => [
    `create trigger ${table}_append_only before update or delete on ${schema}.${table}
      for each row execute function refuse_change()`,
    `create trigger ${table}_no_truncate before truncate on ${schema}.${table}
      for each statement execute function refuse_change()`,
  ]),
  `create trigger sealed_act_no_update before update on ${schema}.sealed_act
    for each row execute function refuse_change()`,
  `create trigger sealed_act_no_truncate before truncate on ${schema}.sealed_act
    for each statement execute function refuse_change()`,
  `create function ${schema}.refuse_leaving_unsealed() returns trigger language plpgsql as $$
    begin
      if exists (select 1 from gone where not exists (select 1 from ${schema}.sealed_leaf l where l.act_id = gone.id)) then
        raise exception 'a sealed act leaves its intake only for a batch' using errcode = 'restrict_violation';
      end if;
      return null;
    end $$`,
  `create trigger sealed_act_leaving after delete on ${schema}.sealed_act referencing old table as gone
    for each statement execute function ${schema}.refuse_leaving_unsealed()`,
];

/**
 * Sealed acts wait in an intake of their own, enter their log in batches at public instants, and keep the path that
 * proves them. Nothing of a batch says how many acts it holds but these tables.
 */
export const SEALED_ACTS_SQL: readonly string[] = [...tablesIn('public'), ...tablesIn('rehearsals')];
