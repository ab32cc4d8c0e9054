const TABLES = [
  'record_entry',
  'record_tile',
  'record_detached',
  'record_checkpoint',
  'record_checkpoint_published',
  'record_cosignature',
  'record_key',
  'record_key_retired',
];

/**
 * Rehearsals have a log of their own: the tables of the record's log once more, in the schema `rehearsals`. What was entered
 * before stays where it is, in the record, which nothing leaves. The private parts of both logs share a table.
 */
export const REHEARSALS_LOG_SQL: readonly string[] = [
  `create schema rehearsals`,
  `create table rehearsals.record_intake (seq bigserial primary key, id uuid not null, body jsonb not null)`,
  `create table rehearsals.record_entry (
    index bigint primary key, id uuid not null unique, tender_id uuid, event text not null,
    canonical text not null, leaf_hash text not null)`,
  `create index record_entry_tender on rehearsals.record_entry (tender_id, index)`,
  `create table rehearsals.record_tile (
    level integer not null, index bigint not null, hashes bytea not null, root bytea not null,
    primary key (level, index))`,
  `create table rehearsals.record_detached (
    sha256 text not null, index bigint primary key, canonical text not null)`,
  `create index record_detached_sha256 on rehearsals.record_detached (sha256)`,
  `create table rehearsals.record_checkpoint (
    size bigint primary key, root bytea not null, note text not null, signed_at bigint not null)`,
  `create table rehearsals.record_checkpoint_published (
    size bigint primary key references rehearsals.record_checkpoint, published_at bigint not null)`,
  `create table rehearsals.record_cosignature (
    size bigint not null references rehearsals.record_checkpoint, name text not null, key_id text not null,
    line text not null, timestamp_seconds bigint not null, primary key (size, name, key_id))`,
  `create table rehearsals.record_key (
    key_id text primary key, vkey text not null, from_size bigint not null, registered_at bigint not null)`,
  `create table rehearsals.record_key_retired (
    key_id text primary key references rehearsals.record_key, until_size bigint not null, retired_at bigint not null)`,
  ...TABLES.flatMap((table) => [
    `create trigger ${table}_append_only before update or delete on rehearsals.${table}
      for each row execute function refuse_change()`,
    `create trigger ${table}_no_truncate before truncate on rehearsals.${table}
      for each statement execute function refuse_change()`,
  ]),
  `create trigger record_intake_guard before update on rehearsals.record_intake
    for each row execute function refuse_unsequenced()`,
  `create trigger record_intake_no_truncate before truncate on rehearsals.record_intake
    for each statement execute function refuse_change()`,
  `create function rehearsals.refuse_leaving_unsequenced() returns trigger language plpgsql as $$
    begin
      if exists (
        select 1 from gone where not exists (select 1 from rehearsals.record_entry r where r.id = gone.id)) then
        raise exception 'an entry leaves the intake only for the record' using errcode = 'restrict_violation';
      end if;
      return null;
    end $$`,
  `create trigger record_intake_leaving after delete on rehearsals.record_intake referencing old table as gone
    for each statement execute function rehearsals.refuse_leaving_unsequenced()`,
  `create function rehearsals.refuse_checkpoint_going_back() returns trigger language plpgsql as $$
    begin
      if exists (select 1 from rehearsals.record_checkpoint where size >= new.size) then
        raise exception 'a checkpoint never goes back' using errcode = 'restrict_violation';
      end if;
      if new.size > (select coalesce(max(index) + 1, 0) from rehearsals.record_entry) then
        raise exception 'a checkpoint covers entries that are there' using errcode = 'restrict_violation';
      end if;
      return new;
    end $$`,
  `create trigger record_checkpoint_forward before insert on rehearsals.record_checkpoint
    for each row execute function rehearsals.refuse_checkpoint_going_back()`,
  // Its checkpoints are stamped as the record's are.
  `alter table time_stamp drop constraint time_stamp_kind_check`,
  `alter table time_stamp add constraint time_stamp_kind_check
    check (kind in ('receipt', 'checkpoint', 'rehearsals-checkpoint'))`,
  `create index time_stamp_rehearsals_queued on time_stamp (queued_at) where kind = 'rehearsals-checkpoint'`,
  `create index time_stamp_rehearsals_size on time_stamp (length(subject_id), subject_id)
    where kind = 'rehearsals-checkpoint'`,
  // How far each log was pushed to a supervisor.
  `alter table supervision_endpoint add column next_rehearsals_index bigint not null default 0`,
];
