import {
  hexOf,
  keysOf,
  leafHash,
  NoteError,
  openCheckpoint,
  parseVerifierKey,
  textOf,
  type Hash,
  type OpenedCheckpoint,
} from '../log/index.ts';
import { canonical, entryOfLeaf, type LeafEntry } from '../leaf.ts';
import { differences, type FoundEntry } from './differences.ts';
import { checkEntries, checkTimes } from './entries.ts';
import { checkpointName, Report } from './finding.ts';
import { checkBatches } from './sealed.ts';
import { quorum, type Trust } from './quorum.ts';
import { readLeaves, textFile, treeOf, type Files } from './leaves.ts';

/** A log as it was exported: tlog-tiles' files, with `checkpoint`, `checkpoints/<size>`, `data/<sha256>`, `keys`. */
export interface AuditedLog {
  readonly report: Report;
  readonly checkpoint: OpenedCheckpoint | null;
  /** Leaf hashes that the checkpoint stands for; null when the export does not lead to its root. */
  readonly signed: readonly Hash[] | null;
  /** The entries found, whole, in the order found; null for what is no entry. */
  readonly entries: readonly (LeafEntry | null)[];
  /** Checkpoints that were published before, as far as they are in the export and can be believed. */
  readonly earlier: readonly OpenedCheckpoint[];
}

/** Audits a log from its files alone: signatures, tree, every entry, and what it said before. */
export function auditLog(files: Files, trust: Trust): AuditedLog {
  const report = new Report();
  const checkpoint = openNamed(
    textFile(files, 'checkpoint') ?? '',
    trust,
    report,
    '检查点',
    'the checkpoint',
  );
  if (checkpoint === null) return { report, checkpoint, signed: null, entries: [], earlier: [] };
  quorum(checkpoint, trust, report);
  const { entries: found, signed } = readLeaves(files, checkpoint, report);
  const entries = found.map((bytes) => readEntry(bytes, files));
  if (signed === null) {
    report.found(
      'forked',
      null,
      `导出的条目与散列分块都得不出检查点 ${checkpointName(checkpoint)} 的根散列`,
      `neither the entries nor the tiles lead to the root of the checkpoint ${checkpointName(checkpoint)}`,
    );
  } else {
    report.checked(
      `检查点 ${checkpointName(checkpoint)}：签名有效，根散列由全部 ${checkpoint.size} 个条目算得`,
      `checkpoint ${checkpointName(checkpoint)}: signed, its root computed from all ${checkpoint.size} entries`,
    );
    nameDifferences(signed, found, entries, report);
  }
  const earlier = earlierCheckpoints(files, trust, report);
  continues(earlier, checkpoint, signed ?? found.map(leafHash), report);
  checkEntries(entries, files, report);
  checkBatches(entries, report);
  checkTimes(entries, [...earlier, checkpoint], report);
  return { report, checkpoint, signed, entries, earlier };
}

/** Compares with an earlier export of the same log: nothing of it may be gone or changed. */
export function auditAgainst(now: AuditedLog, before: AuditedLog, report: Report): void {
  const { checkpoint } = now;
  if (checkpoint === null || before.checkpoint === null) return;
  const old = before.checkpoint;
  if (old.origin !== checkpoint.origin) {
    report.found(
      'forked',
      null,
      `早先的导出属于另一记录 ${old.origin}`,
      `the earlier export is of another log, ${old.origin}`,
    );
    return;
  }
  continues([old], checkpoint, now.signed ?? [], report);
  if (before.signed === null || now.signed === null) return;
  nameChanges(now, before, report);
  report.checked(
    `与早先导出（${old.size} 个条目）逐条比对`,
    `compared entry by entry with the earlier export (${old.size} entries)`,
  );
}

/**
 * Names what was done to the entries of an earlier export. An entry is known by its content but for its
 * index, so that one that is gone is not told as a change of all that were numbered anew behind it.
 */
function nameChanges(now: AuditedLog, before: AuditedLog, report: Report): void {
  const keyed = ({ entries, signed }: AuditedLog): string[] =>
    entries.map((entry, at) =>
      entry === null ? hexOf(signed?.[at] ?? new Uint8Array()) : canonical({ ...entry, index: 0 }),
    );
  const [old, current] = [keyed(before), keyed(now)];
  const placeOfId = new Map(before.entries.map((entry, at) => [entry?.id ?? null, at]));
  const found = now.entries.map((entry, at) => ({
    hash: current[at]!,
    id: entry?.id ?? null,
    event: entry?.event ?? null,
    ownIndex: placeOfId.get(entry?.id ?? null) ?? null,
  }));
  const known = new Set(old);
  // What came after everything that was there is growth, not an insertion.
  const last = found.findLastIndex(({ hash, ownIndex }) => known.has(hash) || ownIndex !== null);
  for (const one of differences(old, found))
    if (one.kind !== 'inserted' || one.at < last) tell(one, found, report, before.entries);
}

/** Checks that the log contains what an earlier checkpoint of it stands for. */
export function continues(
  earlier: readonly OpenedCheckpoint[],
  { origin, size }: OpenedCheckpoint,
  leaves: readonly Hash[],
  report: Report,
): void {
  const tree = treeOf(leaves);
  let good = 0;
  for (const old of earlier.toSorted((one, other) => one.size - other.size)) {
    if (old.size > size) {
      report.found(
        'rolled-back',
        size,
        `记录被回退：曾签署 ${old.size} 个条目的检查点，现只有 ${size} 个（自条目 ${size} 起缺失）`,
        `the log was rolled back: a checkpoint of ${old.size} entries was signed, now there are ${size} (entries from ${size} on are gone)`,
      );
    } else if (old.size <= leaves.length && hexOf(tree.root(old.size)) !== hexOf(old.root)) {
      report.found(
        'forked',
        good,
        `记录被分叉：与曾签署的 ${old.size} 个条目的检查点不一致（条目 ${good} 至 ${old.size - 1} 之间有改动）`,
        `the log was forked: it does not continue the checkpoint of ${old.size} entries that was signed (something among the entries ${good} to ${old.size - 1} was changed)`,
      );
      return;
    } else {
      good = old.size;
    }
  }
  if (earlier.length > 0)
    report.checked(
      `${origin} 早先的 ${earlier.length} 个检查点都是现在记录的开头`,
      `${earlier.length} earlier checkpoints of ${origin} are beginnings of the log`,
    );
}

/** Opens a checkpoint, or says why it cannot be believed. */
export function openNamed(
  note: string,
  { policy, verify }: Trust,
  report: Report,
  zh: string,
  en: string,
): OpenedCheckpoint | null {
  try {
    return openCheckpoint(note, keysOf(policy), verify);
  } catch (error) {
    if (!(error instanceof NoteError)) throw error;
    report.found(
      'bad-checkpoint',
      null,
      `${zh}不可信：${error.message}`,
      `${en} cannot be believed: ${error.message}`,
    );
    return null;
  }
}

function readEntry(bytes: Uint8Array, files: Files): LeafEntry | null {
  try {
    const text = textOf(bytes);
    const leaf = JSON.parse(text) as LeafEntry;
    if (canonical(leaf) !== text || typeof leaf.id !== 'string') return null;
    const beside = leaf.detached === undefined ? null : textFile(files, `data/${leaf.detached.sha256}`);
    return beside === null ? leaf : entryOfLeaf(text, beside);
  } catch {
    // What cannot be read is named by its place.
    return null;
  }
}

const foundEntry = (hash: Hash, entry: LeafEntry | null): FoundEntry => ({
  hash: hexOf(hash),
  id: entry?.id ?? null,
  event: entry?.event ?? null,
  ownIndex: entry?.index ?? null,
});

function nameDifferences(
  signed: readonly Hash[],
  bytes: readonly Uint8Array[],
  entries: readonly (LeafEntry | null)[],
  report: Report,
): void {
  const found = bytes.map((one, at) => foundEntry(leafHash(one), entries[at] ?? null));
  for (const one of differences(signed.map(hexOf), found)) tell(one, found, report, []);
}

function tell(
  difference: ReturnType<typeof differences>[number],
  found: readonly FoundEntry[],
  report: Report,
  before: readonly (LeafEntry | null)[],
): void {
  const of = (entry: { event: string | null; id: string | null } | null | undefined): string =>
    entry === null || entry === undefined ? '' : ` (${entry.event} ${entry.id})`;
  switch (difference.kind) {
    case 'rewritten': {
      const { index, at } = difference;
      const what = of(before[index] ?? found[at]);
      report.found('rewritten', index, `条目 ${index}${what} 被改写`, `entry ${index}${what} was rewritten`);
      return;
    }
    case 'dropped': {
      const { index } = difference;
      const what = of(before[index]);
      report.found('dropped', index, `条目 ${index}${what} 被删去`, `entry ${index}${what} was dropped`);
      return;
    }
    case 'inserted': {
      const { at } = difference;
      const what = of(found[at]);
      report.found(
        'inserted',
        at,
        `位置 ${at} 的条目${what} 是插入的`,
        `the entry at ${at}${what} was inserted`,
      );
      return;
    }
    case 'reordered': {
      const { index, at } = difference;
      const what = of(found[at]);
      report.found(
        'reordered',
        index,
        `条目 ${index}${what} 被挪到位置 ${at}`,
        `entry ${index}${what} was moved to ${at}`,
      );
    }
  }
}

/** Checkpoints of the export that were published before. Keys that were retired are believed for their span. */
function earlierCheckpoints(files: Files, trust: Trust, report: Report): OpenedCheckpoint[] {
  const retired = retiredKeys(files);
  const opened: OpenedCheckpoint[] = [];
  for (const [path, bytes] of files) {
    if (!path.startsWith('checkpoints/')) continue;
    const size = Number(path.split('/')[1]?.split('.')[0]);
    const logs = retired
      .filter((key) => key.fromSize <= size && size <= key.untilSize)
      .map(({ key }) => ({ key, url: null }));
    const policy = { ...trust.policy, logs: [...trust.policy.logs, ...logs] };
    const text = textFile(new Map([[path, bytes]]), path) ?? '';
    const one = openNamed(text, { ...trust, policy }, report, `检查点 ${path}`, `the checkpoint ${path}`);
    if (one !== null) opened.push(one);
  }
  return opened;
}

function retiredKeys(
  files: Files,
): { key: ReturnType<typeof parseVerifierKey>; fromSize: number; untilSize: number }[] {
  try {
    const { keys } = JSON.parse(textFile(files, 'keys') ?? '{"keys":[]}') as {
      keys: { vkey: string; fromSize: number; untilSize: number | null }[];
    };
    return keys.flatMap(({ vkey, fromSize, untilSize }) =>
      untilSize === null ? [] : [{ key: parseVerifierKey(vkey), fromSize, untilSize }],
    );
  } catch {
    // Without them, old checkpoints are said not to be believed.
    return [];
  }
}
