/**
 * Complaints, and commands to them. A command always belongs to a tender, whose fence gives its instant; one to a
 * complaint names it as well. It has no foreign key: the filing comes before the complaint that it makes.
 */
export const COMPLAINTS_SQL: readonly string[] = [
  `alter table command add column complaint_id uuid`,
  `create index command_pending_complaint on command (complaint_id, at, seq)
    where status = 'received' and complaint_id is not null`,
  `create table complaint (
    id uuid primary key, tender_id uuid not null references tender,
    complainant_party_id uuid not null references party, authority_party_id uuid not null references party,
    told_party_ids uuid[] not null, status text not null, region text not null, industry text not null,
    rehearsal boolean not null, state jsonb not null, next_due_at bigint, filed_at bigint not null,
    updated_at bigint not null)`,
  `create index complaint_tender on complaint (tender_id, id)`,
  `create index complaint_complainant on complaint (complainant_party_id, id)`,
  `create index complaint_due on complaint (next_due_at) where next_due_at is not null`,
];
