/** Each request of an agency asks what it holds mandates for: those that ended are not looked at. */
export const MANDATES_IN_FORCE_SQL = [
  `create index mandate_in_force on mandate (agency_uscc, until_at) include (tenderee_uscc, project_code, from_at)
    where signed_at is not null and revoked_at is null`,
];
