/**
 * Time-stamps (RFC 3161): one row for each digest to be stamped, written by the transaction that made what
 * is stamped. A token is written once; triggers refuse any change after it, whoever the database's user is.
 */
export const TIMESTAMPS_SQL: readonly string[] = [
  `create table time_stamp (
    kind text not null check (kind in ('receipt', 'checkpoint')), subject_id text not null,
    digest bytea not null check (length(digest) = 32), queued_at bigint not null,
    attempts integer not null default 0, last_error text, first_failed_at bigint, last_tried_at bigint,
    token bytea, authority text, gen_time_at bigint, stamped_at bigint, primary key (kind, subject_id),
    check ((token is null) = (gen_time_at is null) and (token is null) = (authority is null)))`,
  `create index time_stamp_pending on time_stamp (coalesce(last_tried_at, 0), queued_at) where token is null`,
  // Receipts from before there were time-stamps are stamped now: late is better than never.
  `insert into time_stamp (kind, subject_id, digest, queued_at)
    select 'receipt', id::text, sha256(convert_to(signature, 'UTF8')),
      floor(extract(epoch from clock_timestamp()) * 1000)::bigint from receipt`,
  `create function refuse_other_stamp() returns trigger language plpgsql as $$
    begin
      if tg_op = 'UPDATE' and old.token is null
        and (new.kind, new.subject_id, new.digest, new.queued_at)
          = (old.kind, old.subject_id, old.digest, old.queued_at) then return new; end if;
      raise exception 'a time-stamp is written once' using errcode = 'restrict_violation';
    end $$`,
  `create trigger time_stamp_guard before update or delete on time_stamp
    for each row execute function refuse_other_stamp()`,
  `create trigger time_stamp_no_truncate before truncate on time_stamp
    for each statement execute function refuse_change()`,
];
