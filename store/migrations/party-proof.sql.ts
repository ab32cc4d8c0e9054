/** A new UUIDv7 in SQL, for rows that a migration makes. */
const UUID_V7 = `encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
  placing substring(int8send(floor(extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6), 52, 1), 53, 1), 'hex')::uuid`;

/**
 * Parties are proven before anybody acts for them. Registering a code is a claim; proofs, changes and decisions are
 * kept for good. What was registered before is proven where an administrator made it or a certificate of its was
 * registered; for the rest the claims of its members are open, and nobody acts for it until one is proven.
 */
export const PARTY_PROOF_SQL: readonly string[] = [
  `alter table party add column proven_at bigint, add column contact jsonb`,
  `alter table membership add column manages boolean not null default false`,
  `create table party_claim (
    id uuid primary key, uscc text not null, person_id uuid not null references person, name text not null,
    address text not null, kinds text[] not null, claimed_at bigint not null,
    status text not null check (status in ('pending', 'proven', 'added', 'transferred', 'rejected', 'withdrawn')),
    certificate jsonb, settled_at bigint, settled_by uuid references person, reason text, evidence jsonb)`,
  `create unique index party_claim_pending on party_claim (person_id, uscc) where status = 'pending'`,
  `create index party_claim_uscc on party_claim (uscc)`,
  `create index party_claim_person on party_claim (person_id, id)`,
  `create table party_proof (
    id uuid primary key, party_id uuid not null references party, claim_id uuid references party_claim,
    how text not null check (how in ('certificate', 'administrator', 'operator')),
    facts jsonb not null, person_id uuid, at bigint not null)`,
  `create index party_proof_party on party_proof (party_id)`,
  `create table party_change (
    id uuid primary key, seq bigserial, party_id uuid not null references party, what text not null, facts jsonb not null,
    person_id uuid, at bigint not null)`,
  `create index party_change_party on party_change (party_id, seq)`,
  `update party set proven_at = registered_at where kinds && array['administrator', 'supervisor']
     or exists (select 1 from certificate c where c.party_id = party.id)`,
  `update membership set manages = true`,
  `insert into party_proof (id, party_id, how, facts, at)
     select ${UUID_V7}, id, case when kinds && array['administrator', 'supervisor'] then 'operator' else 'certificate' end,
       jsonb_build_object('before', 'parties had to be proven'), registered_at from party where proven_at is not null`,
  `insert into party_claim (id, uscc, person_id, name, address, kinds, claimed_at, status)
     select ${UUID_V7}, p.uscc, m.person_id, p.name, p.address, array_agg(m.role order by m.role), min(m.added_at), 'pending'
     from membership m join party p on p.id = m.party_id where p.proven_at is null
     group by p.uscc, m.person_id, p.name, p.address`,
  ...['party_proof', 'party_change'].flatMap((table) => [
    `create trigger ${table}_append_only before update or delete on ${table}
      for each row execute function refuse_change()`,
    `create trigger ${table}_no_truncate before truncate on ${table}
      for each statement execute function refuse_change()`,
  ]),
  // A claim is settled once, and what was decided about it stays.
  `create function refuse_settled_claim() returns trigger language plpgsql as $$
    begin
      if tg_op = 'UPDATE' and old.status = 'pending' then return new; end if;
      raise exception 'a settled claim stays as it was decided' using errcode = 'restrict_violation';
    end $$`,
  `create trigger party_claim_guard before update or delete on party_claim
    for each row execute function refuse_settled_claim()`,
];
