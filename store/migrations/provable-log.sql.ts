/**
 * What makes the record a provable log: full tiles of its tree, the large parts of entries kept beside
 * them, signed checkpoints with their cosignatures, and the keys that sign them.
 */
export const PROVABLE_LOG_SQL: readonly string[] = [
  // Full tiles alone: partial ones follow from record_entry and from the roots of the tiles below.
  `create table record_tile (
    level integer not null, index bigint not null, hashes bytea not null, root bytea not null,
    primary key (level, index))`,
  `create table record_detached (
    sha256 text not null, index bigint primary key, canonical text not null)`,
  `create index record_detached_sha256 on record_detached (sha256)`,
  `create table record_checkpoint (
    size bigint primary key, root bytea not null, note text not null, signed_at bigint not null)`,
  `create table record_checkpoint_published (
    size bigint primary key references record_checkpoint, published_at bigint not null)`,
  `create table record_cosignature (
    size bigint not null references record_checkpoint, name text not null, key_id text not null,
    line text not null, timestamp_seconds bigint not null, primary key (size, name, key_id))`,
  `create table record_key (
    key_id text primary key, vkey text not null, from_size bigint not null, registered_at bigint not null)`,
  `create table record_key_retired (
    key_id text primary key references record_key, until_size bigint not null, retired_at bigint not null)`,
  ...[
    'record_tile',
    'record_detached',
    'record_checkpoint',
    'record_checkpoint_published',
    'record_cosignature',
    'record_key',
    'record_key_retired',
  ].flatMap((table) => [
    `create trigger ${table}_append_only before update or delete on ${table}
      for each row execute function refuse_change()`,
    `create trigger ${table}_no_truncate before truncate on ${table}
      for each statement execute function refuse_change()`,
  ]),
  // Whoever signs, and however two processes race: a checkpoint is larger than every one before it, and
  // says no more than the record holds.
  `create function refuse_checkpoint_going_back() returns trigger language plpgsql as $$
    begin
      if exists (select 1 from record_checkpoint where size >= new.size) then
        raise exception 'a checkpoint never goes back' using errcode = 'restrict_violation';
      end if;
      if new.size > (select coalesce(max(index) + 1, 0) from record_entry) then
        raise exception 'a checkpoint covers entries that are there' using errcode = 'restrict_violation';
      end if;
      return new;
    end $$`,
  // The guard of the intake looks at a batch once, no longer at each of its rows.
  `drop trigger record_intake_guard on record_intake`,
  `create trigger record_intake_guard before update on record_intake
    for each row execute function refuse_unsequenced()`,
  `create function refuse_leaving_unsequenced() returns trigger language plpgsql as $$
    begin
      if exists (select 1 from gone where not exists (select 1 from record_entry r where r.id = gone.id)) then
        raise exception 'an entry leaves the intake only for the record' using errcode = 'restrict_violation';
      end if;
      return null;
    end $$`,
  `create trigger record_intake_leaving after delete on record_intake referencing old table as gone
    for each statement execute function refuse_leaving_unsequenced()`,
  `create trigger record_checkpoint_forward before insert on record_checkpoint
    for each row execute function refuse_checkpoint_going_back()`,
];
