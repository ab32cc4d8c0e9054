/**
 * Bytes on their way to a name: each hash stands here from before its bytes are kept until what names them commits. What
 * stands here for long is named by nothing. What an opening kept is named by its tender's state alone, and in a table here.
 */
export const UNNAMED_BYTES_SQL: readonly string[] = [
  `create table unnamed_bytes (sha256 text primary key, noted_at bigint not null, removing_at bigint)`,
  `create index unnamed_bytes_noted on unnamed_bytes (noted_at)`,
  `create table opened_file (
    sha256 text not null, tender_id uuid not null references tender, primary key (sha256, tender_id))`,
  `insert into opened_file (sha256, tender_id)
   select distinct named.sha256 #>> '{}', tender.id from tender,
     lateral (select jsonb_path_query(state, '$.openedBids[*].content.sha256') as sha256
       union all select jsonb_path_query(state, '$.openedBids[*].evidence.plaintextSha256')) named
   where jsonb_typeof(named.sha256) = 'string'`,
  `create index bid_sha256 on bid (sha256)`,
];
