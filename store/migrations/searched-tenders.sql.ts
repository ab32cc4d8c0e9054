/**
 * What tenders are searched by stands in columns that follow from draft and state, so that no search reads those whole;
 * and which of their party's notices a person has read.
 */
export const SEARCHED_TENDERS_SQL: readonly string[] = [
  `alter table tender
    add column method text generated always as (coalesce(draft->>'method', 'open')) stored,
    add column bid_deadline_at bigint generated always as ((state->>'bidDeadlineAt')::bigint) stored,
    add column searched text generated always as (lower(coalesce(draft->>'title', '') || ' ' || project_code || ' '
      || coalesce(draft->'tenderee'->>'name', ''))) stored`,
  `create index tender_bid_deadline on tender (bid_deadline_at) where status = 'launched'`,
  `create table notice_read (
    notice_id uuid not null references party_notice, person_id uuid not null references person,
    read_at bigint not null, primary key (notice_id, person_id))`,
  `create index party_notice_tender on party_notice (party_id, tender_id, id)`,
];
