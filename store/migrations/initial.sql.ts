/**
 * The first schema. Instants are bigint milliseconds since the epoch (exact, comparable, no time zone);
 * ids are UUIDv7. What must never change is guarded by triggers, whoever the database's user is.
 */
export const INITIAL_SQL: readonly string[] = [
  `create table person (
    id uuid primary key, login text not null unique, password_hash text not null,
    real_name text not null, phone text not null, registered_at bigint not null)`,
  `create table party (
    id uuid primary key, uscc text not null unique, name text not null, address text not null,
    kinds text[] not null, regions text[], industries text[], registered_at bigint not null)`,
  `create table membership (
    person_id uuid not null references person, party_id uuid not null references party,
    role text not null, added_at bigint not null, primary key (person_id, party_id, role))`,
  `create table document (
    sha256 text not null, owner_party_id uuid not null references party, name text not null,
    size_bytes bigint not null, media_type text not null, stored_at bigint not null,
    primary key (sha256, owner_party_id))`,
  `create table tender (
    id uuid primary key, owner_party_id uuid not null references party,
    status text not null check (status in ('draft', 'launched')),
    draft jsonb not null, draft_version integer not null, rehearsal boolean not null,
    clock_starts_at bigint, state jsonb, phase text, outcome text, region text not null,
    industry text not null, project_code text not null, ruleset text, updated_at bigint not null)`,
  `create unique index tender_project_code on tender (project_code) where not rehearsal`,
  `create index tender_owner on tender (owner_party_id, id)`,
  `create index tender_phase on tender (phase) where status = 'launched'`,
  `create table tender_fence (
    tender_id uuid primary key references tender, rehearsal boolean not null, shift_ms bigint not null,
    documents_from_at bigint not null, bid_deadline_at bigint not null, held boolean not null,
    closed_at bigint)`,
  `create table command (
    id uuid primary key, tender_id uuid not null references tender, name text not null,
    payload jsonb not null, actor jsonb not null, person_id uuid, address text not null,
    idempotency_key text, payload_hash text not null, received_at bigint not null, at bigint not null,
    seq bigserial, status text not null check (status in ('received', 'accepted', 'refused')),
    refusals jsonb, attempts integer not null default 0, last_error text, settled_at bigint)`,
  `create unique index command_key on command (person_id, idempotency_key) where idempotency_key is not null`,
  `create index command_pending on command (tender_id, at, seq) where status = 'received'`,
  `create table bid (
    id uuid primary key, tender_id uuid not null references tender, party_id uuid not null references party,
    version integer not null, sha256 text not null, size_bytes bigint not null,
    received_at bigint not null, unique (tender_id, party_id, version))`,
  `create table bid_withdrawal (
    bid_id uuid primary key references bid, withdrawn_at bigint not null)`,
  `create table receipt (
    id uuid primary key, bid_id uuid not null references bid, person_id uuid, idempotency_key text,
    body jsonb not null, signature text not null)`,
  `create unique index receipt_key on receipt (person_id, idempotency_key) where idempotency_key is not null`,
  `create index receipt_bid on receipt (bid_id)`,
  `create table bid_key (bid_id uuid primary key references bid, sealed bytea not null, received_at bigint not null)`,
  `create table document_taker (
    tender_id uuid not null references tender, party_id uuid not null references party,
    sha256 text not null, taken_at bigint not null, primary key (tender_id, party_id, sha256))`,
  `create table record_intake (
    seq bigserial primary key, id uuid not null unique, body jsonb not null)`,
  `create table record_entry (
    index bigint primary key, id uuid not null unique, tender_id uuid, event text not null,
    canonical text not null, leaf_hash text not null)`,
  `create index record_entry_tender on record_entry (tender_id, index)`,
  `create table record_private (
    entry_id uuid primary key, salt bytea not null, canonical text not null)`,
  `create table delivery (
    id uuid primary key, seq bigserial, lane text not null, kind text not null, tender_id uuid not null references tender,
    payload jsonb not null, queued_at bigint not null, attempts integer not null default 0,
    last_error text, first_failed_at bigint, last_tried_at bigint, delivered_at bigint)`,
  `create index delivery_pending on delivery (lane, seq) where delivered_at is null`,
  `create table announcement (
    id uuid primary key, tender_id uuid not null references tender, kind text not null, title text not null,
    published_at bigint not null, rehearsal boolean not null, html text not null)`,
  `create index announcement_tender on announcement (tender_id, id)`,
  `create table ocds_release (
    id uuid primary key, tender_id uuid not null references tender, ocid text not null,
    published_at bigint not null, release jsonb not null)`,
  `create index ocds_release_ocid on ocds_release (ocid, id)`,
  `create table party_notice (
    id uuid primary key, delivery_id uuid not null, party_id uuid not null references party,
    tender_id uuid not null references tender, body jsonb not null, at bigint not null,
    unique (delivery_id, party_id))`,
  `create index party_notice_party on party_notice (party_id, id)`,
  `create table supervision_endpoint (
    id uuid primary key, party_id uuid not null unique references party, url text not null, secret bytea not null,
    next_index bigint not null, attempts integer not null default 0, last_error text,
    first_failed_at bigint, last_tried_at bigint, last_delivered_at bigint)`,
  `create table holiday_notice (
    year integer not null, published_date text not null, source text not null, notice jsonb not null,
    added_at bigint not null, primary key (year, published_date))`,
  `create table remembered_answer (
    person_id uuid not null, idempotency_key text not null, request_hash text not null,
    status integer, body jsonb, headers jsonb, begun_at bigint not null, primary key (person_id, idempotency_key))`,
  `create function refuse_change() returns trigger language plpgsql as $$
    begin raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation'; end $$`,
  ...['record_entry', 'record_private', 'receipt', 'bid', 'bid_withdrawal'].flatMap((table) => [
    `create trigger ${table}_append_only before update or delete on ${table}
      for each row execute function refuse_change()`,
    `create trigger ${table}_no_truncate before truncate on ${table}
      for each statement execute function refuse_change()`,
  ]),
  `create function refuse_unsequenced() returns trigger language plpgsql as $$
    begin
      if tg_op = 'DELETE' and exists (select 1 from record_entry where id = old.id) then return old; end if;
      raise exception 'an entry leaves the intake only for the record' using errcode = 'restrict_violation';
    end $$`,
  `create trigger record_intake_guard before update or delete on record_intake
    for each row execute function refuse_unsequenced()`,
  `create trigger record_intake_no_truncate before truncate on record_intake
    for each statement execute function refuse_change()`,
];
