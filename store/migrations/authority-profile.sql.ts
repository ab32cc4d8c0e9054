/** What an authority publishes about itself: its duties, procedures, time limits and contacts. */
export const AUTHORITY_PROFILE_SQL: readonly string[] = [
  `create table authority_profile (
    party_id uuid primary key references party, profile jsonb not null, updated_at bigint not null)`,
];
