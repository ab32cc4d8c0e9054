import type { PartyRef } from '../domain/case/references.ts';
import type { ComplaintDuty } from '../domain/complaint/ground/state.ts';
import type { Regime } from '../domain/law/types.ts';
import type { Contact } from '../domain/tender/ground/draft.ts';
import type { CancelledAward, Duty, Instruction } from '../domain/tender/ground/parts.ts';
import type { Instant } from '../domain/time/instant.ts';
import { CLOCK_MS, num, type Row } from './store.ts';

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
/** What no law sets a time for: it waits since an instant. */
export const UNTIMED_KINDS = ['instruction', 'winner'] as const;

export type QueueKind = (typeof QUEUE_KINDS)[number];

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
export interface QueueItem<Kind extends string = QueueKind> {
  readonly kind: Kind;
  /** Names the item within its kind. */
  readonly key: string;
  /** Real instant since which it waits; for a duty its due, which may lie ahead. */
  readonly waitsSinceAt: Instant;
  readonly tender: QueueTender | null;
  readonly body: QueueBody;
}

/** The place of an item in a list: the list goes on after it. */
export type QueuePlace = Pick<QueueItem<string>, 'waitsSinceAt' | 'kind' | 'key'>;

/** One instant for the whole of a statement. */
export const CLOCK = `clock as materialized (select ${CLOCK_MS} as at)`;

/** Lines of kind, key, waits_since, tender_id and body, with what an item needs of its tender, in the order of lists. */
export const withTenders = (lines: string): string => `
  select item.*, (select at from clock) + f.shift_ms as now, t.draft, t.project_code, t.rehearsal, t.region, t.ruleset from (${lines}) item
    left join tender t on t.id = item.tender_id left join tender_fence f on f.tender_id = item.tender_id
  order by item.waits_since, item.kind, item.key`;

/** An item as a line of `withTenders` tells it. */
export function itemOf<Kind extends string>(found: Row): QueueItem<Kind> {
  return {
    kind: found['kind'] as Kind,
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
