import type { Phase } from '../domain/procedure/index.ts';
import type { Outcome, TenderDraft } from '../domain/tender/ground/draft.ts';
import type { TenderState } from '../domain/tender/ground/state.ts';
import { currentDraft, currentState } from '../domain/tender/ground/stored.ts';
import { tenderWork } from '../domain/tender/work.ts';
import type { Instant } from '../domain/time/instant.ts';
import { databaseNow } from './fence.ts';
import { saveWithWork } from './saved-work.ts';
import { CLOCK_MS, num, numOrNull, row, rows, type Em, type Row, type Tx } from './store.ts';

/** A tender as it is stored: its draft, and from the launch on its state. */
export interface TenderRow {
  readonly id: string;
  readonly ownerPartyId: string;
  readonly status: 'draft' | 'launched';
  readonly draft: TenderDraft;
  readonly draftVersion: number;
  readonly rehearsal: boolean;
  readonly clockStartsAt: Instant | null;
  readonly state: TenderState | null;
  readonly phase: Phase | null;
  readonly outcome: Outcome | null;
  readonly region: string;
  readonly industry: string;
  readonly projectCode: string;
}

const COLUMNS = `id, owner_party_id, status, draft, draft_version, rehearsal, clock_starts_at, state, phase, outcome,
  region, industry, project_code`;

function tender(found: Row): TenderRow {
  return {
    id: String(found['id']),
    ownerPartyId: String(found['owner_party_id']),
    status: found['status'] as TenderRow['status'],
    draft: currentDraft(found['draft'] as TenderDraft),
    draftVersion: num(found['draft_version']),
    rehearsal: found['rehearsal'] === true,
    clockStartsAt: numOrNull(found['clock_starts_at']),
    state: stateOf(found['state']),
    phase: (found['phase'] as Phase | null) ?? null,
    outcome: (found['outcome'] as Outcome | null) ?? null,
    region: String(found['region']),
    industry: String(found['industry']),
    projectCode: String(found['project_code']),
  };
}

export interface NewDraft {
  readonly id: string;
  readonly ownerPartyId: string;
  readonly draft: TenderDraft;
  readonly rehearsal: boolean;
  readonly clockStartsAt: Instant | null;
}

/** Stores a new draft. Gives null when a real tender already bears its project code. */
export async function createDraft(tx: Tx, given: NewDraft): Promise<TenderRow | null> {
  const { draft } = given;
  const found = await row(
    tx,
    `insert into tender (id, owner_party_id, status, draft, draft_version, rehearsal, clock_starts_at, region, industry,
       project_code, updated_at)
     values ($1, $2, 'draft', $3, 1, $4, $5, $6, $7, $8, $9)
     on conflict (project_code) where not rehearsal do nothing returning ${COLUMNS}`,
    [
      given.id,
      given.ownerPartyId,
      JSON.stringify(draft),
      given.rehearsal,
      given.clockStartsAt,
      draft.region,
      draft.industry,
      draft.projectCode,
      await databaseNow(tx),
    ],
  );
  return found && tender(found);
}

/** A real tender already bears the project code of a draft. */
export class ProjectCodeTaken extends Error {
  constructor() {
    super('the project code is taken');
    this.name = 'ProjectCodeTaken';
  }
}

/**
 * Replaces a draft that stands at `version`. Gives null when it stands elsewhere, or is launched. Throws
 * ProjectCodeTaken; the transaction is lost then.
 */
export async function replaceDraft(
  tx: Tx,
  id: string,
  version: number,
  draft: TenderDraft,
): Promise<TenderRow | null> {
  const found = await row(
    tx,
    `update tender set draft = $3, draft_version = draft_version + 1, region = $4, industry = $5, project_code = $6,
       updated_at = $7
     where id = $1 and draft_version = $2 and status = 'draft' returning ${COLUMNS}`,
    [
      id,
      version,
      JSON.stringify(draft),
      draft.region,
      draft.industry,
      draft.projectCode,
      await databaseNow(tx),
    ],
  ).catch((error: unknown) => {
    throw breaks(error, 'tender_project_code') ? new ProjectCodeTaken() : error;
  });
  return found && tender(found);
}

/** Whether a statement failed on a unique index. */
function breaks(error: unknown, index: string): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    const { code, constraint } = at as { code?: unknown; constraint?: unknown };
    if (code === '23505' && constraint === index) return true;
  }
  return false;
}

/**
 * Deletes a draft: nobody finds it any more, and its project code is free. Its row stays, as signatures on its
 * documents and refused launches refer to it. Gives why it cannot be, or null: it was launched or deleted meanwhile,
 * or a launch waits to be decided, be it set aside.
 */
export async function deleteDraft(tx: Tx, id: string): Promise<'gone' | 'launching' | null> {
  // What is received for the tender refers to its row and waits until this is done, one way or the other.
  const draft = await row(tx, `select 1 from tender where id = $1 and status = 'draft' for update`, [id]);
  if (draft === null) return 'gone';
  const waiting = await row(
    tx,
    `select 1 from command where tender_id = $1 and status in ('received', 'set-aside') limit 1`,
    [id],
  );
  if (waiting !== null) return 'launching';
  await rows(
    tx,
    `update tender set status = 'deleted', project_code = 'deleted ' || id, updated_at = $2 where id = $1`,
    [id, await databaseNow(tx)],
  );
  return null;
}

/** Whether a tender is a rehearsal; null where there is none. */
export async function isRehearsal(em: Em, id: string): Promise<boolean | null> {
  const found = await row(em, `select rehearsal from tender where id = $1 and status <> 'deleted'`, [id]);
  return found && found['rehearsal'] === true;
}

/** A tender, drafted or launched; a deleted draft is none. */
export async function tenderById(em: Em, id: string): Promise<TenderRow | null> {
  const found = await row(em, `select ${COLUMNS} from tender where id = $1 and status <> 'deleted'`, [id]);
  return found && tender(found);
}

/**
 * The state of a launched tender; with `lock` the row is held until the end of the transaction, launched or not.
 * The lock leaves the key alone: what is received meanwhile refers to the tender, and must neither wait for a
 * decision nor, with the fence in its hands, be waited for by it.
 */
export async function loadState(em: Em, id: string, lock: boolean): Promise<TenderState | null> {
  const found = await row(em, `select state from tender where id = $1${lock ? ' for no key update' : ''}`, [
    id,
  ]);
  return stateOf(found?.['state']);
}

/** What an older version stored is brought up to date as it is read. */
function stateOf(stored: unknown): TenderState | null {
  return stored == null ? null : currentState(stored as TenderState);
}

/** Stores a tender as it stands now, with what is open in it. */
export async function saveState(tx: Tx, state: TenderState): Promise<void> {
  const { id, phase, outcome, ruleset, version, rehearsal } = state;
  await saveWithWork(
    tx,
    {
      text: `update tender set status = 'launched', state = $2::jsonb, phase = $3::text, outcome = $4::text, ruleset = $5::text, updated_at = ${CLOCK_MS},
        work_version = $6::integer where id = $1::uuid`,
      parameters: [id, JSON.stringify(state), phase, outcome, ruleset, version],
    },
    { caseId: id, tenderId: id, rehearsal },
    tenderWork(state),
  );
}

export interface TenderFilter {
  readonly status?: 'draft' | 'launched';
  readonly ownerPartyId?: string;
  /** Any of which it may be in. */
  readonly phases?: readonly string[];
  /** Lots of the project with this code. */
  readonly lotsOf?: string;
  /** Region code prefixes, any of which may match. */
  readonly regions?: readonly string[] | null;
  readonly industries?: readonly string[] | null;
  readonly industry?: string;
  readonly method?: string;
  readonly outcome?: string;
  /** Words that must all stand in title, project code or tenderee's name; capitals do not matter. */
  readonly words?: readonly string[];
  /** The bid deadline lies at or after the first, and before the second. */
  readonly deadlineFromAt?: Instant;
  readonly deadlineBeforeAt?: Instant;
  readonly rehearsal?: boolean;
  readonly live?: boolean;
}

/** Tenders newest first, `limit` after the id `after`. */
export async function listTenders(
  em: Em,
  filter: TenderFilter,
  page: { after: string | null; limit: number },
): Promise<TenderRow[]> {
  const found = await rows(
    em,
    `select ${COLUMNS} from tender
     where status = coalesce($1::text, status) and status <> 'deleted' and ($2::uuid is null or owner_party_id = $2) and ($3::text[] is null or phase = any($3))
       and ($4::text[] is null or exists (select 1 from unnest($4::text[]) prefix where region like prefix || '%'))
       and ($5::text[] is null or industry = any($5)) and ($6::boolean is null or rehearsal = $6)
       and ($7::boolean is null or (status = 'launched' and outcome is null) = $7)
       and ($8::uuid is null or id < $8) and ($10::text is null or draft->'lot'->>'projectCode' = $10)
       and ($11::text is null or industry = $11) and ($12::text is null or method = $12)
       and ($13::text is null or outcome = $13)
       and ($14::text[] is null or not exists (select 1 from unnest($14::text[]) word where strpos(searched, lower(word)) = 0))
       and ($15::bigint is null or bid_deadline_at >= $15) and ($16::bigint is null or bid_deadline_at < $16)
     order by id desc limit $9`,
    [
      filter.status ?? null,
      filter.ownerPartyId ?? null,
      filter.phases ?? null,
      filter.regions ?? null,
      filter.industries ?? null,
      filter.rehearsal ?? null,
      filter.live ?? null,
      page.after,
      page.limit,
      filter.lotsOf ?? null,
      filter.industry ?? null,
      filter.method ?? null,
      filter.outcome ?? null,
      filter.words ?? null,
      filter.deadlineFromAt ?? null,
      filter.deadlineBeforeAt ?? null,
    ],
  );
  return found.map(tender);
}
