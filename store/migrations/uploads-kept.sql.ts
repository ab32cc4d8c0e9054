/** The resumable uploads that are kept, by the party that began them: so that no party fills the disk with them. */
export const UPLOADS_KEPT_SQL: readonly string[] = [
  `create table upload (
    id uuid primary key, party_id uuid not null references party, size_bytes bigint not null, begun_at bigint not null)`,
  `create index upload_party on upload (party_id, begun_at)`,
];
