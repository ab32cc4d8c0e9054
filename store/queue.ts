import type { PartyRef } from '../domain/case/references.ts';
import type { ComplaintDuty } from '../domain/complaint/ground/state.ts';
import type { Regime } from '../domain/law/types.ts';
import type { Contact } from '../domain/tender/ground/draft.ts';
import type { CancelledAward, Duty, Instruction } from '../domain/tender/ground/parts.ts';
import type { Instant } from '../domain/time/instant.ts';
import { CLAIMS } from './queue-claims.ts';
import { FAILING_STEPS, SET_ASIDE } from './queue-faults.ts';
import { CLOCK_MS, num, row, rows, type Em, type Row } from './store.ts';

export const QUEUE_KINDS = [
  'duty',
  'instruction',
  'step',
  'opening',
  'winner',
  'command',
  'set-aside',
  'delivery',
  'endpoint',
  'complaint-duty',
  'timestamps',
  'process',
  'claim',
] as const;
export type QueueKind = (typeof QUEUE_KINDS)[number];

/** A request's own process, or the engine, has this long before what it does counts as waiting. */
const LEFT_ALONE_MS = 60_000;
const COMMAND_LEFT_ALONE_MS = 15_000;
/** For how long the queue tells that a process had to be started again, and how many of them it names. */
const MENDED_SHOWN_MS = 86_400_000;
const MENDED_NAMED = 20;

/** The tender an item is about, as far as the administrator needs it. */
export interface QueueTender {
  readonly id: string;
  readonly title: string;
  readonly projectCode: string;
  readonly rehearsal: boolean;
  readonly region: string;
  readonly ruleset: string | null;
  readonly tenderee: PartyRef;
  readonly agency: PartyRef | null;
  readonly contact: Contact;
  /** The tender's statutory time now; null before its launch. */
  readonly now: Instant | null;
}

/** A duty of a complaint, with who deals with the complaint; not who complains. */
export interface QueueComplaint {
  readonly complaintId: string;
  readonly regime: Regime;
  readonly authority: string;
  readonly duty: ComplaintDuty;
}

/** What an item says beside its place in the queue, by its kind. */
export interface QueueBody {
  readonly duty?: Duty;
  readonly instruction?: Instruction;
  readonly complaint?: QueueComplaint;
  /** A claim to act for a party; disputed: somebody proved that code before. */
  readonly claim?: {
    readonly uscc: string;
    readonly name: string;
    readonly kinds: readonly string[];
    readonly disputed: boolean;
  };
  /** The step of the clock that is due, and its statutory instant. */
  readonly step?: string;
  readonly dueAt?: Instant;
  /** A winner that fell away and is not replaced, and how many candidates are left. */
  readonly cancelledAward?: CancelledAward;
  readonly candidatesLeft?: number;
  readonly name?: string;
  /** What a decision threw, without what it was about; for a step that throws as well. */
  readonly fault?: string;
  readonly receivedAt?: Instant;
  readonly timesSetAside?: number;
  /** The complaint whose step throws; null: the tender's own. */
  readonly complaintId?: string | null;
  readonly lane?: string;
  readonly deliveryKind?: string;
  /** What kind of announcement a delivery publishes. */
  readonly announcementKind?: string | null;
  readonly endpointName?: string;
  readonly url?: string;
  readonly attempts?: number;
  readonly lastError?: string | null;
  readonly lastTriedAt?: Instant | null;
  /** How many more of the same wait behind it. */
  readonly behind?: number;
  /** How many time-stamps are awaited, or processes were started again. */
  readonly pending?: number;
  /** Processes that were started again, newest first: the workflow, what was found, when. */
  readonly processes?: readonly {
    readonly workflowId: string;
    readonly found: string;
    readonly at: Instant;
  }[];
}

/** Something that waits for somebody. */
export interface QueueItem {
  readonly kind: QueueKind;
  /** Names the item within its kind. */
  readonly key: string;
  /** Real instant since which it waits; for a duty its due, which may lie ahead. */
  readonly waitsSinceAt: Instant;
  readonly tender: QueueTender | null;
  readonly body: QueueBody;
}

export interface QueueFilter {
  readonly kind: QueueKind | null;
  readonly tenderId: string | null;
  readonly region: string | null;
  readonly rehearsal: boolean | null;
  /** Only what is past its due, or failing. */
  readonly late: boolean;
  /** How long before its due a duty is in the queue. */
  readonly soonMs: number;
}

/** The place of an item in the queue: the list goes on after it. */
export type QueuePlace = Pick<QueueItem, 'waitsSinceAt' | 'kind' | 'key'>;

/** After its end a tender can still be owed replies, corrections and money, and nothing else. */
const LAPSED = `('publish-candidates', 'issue-award', 'sign-contract', 'written-report', 'file-contract')`;
/** Their time stands still while the authority has the process suspended (INT-06). */
const RESTING = `('publish-candidates', 'issue-award', 'sign-contract')`;
const NUMBER = (path: string): string => `coalesce(jsonb_typeof(${path}) = 'number', false)`;

/** Nothing more is owed in a complaint that is over, and in one that was decided only the publication. */
const COMPLAINT_DUTIES = `
  select 'complaint-duty', c.id || '/' || (duty->>'id'), (duty->>'dueAt')::bigint - f.shift_ms, c.tender_id,
    jsonb_build_object('complaint', jsonb_build_object('complaintId', c.id, 'regime', c.state->>'regime',
      'authority', c.state->'authority'->>'name', 'duty', duty))
  from complaint c join tender_fence f on f.tender_id = c.tender_id, clock, jsonb_array_elements(c.state->'duties') duty
  where c.status in ('filed', 'correcting', 'accepted', 'decided') and not ${NUMBER("duty->'metAt'")}
    and (duty->>'dueAt')::bigint - f.shift_ms <= clock.at + $6::bigint
    and (c.status <> 'decided' or duty->>'id' = 'publish')
    and not (duty->>'id' = 'decide' and jsonb_path_exists(c.state, '$.excludedTime[*] ? (@.closedAt == null)'))`;

/** A tender whose winner fell away waits for the next one, or for its end: no law says until when. */
const WINNERS = `
  select 'winner', t.id::text, (lost->>'cancelledAt')::bigint - f.shift_ms, t.id,
    jsonb_build_object('cancelledAward', lost, 'candidatesLeft',
      jsonb_array_length(t.state->'evaluation'->'candidates') - jsonb_array_length(t.state->'cancelledAwards'))
  from tender t join tender_fence f on f.tender_id = t.id, lateral (select t.state->'cancelledAwards'->-1 as lost) last
  where t.status = 'launched' and t.outcome is null and t.phase = 'award' and jsonb_typeof(lost) = 'object'
    and jsonb_typeof(t.state->'suspension') is distinct from 'object'`;

/** One item for all: they wait for the same authority. */
const TIMESTAMPS = `
  select 'timestamps', 'timestamps', waiting.since, null::uuid,
    jsonb_build_object('pending', waiting.n, 'attempts', waiting.attempts, 'lastError', waiting.error, 'lastTriedAt', waiting.tried_at)
  from clock, (select count(*) as n, min(queued_at) as since, max(attempts) as attempts, max(last_tried_at) as tried_at,
      (array_agg(last_error order by last_tried_at desc) filter (where last_error is not null))[1] as error
    from time_stamp where token is null) waiting
  where waiting.n > 0 and (waiting.attempts > 0 or waiting.since < clock.at - ${LEFT_ALONE_MS})`;

/** One item for all: after a loss of the engine's data they are many. */
const PROCESSES = `
  select 'process', 'processes', mended.since, null::uuid,
    jsonb_build_object('pending', mended.n, 'attempts', mended.times, 'lastError', mended.named->0->>'found', 'lastTriedAt', mended.last,
      'processes', jsonb_path_query_array(mended.named, '$[0 to ${MENDED_NAMED - 1}]'))
  from (select count(distinct subject) as n, count(*) as times, min(f.at) as since, max(f.at) as last,
      jsonb_agg(jsonb_build_object('workflowId', substr(subject, length('process:') + 1), 'found', error, 'at', f.at) order by f.id desc) as named
    from failure f, clock where starts_with(subject, 'process:') and f.at > clock.at - ${MENDED_SHOWN_MS}) mended
  where mended.n > 0`;

/** Everything that waits: kind, key, waits_since, tender_id, body. `clock` has the real instant, `$6` how long before a due. */
const ITEMS = `
  select 'duty' as kind, t.id || '/' || (duty->>'id') as key, (duty->>'dueAt')::bigint - f.shift_ms as waits_since, t.id as tender_id,
    jsonb_build_object('duty', duty) as body
  from tender t join tender_fence f on f.tender_id = t.id, clock, jsonb_array_elements(t.state->'duties') duty
  where t.waiting and not ${NUMBER("duty->'metAt'")} and (duty->>'dueAt')::bigint - f.shift_ms <= clock.at + $6::bigint
    and (t.outcome is null or duty->>'id' not in ${LAPSED})
    and not (${NUMBER("t.state->'suspension'->'orderedSinceAt'")} and duty->>'id' in ${RESTING} and not ${NUMBER("duty->'timedOutAt'")})
  union all
  select 'instruction', t.id || '/' || (one->>'id'), (one->>'issuedAt')::bigint - f.shift_ms, t.id, jsonb_build_object('instruction', one)
  from tender t join tender_fence f on f.tender_id = t.id, jsonb_array_elements(t.state->'instructions') one
  where t.waiting and not ${NUMBER("one->'acknowledgedAt'")} and not ${NUMBER("one->'closedAt'")}
  union all
  select case step when 'openBids' then 'opening' else 'step' end, t.id || '/' || step, due_at - f.shift_ms, t.id,
    jsonb_build_object('step', step, 'dueAt', due_at, 'attempts', tries.n, 'lastError', tries.error, 'lastTriedAt', tries.at)
  from tender t join tender_fence f on f.tender_id = t.id, clock, lateral (
      select case
        when t.phase = 'notice' and jsonb_typeof(t.state->'firstStage') = 'object' then 'openFirstStage'
        when t.phase in ('prequalification', 'proposals') and t.state->'milestones'->'applicationsClosed' is null then 'closeApplications'
        when t.phase = 'notice' or (t.phase in ('prequalification', 'proposals') and t.state->'milestones'->'firstStageConcluded' is not null)
          then 'openDocuments'
        when t.phase = 'documents' then 'closeDocuments'
        when t.phase = 'bidding' then 'closeBids'
        when t.phase = 'opening' then 'openBids'
        when t.phase = 'publicity' then 'endPublicity' end as step) named, lateral (
      select (case step
        when 'openFirstStage' then t.state->'firstStage'->>'issuedFromAt'
        when 'closeApplications' then t.state->'firstStage'->>'dueAt'
        when 'openDocuments' then t.state->>'documentsIssuedFromAt'
        when 'closeDocuments' then t.state->>'documentsIssuedUntilAt'
        when 'closeBids' then t.state->>'bidDeadlineAt'
        when 'openBids' then t.state->>'decryptionEndsAt'
        when 'endPublicity' then t.state->>'publicityEndsAt' end)::bigint as due_at) due, lateral (
      select count(*) as n, (array_agg(error order by id desc))[1] as error, max(at) as at from failure
      where subject = 'opening:' || t.id and step = 'openBids') tries
  where t.status = 'launched' and t.outcome is null and jsonb_typeof(t.state->'suspension') is distinct from 'object'
    and (due_at - f.shift_ms < clock.at - ${LEFT_ALONE_MS} or tries.n > 0)
    and not exists (select 1 from failing_step s where s.subject = t.id and s.step = named.step)
  union all
  select 'command', c.id::text, c.received_at, c.tender_id,
    jsonb_build_object('name', c.name, 'attempts', c.attempts, 'lastError', c.last_error)
  from command c, clock where c.status = 'received' and c.received_at < clock.at - ${COMMAND_LEFT_ALONE_MS}
  union all
  select 'delivery', head.id::text, coalesce(head.first_failed_at, head.queued_at), head.tender_id,
    jsonb_build_object('lane', head.lane, 'deliveryKind', head.kind, 'announcementKind', head.payload->'announcement'->>'kind', 'attempts', head.attempts, 'lastError', head.last_error,
      'lastTriedAt', head.last_tried_at, 'behind', head.waiting - 1)
  from clock, (select distinct on (lane) d.*, count(*) over (partition by lane) as waiting from delivery d
    where delivered_at is null order by lane, seq) head
  where head.attempts > 0 or head.queued_at < clock.at - ${LEFT_ALONE_MS}
  union all
  select 'endpoint', e.id::text, e.first_failed_at, null,
    jsonb_build_object('endpointName', p.name, 'url', e.url, 'attempts', e.attempts, 'lastError', e.last_error, 'lastTriedAt', e.last_tried_at)
  from supervision_endpoint e join party p on p.id = e.party_id where e.attempts > 0
  union all ${SET_ASIDE}
  union all ${FAILING_STEPS}
  union all ${WINNERS}
  union all ${COMPLAINT_DUTIES}
  union all ${TIMESTAMPS}
  union all ${PROCESSES}
  union all ${CLAIMS}`;

const FILTERED = `with clock as materialized (select ${CLOCK_MS} as at), item as (${ITEMS})
  select item.*, clock.at + f.shift_ms as now, t.draft, t.project_code, t.rehearsal, t.region, t.ruleset from item cross join clock
    left join tender t on t.id = item.tender_id left join tender_fence f on f.tender_id = item.tender_id
  where ($1::text is null or item.kind = $1) and ($2::uuid is null or item.tender_id = $2)
    and ($3::text is null or t.region like $3 || '%') and ($4::boolean is null or coalesce(t.rehearsal, false) = $4)
    and (not $5::boolean or item.waits_since <= clock.at)`;

const filterParameters = (filter: QueueFilter): unknown[] => [
  filter.kind,
  filter.tenderId,
  filter.region,
  filter.rehearsal,
  filter.late,
  filter.soonMs,
];

const EVERYTHING: QueueFilter = {
  kind: null,
  tenderId: null,
  region: null,
  rehearsal: null,
  late: false,
  soonMs: 0,
};

function item(found: Row): QueueItem {
  return {
    kind: found['kind'] as QueueKind,
    key: String(found['key']),
    waitsSinceAt: num(found['waits_since']),
    tender: found['tender_id'] === null ? null : tenderOf(found),
    body: found['body'] as QueueBody,
  };
}

function tenderOf(found: Row): QueueTender {
  const { title, tenderee, agency, contact } = found['draft'] as Omit<QueueTender, 'id'>;
  return {
    id: String(found['tender_id']),
    title,
    projectCode: String(found['project_code']),
    rehearsal: found['rehearsal'] === true,
    region: String(found['region']),
    ruleset: (found['ruleset'] as string | null) ?? null,
    tenderee,
    agency,
    contact,
    now: found['now'] === null ? null : num(found['now']),
  };
}

/** Everything that waits for somebody, longest waiting first, `limit` after a place. */
export async function queuePage(
  em: Em,
  filter: QueueFilter,
  page: { readonly after: QueuePlace | null; readonly limit: number },
): Promise<QueueItem[]> {
  const { after, limit } = page;
  const found = await rows(
    em,
    `select * from (${FILTERED}) listed
     where $7::bigint is null or (waits_since, kind, key) > ($7::bigint, $8::text, $9::text)
     order by waits_since, kind, key limit $10`,
    [
      ...filterParameters(filter),
      after?.waitsSinceAt ?? null,
      after?.kind ?? null,
      after?.key ?? null,
      limit,
    ],
  );
  return found.map(item);
}

/** How many items of each kind there are under a filter. */
export async function queueCounts(em: Em, filter: QueueFilter): Promise<Record<QueueKind, number>> {
  const found = await row(
    em,
    `select coalesce(jsonb_object_agg(kind, n), '{}') as counts from (select kind, count(*) as n from (${FILTERED}) listed group by kind) each`,
    filterParameters(filter),
  );
  const counts = (found?.['counts'] ?? {}) as Partial<Record<QueueKind, number>>;
  return Object.fromEntries(QUEUE_KINDS.map((kind) => [kind, counts[kind] ?? 0])) as Record<
    QueueKind,
    number
  >;
}

/**
 * Tenders with a step or a duty that fell due so long ago by their clock and was not taken, longest waiting first: their
 * processes do not know of it, or cannot take it.
 */
export async function overdueTenders(em: Em, olderThanMs: number, limit: number): Promise<string[]> {
  const found = await rows(
    em,
    `select tender_id from (${FILTERED}) listed
     where (kind in ('step', 'opening') or (kind = 'duty' and not ${NUMBER("body->'duty'->'timedOutAt'")}))
       and waits_since < ${CLOCK_MS} - $7::bigint
     group by tender_id order by min(waits_since) limit $8`,
    [...filterParameters({ ...EVERYTHING, late: true }), olderThanMs, limit],
  );
  return found.map((line) => String(line['tender_id']));
}

/** What administrators did about duties, oldest first. */
export async function dutyActions(
  em: Em,
  tenderIds: readonly string[],
): Promise<
  readonly {
    readonly tenderId: string;
    readonly dutyId: string;
    readonly action: string;
    readonly reason: string | null;
    readonly at: Instant;
  }[]
> {
  const found = await rows(
    em,
    `select tender_id, payload->>'dutyId' as duty_id, name, payload->>'reason' as reason, at from command
     where tender_id = any($1::uuid[]) and name in ('remindDuty', 'escalateDuty', 'extendDuty') and status = 'accepted' order by seq`,
    [[...tenderIds]],
  );
  return found.map((line) => ({
    tenderId: String(line['tender_id']),
    dutyId: String(line['duty_id']),
    action: String(line['name']),
    reason: (line['reason'] as string | null) ?? null,
    at: num(line['at']),
  }));
}
