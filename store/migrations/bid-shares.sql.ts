/**
 * What the opening rests on beside the bidders' keys: the shares that trustees handed in, each with what it
 * was found to be worth, and how many keys were refused for a bid because they do not fit. A share is evidence
 * of who did what: it is written once.
 */
export const BID_SHARES_SQL: readonly string[] = [
  `create table bid_share (
    bid_id uuid not null references bid, trustee_id text not null, sealed bytea not null,
    verdict text not null check (verdict in ('good', 'bidder-fault')), received_at bigint not null,
    primary key (bid_id, trustee_id))`,
  // A rotated vault seals the share anew; whose it is, what it was worth and when it came never change.
  `create function refuse_share_change() returns trigger language plpgsql as $$
    begin
      if tg_op = 'UPDATE' and (new.bid_id, new.trustee_id, new.verdict, new.received_at)
        is not distinct from (old.bid_id, old.trustee_id, old.verdict, old.received_at) then return new; end if;
      raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
    end $$`,
  `create trigger bid_share_append_only before update or delete on bid_share
    for each row execute function refuse_share_change()`,
  `create trigger bid_share_no_truncate before truncate on bid_share
    for each statement execute function refuse_change()`,
  // Keys of before they were tried at their hand-in are untried: the opening finds out about them.
  `alter table bid_key add column checked boolean not null default false`,
  `create table bid_key_refusal (
    bid_id uuid primary key references bid, count integer not null, last_at bigint not null)`,
];
