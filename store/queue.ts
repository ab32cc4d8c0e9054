import type { Instant } from '../domain/time/instant.ts';
import type { LiveProcess } from './processes.ts';
import { CLAIMS } from './queue-claims.ts';
import { FAILING_STEPS, SET_ASIDE } from './queue-faults.ts';
import {
  CLOCK,
  itemOf,
  QUEUE_KINDS,
  withTenders,
  type QueueItem,
  type QueueKind,
  type QueuePlace,
} from './queue-item.ts';
import { CLOCK_MS, num, row, rows, type Em } from './store.ts';

/** A request's own process, or the engine, has this long before what it does counts as waiting. */
const LEFT_ALONE_MS = 60_000;
const COMMAND_LEFT_ALONE_MS = 15_000;
/** For how long the queue tells that a process had to be started again, and how many of them it names. */
const MENDED_SHOWN_MS = 86_400_000;
const MENDED_NAMED = 20;

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

/** What somebody has to do, from so long before its due as `$6` says. */
const DUE_WORK = `
  select kind, key, waits_since, tender_id, body from work
  where kind not in ('step', 'opening') and waits_since <= (select at from clock) + $6::bigint`;

/** Steps of the clock that were not taken in time. One that throws is told by what it threw. */
const OVERDUE_STEPS = `
  select kind, key, waits_since, tender_id, body || '{"attempts": 0, "lastError": null, "lastTriedAt": null}' from work
  where kind = 'step' and waits_since < (select at from clock) - ${LEFT_ALONE_MS}
    and not exists (select 1 from failing_step s where s.subject = work.case_id and s.step = work.body->>'step')`;

/** Openings that are late, or were tried. */
const OPENINGS = `
  select kind, key, waits_since, tender_id, body || jsonb_build_object('attempts', tries.n, 'lastError', tries.error, 'lastTriedAt', tries.at)
  from work, lateral (select count(*) as n, (array_agg(error order by id desc))[1] as error, max(at) as at from failure
    where subject = 'opening:' || work.tender_id) tries
  where kind = 'opening' and (waits_since < (select at from clock) - ${LEFT_ALONE_MS} or tries.n > 0)
    and not exists (select 1 from failing_step s where s.subject = work.case_id and s.step = 'openBids')`;

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

const COMMANDS = `
  select 'command', c.id::text, c.received_at, c.tender_id,
    jsonb_build_object('name', c.name, 'attempts', c.attempts, 'lastError', c.last_error)
  from command c, clock where c.status = 'received' and c.received_at < clock.at - ${COMMAND_LEFT_ALONE_MS}`;

/** The first of each lane: those behind it wait for it. */
const DELIVERIES = `
  select 'delivery', head.id::text, coalesce(head.first_failed_at, head.queued_at), head.tender_id,
    jsonb_build_object('lane', head.lane, 'deliveryKind', head.kind, 'announcementKind', head.payload->'announcement'->>'kind', 'attempts', head.attempts, 'lastError', head.last_error,
      'lastTriedAt', head.last_tried_at, 'behind', head.waiting - 1)
  from clock, (select distinct on (lane) d.*, count(*) over (partition by lane) as waiting from delivery d
    where delivered_at is null order by lane, seq) head
  where head.attempts > 0 or head.queued_at < clock.at - ${LEFT_ALONE_MS}`;

const ENDPOINTS = `
  select 'endpoint', e.id::text, e.first_failed_at, null::uuid,
    jsonb_build_object('endpointName', p.name, 'url', e.url, 'attempts', e.attempts, 'lastError', e.last_error, 'lastTriedAt', e.last_tried_at)
  from supervision_endpoint e join party p on p.id = e.party_id where e.attempts > 0`;

/** Everything that waits, by where it is found. `clock` has the real instant, `$6` how long before a due. */
const SOURCES: readonly string[] = [
  DUE_WORK,
  OVERDUE_STEPS,
  OPENINGS,
  COMMANDS,
  DELIVERIES,
  ENDPOINTS,
  SET_ASIDE,
  FAILING_STEPS,
  TIMESTAMPS,
  PROCESSES,
  CLAIMS,
];

/** What of one source is asked for; of a page only as much as it can show, so that a long list costs no more than a short one. */
const filtered = (source: string, andThen = ''): string => `
  (select one.* from (${source}) as one (kind, key, waits_since, tender_id, body) left join tender t on t.id = one.tender_id
   where ($1::text is null or one.kind = $1) and ($2::uuid is null or one.tender_id = $2)
     and ($3::text is null or t.region like $3 || '%') and ($4::boolean is null or coalesce(t.rehearsal, false) = $4)
     and (not $5::boolean or one.waits_since <= (select at from clock))${andThen})`;

const PAGE = SOURCES.map((source) =>
  filtered(
    source,
    `
     and ($7::bigint is null or (one.waits_since, one.kind, one.key) > ($7::bigint, $8::text, $9::text))
   order by one.waits_since, one.kind, one.key limit $10`,
  ),
).join(' union all ');

const ALL = SOURCES.map((source) => filtered(source)).join(' union all ');

const filterParameters = (filter: QueueFilter): unknown[] => [
  filter.kind,
  filter.tenderId,
  filter.region,
  filter.rehearsal,
  filter.late,
  filter.soonMs,
];

/** Everything that waits for somebody, longest waiting first, `limit` after a place. */
export async function queuePage(
  em: Em,
  filter: QueueFilter,
  page: { readonly after: QueuePlace | null; readonly limit: number },
): Promise<QueueItem[]> {
  const { after, limit } = page;
  const found = await rows(
    em,
    `with ${CLOCK} ${withTenders(`select * from (${PAGE}) listed order by waits_since, kind, key limit $10`)}`,
    [
      ...filterParameters(filter),
      after?.waitsSinceAt ?? null,
      after?.kind ?? null,
      after?.key ?? null,
      limit,
    ],
  );
  return found.map((line) => itemOf<QueueKind>(line));
}

/** How many items of each kind there are under a filter. */
export async function queueCounts(em: Em, filter: QueueFilter): Promise<Record<QueueKind, number>> {
  const found = await row(
    em,
    `with ${CLOCK} select coalesce(jsonb_object_agg(kind, n), '{}') as counts from (select kind, count(*) as n from (${ALL}) listed group by kind) each`,
    filterParameters(filter),
  );
  const counts = (found?.['counts'] ?? {}) as Partial<Record<QueueKind, number>>;
  return Object.fromEntries(QUEUE_KINDS.map((kind) => [kind, counts[kind] ?? 0])) as Record<
    QueueKind,
    number
  >;
}

/**
 * Cases of which something fell due so long ago by their clock and was not taken, longest waiting first: their processes do not
 * know of it, or cannot take it. At most `limit` of each kind of case, so that none keeps the other out.
 */
export async function overdueCases(em: Em, olderThanMs: number, limit: number): Promise<LiveProcess[]> {
  const found = await rows(
    em,
    `select kind, id from (
       select kind, id, row_number() over (partition by kind order by since) as place
       from (select case when kind = 'complaint-duty' then 'complaint' else 'tender' end as kind, case_id as id, min(waits_since) as since from work
         where falls and waits_since < ${CLOCK_MS} - $1::bigint
           and not exists (select 1 from failing_step s where s.subject = work.case_id and s.step = work.body->>'step')
         group by 1, 2) overdue) placed
     where place <= $2 order by place, kind`,
    [olderThanMs, limit],
  );
  return found.map((line) => ({ kind: line['kind'] as LiveProcess['kind'], id: String(line['id']) }));
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
