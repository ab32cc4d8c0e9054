/** What a party stored is summed up with each document that it stores. */
export const DOCUMENT_OWNER_SQL: readonly string[] = [
  `create index document_owner on document (owner_party_id) include (size_bytes)`,
];
