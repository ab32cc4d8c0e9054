/** Which person took a document for its party on which day (Asia/Shanghai): that enters the record once, however often it is done. */
export const DOCUMENT_TAKINGS_SQL: readonly string[] = [
  `create table document_taking (
    tender_id uuid not null references tender, party_id uuid not null references party, person_id uuid not null,
    sha256 text not null, day date not null, primary key (tender_id, party_id, person_id, sha256, day))`,
];
