import { isoShanghai, type Instant } from '../../time/instant.ts';
import type { LeafEntry } from '../leaf.ts';
import { instantOf } from './entries.ts';
import type { Report } from './finding.ts';

/** What a verified time-stamp of a checkpoint says: this many entries were there at this time. */
export interface CheckpointStamp {
  readonly size: number;
  readonly genTimeAt: Instant;
  /** The accuracy that the authority claims, ms. */
  readonly accuracyMs: number;
}

/** How far the authority's clock and the platform's may lie apart, beyond the accuracy that is claimed. */
const CLOCKS_APART_MS = 60_000;
/**
 * An authority that is away delays a stamp, which is told. Entries that stand unstamped for longer than a day have
 * nothing but the platform's word for when they were recorded, and that is a finding.
 */
const PROMPT_MS = 2 * 3_600_000;
const LATEST_MS = 24 * 3_600_000;
/** The closing of bids: the checkpoint that first covers it is stamped at once. */
const CLOSING = 'bidsClosed';

/**
 * Holds the entries against the stamps of the checkpoints that cover them. A stamp shows what was there by its
 * time; so no entry behind it can be younger, and one that claims to be much older than its first stamp may have been
 * written later.
 */
export function checkStamps(
  entries: readonly (LeafEntry | null)[],
  stamps: readonly CheckpointStamp[],
  report: Report,
): void {
  const sorted = stamps.toSorted((one, other) => one.size - other.size);
  checkNoneBefore(entries, sorted, report);
  checkCovered(entries, sorted, report);
}

/** No stamp is older than what it covers. */
function checkNoneBefore(
  entries: readonly (LeafEntry | null)[],
  stamps: readonly CheckpointStamp[],
  report: Report,
): void {
  let [position, latest] = [0, { at: Number.NEGATIVE_INFINITY, index: -1 }];
  for (const { size, genTimeAt, accuracyMs } of stamps) {
    for (; position < Math.min(size, entries.length); position++) {
      const at = instantOf(entries[position]?.recordedAt ?? '');
      if (at > latest.at) latest = { at, index: position };
    }
    if (latest.at <= genTimeAt + accuracyMs + CLOCKS_APART_MS) continue;
    report.found(
      'back-dated',
      latest.index,
      `检查点 ${size} 的时间戳为 ${isoShanghai(genTimeAt)}，却涵盖 ${isoShanghai(latest.at)} 才记录的条目 ${latest.index}：时间戳或条目的时间不实`,
      `the time-stamp of checkpoint ${size} says ${isoShanghai(genTimeAt)}, but it covers entry ${latest.index}, recorded at ${isoShanghai(latest.at)}: one of the two times is false`,
    );
  }
}

/** A row of entries that were stamped late, or not at all. */
interface Stretch {
  readonly first: number;
  last: number;
  readonly since: Instant;
  readonly stampedAt: Instant | null;
  readonly grave: boolean;
}

/** Every entry was stamped soon after it was recorded, or the report says since when it has only the platform's word. */
function checkCovered(
  entries: readonly (LeafEntry | null)[],
  stamps: readonly CheckpointStamp[],
  report: Report,
): void {
  const firstStamp = firstStamps(entries.length, stamps);
  const newest = entries.reduce(
    (latest, entry) => Math.max(latest, instantOf(entry?.recordedAt ?? '') || latest),
    Number.NEGATIVE_INFINITY,
  );
  let stretch: Stretch | null = null;
  let good = 0;
  for (const [index, entry] of entries.entries()) {
    if (entry === null) continue;
    const at = instantOf(entry.recordedAt);
    const stampedAt = firstStamp[index] ?? null;
    const waitedMs = (stampedAt ?? newest) - at;
    const limitMs = stampedAt === null && entry.event === CLOSING ? PROMPT_MS : LATEST_MS;
    if (stampedAt !== null && waitedMs <= PROMPT_MS) {
      good++;
      continue;
    }
    const grave = waitedMs > limitMs;
    if (stretch !== null && stretch.stampedAt === stampedAt && stretch.grave === grave) {
      stretch.last = index;
      continue;
    }
    if (stretch !== null) tellStretch(stretch, report);
    stretch = { first: index, last: index, since: at, stampedAt, grave };
  }
  if (stretch !== null) tellStretch(stretch, report);
  if (stamps.length > 0)
    report.checked(
      `${stamps.length} 个检查点时间戳有效，${good} 个条目在记录后及时盖戳`,
      `${stamps.length} time-stamps of checkpoints hold; ${good} entries were stamped soon after they were recorded`,
    );
}

/** By entry, the earliest time of a stamp that covers it. */
function firstStamps(count: number, stamps: readonly CheckpointStamp[]): (Instant | undefined)[] {
  const first = new Array<Instant | undefined>(count).fill(undefined);
  let earliest: Instant | undefined;
  let until = count;
  for (const { size, genTimeAt } of stamps.toReversed()) {
    // What lies at or above this size is covered by the larger stamps alone.
    if (size < until) {
      first.fill(earliest, size, until);
      until = size;
    }
    earliest = earliest === undefined ? genTimeAt : Math.min(earliest, genTimeAt);
  }
  first.fill(earliest, 0, until);
  return first;
}

function tellStretch({ first, last, since, stampedAt, grave }: Stretch, report: Report): void {
  const zhWhich = `条目 ${first} 至 ${last}（自称 ${isoShanghai(since)} 起记录）`;
  const enWhich = `entries ${first} to ${last} (recorded from ${isoShanghai(since)} on, as they say)`;
  if (stampedAt === null) {
    const zh = `${zhWhich}没有时间戳`;
    const en = `${enWhich} have no time-stamp`;
    if (grave) report.found('timestamp-missing', first, `${zh}：缺失`, `${en}: one is missing`);
    else report.remark(`${zh}：尚未到盖戳时间或尚未取得`, `${en} yet`);
    return;
  }
  const stamped = isoShanghai(stampedAt);
  if (grave)
    report.found(
      'back-dated',
      first,
      `${zhWhich}直到 ${stamped} 才有时间戳：此前是否存在只有平台自述，可能倒签`,
      `${enWhich} were first stamped at ${stamped}: only the platform's word says that they were there before, they may be back-dated`,
    );
  else
    report.remark(
      `${zhWhich}的时间戳迟至 ${stamped}`,
      `${enWhich} were stamped late, at ${stamped}: the authority may have been away`,
    );
}
