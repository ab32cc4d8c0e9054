/**
 * Sign-ins, each from its proof to its end, and the codes by which an operator lets an administrator in. Of where a
 * sign-in came from only so much is kept as its person needs to recognise it.
 */
export const SIGN_INS_SQL: readonly string[] = [
  `create table sign_in (
    id uuid primary key, person_id uuid not null references person,
    way text not null check (way in ('password', 'certificate')),
    certificate text references certificate,
    proven_at bigint not null, ends_at bigint not null, last_seen_at bigint not null,
    device text not null, network text not null,
    ended_at bigint, ended_because text,
    check ((ended_at is null) = (ended_because is null)),
    check ((way = 'certificate') = (certificate is not null)))`,
  `create index sign_in_person on sign_in (person_id, ends_at)`,
  `create index sign_in_ends on sign_in (ends_at)`,
  `create table administrator_code (
    hash text primary key, made_at bigint not null, expires_at bigint not null,
    used_at bigint, used_by uuid references person)`,
];
