import { isoShanghai, parseInstant } from '../../time/instant.ts';
import type { LeafEntry } from '../leaf.ts';
import { hexOf, sha256, utf8, type OpenedCheckpoint } from '../log/index.ts';
import type { Report } from './finding.ts';
import { textFile, type Files } from './leaves.ts';

/**
 * How long after its instant an entry may be numbered. The log signs nothing while an entry waits longer
 * than half of this, so an entry behind a witnessed checkpoint cannot be much older than it.
 */
export const MERGE_DELAY_MS = 60_000;

/** Each entry stands where it says, once, and has its data beside it. */
export function checkEntries(entries: readonly (LeafEntry | null)[], files: Files, report: Report): void {
  const ids = new Map<string, number>();
  for (const [at, entry] of entries.entries()) {
    if (entry === null) {
      report.found(
        'rewritten',
        at,
        `位置 ${at} 不是规范 JSON 条目`,
        `what stands at ${at} is no entry in canonical JSON`,
      );
      continue;
    }
    const first = ids.get(entry.id);
    if (first !== undefined)
      report.found(
        'duplicate',
        at,
        `条目 ${entry.id} 出现两次（${first}、${at}）`,
        `entry ${entry.id} stands twice (${first} and ${at})`,
      );
    ids.set(entry.id, at);
    if (entry.index !== at)
      report.found(
        'wrong-index',
        at,
        `位置 ${at} 的条目（${entry.event} ${entry.id}）自称第 ${entry.index} 条`,
        `the entry at ${at} (${entry.event} ${entry.id}) says that it is entry ${entry.index}`,
      );
    if (entry.detached !== undefined) checkDetached(entry, entry.detached, files, report);
  }
  report.checked(
    `全部 ${entries.length} 个条目：规范 JSON、编号连续、编号不重复`,
    `all ${entries.length} entries: canonical JSON, numbered without gaps, none twice`,
  );
}

function checkDetached(
  { index }: LeafEntry,
  detached: { readonly sha256: string },
  files: Files,
  report: Report,
): void {
  const beside = textFile(files, `data/${detached.sha256}`);
  if (beside === null)
    report.found(
      'data-missing',
      index,
      `条目 ${index} 的附带数据缺失`,
      `the data beside entry ${index} are missing`,
    );
  else if (hexOf(sha256(utf8(beside))) !== detached.sha256)
    report.found(
      'data-changed',
      index,
      `条目 ${index} 的附带数据被改动`,
      `the data beside entry ${index} were changed`,
    );
}

/** No entry claims an instant at which the record, or a witness, shows that it was not there yet. */
export function checkTimes(
  entries: readonly (LeafEntry | null)[],
  checkpoints: readonly OpenedCheckpoint[],
  report: Report,
): void {
  let latest = { at: Number.NEGATIVE_INFINITY, index: -1 };
  const witnessed = checkpoints
    .flatMap(({ size, cosignatures }) =>
      cosignatures.map(({ name, timestampSeconds }) => ({ size, name, at: timestampSeconds * 1000 })),
    )
    .toSorted((one, other) => one.size - other.size);
  let next = 0;
  let seen: (typeof witnessed)[number] | null = null;
  for (const [position, entry] of entries.entries()) {
    for (; next < witnessed.length && witnessed[next]!.size <= position; next++)
      if (seen === null || witnessed[next]!.at > seen.at) seen = witnessed[next]!;
    if (entry === null) continue;
    const at = instantOf(entry.recordedAt);
    const what = `${position}（${entry.event} ${entry.id}）`;
    if (at < latest.at - MERGE_DELAY_MS)
      report.found(
        'back-dated',
        position,
        `条目 ${what}倒签：自称 ${entry.recordedAt} 记录，却在 ${isoShanghai(latest.at)} 记录的条目 ${latest.index} 之后`,
        `entry ${position} (${entry.event} ${entry.id}) is back-dated: it claims ${entry.recordedAt}, but stands after entry ${latest.index} of ${isoShanghai(latest.at)}`,
      );
    else if (seen !== null && at < seen.at - MERGE_DELAY_MS)
      report.found(
        'back-dated',
        position,
        `条目 ${what}倒签：自称 ${entry.recordedAt} 记录，但见证人 ${seen.name} 在 ${isoShanghai(seen.at)} 见到的记录只有 ${seen.size} 个条目`,
        `entry ${position} (${entry.event} ${entry.id}) is back-dated: it claims ${entry.recordedAt}, but at ${isoShanghai(seen.at)} the witness ${seen.name} saw only ${seen.size} entries`,
      );
    else if (at > latest.at) latest = { at, index: position };
  }
}

/** The instant of an entry; NaN for what is none. */
export function instantOf(text: string): number {
  try {
    return parseInstant(text);
  } catch {
    return Number.NaN;
  }
}
