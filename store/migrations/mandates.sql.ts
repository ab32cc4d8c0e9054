/**
 * Mandates of tenderees to agencies. What was drawn up never changes; it is signed once and revoked once. Tenders
 * launched before have none: their agencies act again once the tenderee signs one.
 */
export const MANDATES_SQL: readonly string[] = [
  `create table mandate (
    id uuid primary key, tenderee_party_id uuid not null references party, tenderee_name text not null,
    tenderee_uscc text not null, agency_name text not null, agency_uscc text not null, scope text not null,
    project_code text, from_at bigint not null, until_at bigint not null, body text not null, sha256 text not null,
    drawn_at bigint not null, drawn_by uuid not null references person, signed_at bigint,
    signed_by text check (signed_by in ('certificate', 'sign-in')), signer uuid references person, signature jsonb,
    revoked_at bigint, revoked_by uuid references person, revoked_because text, check (from_at < until_at))`,
  `create index mandate_agency on mandate (agency_uscc)`,
  `create index mandate_tenderee on mandate (tenderee_party_id, id)`,
  `create function refuse_other_mandate() returns trigger language plpgsql as $$
    begin
      if tg_op = 'DELETE' then raise exception 'a mandate is kept' using errcode = 'restrict_violation'; end if;
      if (to_jsonb(new) - array['signed_at', 'signed_by', 'signer', 'signature', 'revoked_at', 'revoked_by', 'revoked_because'])
        <> (to_jsonb(old) - array['signed_at', 'signed_by', 'signer', 'signature', 'revoked_at', 'revoked_by', 'revoked_because'])
        or (old.signed_at is not null and new.signed_at is distinct from old.signed_at)
        or (old.revoked_at is not null and new.revoked_at is distinct from old.revoked_at) then
        raise exception 'what a mandate says stays' using errcode = 'restrict_violation';
      end if;
      return new;
    end $$`,
  `create trigger mandate_guard before update or delete on mandate
    for each row execute function refuse_other_mandate()`,
];
