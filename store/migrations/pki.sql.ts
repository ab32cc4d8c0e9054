/**
 * Trust list, challenges, certificates and signatures. Certificates are kept as PEM, named by the SHA-256 of their
 * DER; what was signed and how the trust list stood must never change, and triggers see to it.
 */
export const PKI_SQL: readonly string[] = [
  `create table trusted_authority (
    sha256 text primary key, name text not null, pem text not null, between_pem text not null,
    ocsp_url text, crl_url text)`,
  `create table trust_event (
    id uuid primary key, seq bigserial, authority text not null references trusted_authority,
    change text not null check (change in ('added', 'suspended', 'resumed', 'removed')),
    reason text not null, at bigint not null, person_id uuid)`,
  `create index trust_event_authority on trust_event (authority, seq)`,
  `create table challenge (
    id uuid primary key, purpose text not null check (purpose in ('sign-in', 'register-certificate')),
    person_id uuid references person, login text, body text not null,
    issued_at bigint not null, expires_at bigint not null, used_at bigint)`,
  `create index challenge_expiry on challenge (expires_at)`,
  `create table certificate (
    sha256 text primary key, pem text not null, chain_pem text not null, subject text not null, issuer text not null,
    person_id uuid not null references person, party_id uuid references party,
    not_before bigint not null, not_after bigint not null, registered_at bigint not null,
    withdrawn_at bigint, withdrawn_because text, replaced_by text references certificate)`,
  `create index certificate_person on certificate (person_id)`,
  `create index certificate_party on certificate (party_id)`,
  `create table document_signature (
    id uuid primary key, document_sha256 text not null, cms_sha256 text not null, kind text not null,
    tender_id uuid references tender, format text not null check (format in ('cms', 'pades')),
    certificate text not null, person_id uuid not null, party_id uuid not null references party,
    role text not null, personal boolean not null, signed_at bigint not null, received_at bigint not null, cms bytea not null, chain_pem text not null,
    evidence jsonb not null, unique nulls not distinct (document_sha256, cms_sha256, tender_id))`,
  `create index document_signature_tender on document_signature (tender_id, id)`,
  `create table revocation_answer (
    certificate text primary key, answer jsonb not null, fetched_at bigint not null)`,
  ...['trust_event', 'document_signature'].flatMap((table) => [
    `create trigger ${table}_append_only before update or delete on ${table}
      for each row execute function refuse_change()`,
    `create trigger ${table}_no_truncate before truncate on ${table}
      for each statement execute function refuse_change()`,
  ]),
];
