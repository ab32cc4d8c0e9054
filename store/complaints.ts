import { complaintFacts } from '../domain/complaint/ground/facts.ts';
import type { ComplaintState, ComplaintStatus, ComplaintSubject } from '../domain/complaint/ground/state.ts';
import type { OtherComplaint, Surroundings } from '../domain/complaint/ground/surroundings.ts';
import { complaintWork } from '../domain/complaint/work.ts';
import { currentBidOf } from './current-bids.ts';
import { saveWithWork } from './saved-work.ts';
import { CLOCK_MS, lockOn, num, row, rows, type Em, type Row, type Tx } from './store.ts';
import { loadState } from './tenders.ts';

/** The state of a complaint; with `lock` the row is held until the end of the transaction. Null when there is none. */
export async function loadComplaint(em: Em, id: string, lock: boolean): Promise<ComplaintState | null> {
  const held = lock ? ' for no key update' : '';
  const found = await row(em, `select state from complaint where id = $1${held}`, [id]);
  return (found?.['state'] as ComplaintState | undefined) ?? null;
}

/** Filings of one party in one tender follow one another, so that the second sees the first (CMP-006). */
export async function lockFilings(tx: Tx, tenderId: string, partyId: string | null): Promise<void> {
  await lockOn(tx, `complaint/${tenderId}/${partyId ?? ''}`);
}

/** Stores a complaint as it stands now, with what is open in it. */
export async function saveComplaint(tx: Tx, state: ComplaintState): Promise<void> {
  const { duties, ended } = complaintFacts(state);
  const parameters = [
    state.id,
    state.tender.id,
    state.complainant.partyId,
    state.authority.partyId,
    state.told.map(({ partyId }) => partyId),
    state.status,
    state.tender.region,
    state.tender.industry,
    state.rehearsal,
    JSON.stringify(state),
    // Workers of an earlier version find by it what is overdue.
    ended ? null : (duties[0]?.dueAt ?? null),
    state.filedAt,
    state.version,
  ];
  const text = `insert into complaint (id, tender_id, complainant_party_id, authority_party_id, told_party_ids, status, region,
       industry, rehearsal, state, next_due_at, filed_at, work_version, updated_at)
     values ($1, $2, $3, $4, $5::uuid[], $6, $7, $8, $9, $10, $11, $12, $13, ${CLOCK_MS})
     on conflict (id) do update set status = excluded.status, state = excluded.state, next_due_at = excluded.next_due_at,
       work_version = excluded.work_version, updated_at = excluded.updated_at`;
  const of = { caseId: state.id, tenderId: state.tender.id, rehearsal: state.rehearsal };
  await saveWithWork(tx, { text, parameters }, of, complaintWork(state));
}

export interface ComplaintFilter {
  readonly complainantPartyId?: string;
  readonly tenderId?: string;
  /** Tenders of this party, as tenderee or agency. */
  readonly respondentUscc?: string;
  /** Region code prefixes and industries an authority is competent for; null: all. */
  readonly regions?: readonly string[] | null;
  readonly industries?: readonly string[] | null;
  readonly statuses?: readonly ComplaintStatus[];
  readonly rehearsal?: boolean;
}

/** Complaints newest first, `limit` after the id `after`. */
export async function listComplaints(
  em: Em,
  filter: ComplaintFilter,
  page: { after: string | null; limit: number },
): Promise<ComplaintState[]> {
  const found = await rows(
    em,
    `select state from complaint
     where ($1::uuid is null or complainant_party_id = $1) and ($2::uuid is null or tender_id = $2)
       and ($3::text is null or state->'tender'->'tenderee'->>'uscc' = $3 or state->'tender'->'agency'->>'uscc' = $3)
       and ($4::text[] is null or exists (select 1 from unnest($4::text[]) prefix where region like prefix || '%'))
       and ($5::text[] is null or industry = any($5)) and ($6::text[] is null or status = any($6))
       and ($7::boolean is null or rehearsal = $7) and ($8::uuid is null or id < $8)
     order by id desc limit $9`,
    [
      filter.complainantPartyId ?? null,
      filter.tenderId ?? null,
      filter.respondentUscc ?? null,
      filter.regions ?? null,
      filter.industries ?? null,
      filter.statuses ?? null,
      filter.rehearsal ?? null,
      page.after,
      page.limit,
    ],
  );
  return found.map((line) => line['state'] as ComplaintState);
}

/** The complaints of a tender that went to an authority, whether it decides or another does, with the objections they follow. */
export async function complaintsAskedOf(
  em: Em,
  tenderId: string,
  partyId: string,
): Promise<{ id: string; objectionId: string | null }[]> {
  const found = await rows(
    em,
    `select id, state->>'objectionId' as objection from complaint
     where tender_id = $1 and (authority_party_id = $2 or $2 = any(told_party_ids))`,
    [tenderId, partyId],
  );
  return found.map((line) => ({
    id: String(line['id']),
    objectionId: (line['objection'] as string | null) ?? null,
  }));
}

/** The complaints of a tender whose process still runs. */
export async function openComplaintsOf(em: Em, tenderId: string): Promise<string[]> {
  const found = await rows(
    em,
    `select id from complaint where tender_id = $1 and status in ('filed', 'correcting', 'accepted', 'decided') order by id`,
    [tenderId],
  );
  return found.map((line) => String(line['id']));
}

/** What starts a complaint's process. */
interface ComplaintStart {
  readonly complaintId: string;
  readonly tenderId: string;
  readonly rehearsal: boolean;
  /** Statutory time minus real time, in ms: the clock is its tender's. */
  readonly shiftMs: number;
}

/** What starts the process of a complaint that is not over; null for any other. */
export async function complaintStart(em: Em, id: string): Promise<ComplaintStart | null> {
  const found = await row(
    em,
    `select c.tender_id, c.rehearsal, f.shift_ms from complaint c join tender_fence f on f.tender_id = c.tender_id
     where c.id = $1 and c.status in ('filed', 'correcting', 'accepted', 'decided')`,
    [id],
  );
  if (found === null) return null;
  return {
    complaintId: id,
    tenderId: String(found['tender_id']),
    rehearsal: found['rehearsal'] === true,
    shiftMs: num(found['shift_ms']),
  };
}

/** What the record shows around a complaint of a party. Throws an Error when the tender is not launched. */
export async function surroundingsOf(
  em: Em,
  tenderId: string,
  partyId: string | null,
  complaintId: string,
): Promise<Surroundings> {
  const tender = await loadState(em, tenderId, false);
  if (tender === null) throw new Error(`tender ${tenderId} is not launched`);
  const taken = await row(
    em,
    `select min(taken_at) as at from document_taker where tender_id = $1 and party_id = $2`,
    [tenderId, partyId],
  );
  const bid = partyId === null ? null : await currentBidOf(em, tenderId, partyId);
  const earlier = await rows(
    em,
    `select id, tender_id, status, rehearsal, state->>'subject' as subject, state->>'objectionId' as objection_id,
       state->'authority'->>'name' as authority, state->>'regime' as regime,
       state->'decision'->>'outcome' as outcome, state->'decision'->>'decidedAt' as decided_at
     from complaint where complainant_party_id = $1 and id <> $2 order by id`,
    [partyId, complaintId],
  );
  return {
    tender,
    participation: {
      tookDocumentsAt: taken?.['at'] == null ? null : num(taken['at']),
      bidAt: bid?.receivedAt ?? null,
    },
    others: earlier.filter((line) => line['tender_id'] === tenderId).map(otherComplaint),
    unfoundedAt: earlier
      .filter((line) => countsAsUnfounded(line, tender.rehearsal ? tenderId : null))
      .map((line) => num(line['decided_at'])),
  };
}

function otherComplaint(line: Row): OtherComplaint {
  return {
    id: String(line['id']),
    tenderId: String(line['tender_id']),
    subject: line['subject'] as ComplaintSubject,
    objectionId: (line['objection_id'] as string | null) ?? null,
    status: line['status'] as ComplaintStatus,
    authority: String(line['authority']),
  };
}

/** Rehearsals count by themselves: each has a clock of its own, and none is held against anybody. */
function countsAsUnfounded(line: Row, rehearsalOf: string | null): boolean {
  if (line['outcome'] !== 'unfounded' && line['outcome'] !== 'fabricated') return false;
  if (line['regime'] !== 'government-procurement') return false;
  return rehearsalOf === null ? line['rehearsal'] === false : line['tender_id'] === rehearsalOf;
}
