import type { BidReceipt } from '../../bid/types.ts';
import { isoShanghai } from '../../time/instant.ts';
import { canonical, type LeafEntry } from '../leaf.ts';
import { bytesOfHex, fromBase64, type Hash } from '../log/index.ts';
import {
  ACTS_SEALED,
  isSealedIn,
  SEALED_DEPTH,
  type SealedBatchFacts,
  type SealedLeaf,
} from '../sealed/index.ts';
import { instantOf, MERGE_DELAY_MS } from './entries.ts';
import type { Report } from './finding.ts';

/** Where a sealed act stands in its batch, as a receipt's file tells it. */
export interface SealedPlace {
  /** The act's leaf in canonical form. */
  readonly leaf: string;
  readonly position: number;
  /** 32 hashes, base64, the lowest first. */
  readonly path: readonly string[];
}

/** The leaf of a sealed act that is proven to be in its batch; null, with what is wrong in the report, else. */
export function auditSealed(place: SealedPlace, batch: LeafEntry, report: Report): SealedLeaf | null {
  const { index } = batch;
  const leaf = readLeaf(place);
  const facts = factsOf(batch);
  if (leaf === null || facts === null || !holds(place, facts)) {
    report.found(
      'not-in-batch',
      index,
      `条目 ${index} 的批次不包含该行为：叶、位置或者路径被改动`,
      `the batch of entry ${index} does not hold the act: leaf, place or path was changed`,
    );
    return null;
  }
  report.checked(
    `行为 ${leaf.id} 在条目 ${index} 的批次之内`,
    `the act ${leaf.id} is in the batch of entry ${index}`,
  );
  const recordedAt = instantOf(leaf.recordedAt);
  const from = facts.fromAt === null ? Number.NEGATIVE_INFINITY : instantOf(facts.fromAt) - MERGE_DELAY_MS;
  if (!(recordedAt >= from && recordedAt <= instantOf(facts.untilAt)))
    report.found(
      'receipt-backdated',
      index,
      `行为自称 ${leaf.recordedAt} 记录，其批次（条目 ${index}）却只收 ${facts.fromAt ?? '—'} 至 ${facts.untilAt} 的行为`,
      `the act claims to be recorded at ${leaf.recordedAt}, but its batch (entry ${index}) took acts from ${facts.fromAt ?? 'the beginning'} until ${facts.untilAt}`,
    );
  return leaf;
}

/** The act as the log commits to it: its own entry, or its leaf in the batch that the entry is of. */
export function actOf(
  file: { readonly receipt: BidReceipt; readonly sealed?: SealedPlace },
  proven: LeafEntry,
  report: Report,
): LeafEntry | null {
  if (file.sealed === undefined) return proven;
  const leaf = auditSealed(file.sealed, proven, report);
  if (leaf !== null) checkPromise(file.receipt, proven, report);
  return leaf && { ...leaf, index: proven.index };
}

/** The act stands in the record by when its receipt promised. */
function checkPromise({ inRecordBy }: BidReceipt, batch: LeafEntry, report: Report): void {
  if (inRecordBy === undefined) return;
  if (instantOf(batch.recordedAt) <= instantOf(inRecordBy))
    report.checked(
      `如回执所承诺，于 ${inRecordBy} 之前入册（${batch.recordedAt}）`,
      `in the record by ${inRecordBy}, as the receipt promised (${batch.recordedAt})`,
    );
  else
    report.found(
      'entered-late',
      batch.index,
      `回执承诺不迟于 ${inRecordBy} 入册，条目 ${batch.index} 却于 ${batch.recordedAt} 才入册`,
      `the receipt promised an entry by ${inRecordBy}, but entry ${batch.index} is of ${batch.recordedAt}`,
    );
}

function readLeaf({ leaf: text }: SealedPlace): SealedLeaf | null {
  try {
    const leaf = JSON.parse(text) as SealedLeaf;
    return canonical(leaf) === text && typeof leaf.id === 'string' ? leaf : null;
  } catch {
    return null;
  }
}

/** The public facts of a batch; null for an entry that is none. */
export function factsOf({ event, data }: LeafEntry): SealedBatchFacts | null {
  const { root, depth, fromAt, untilAt } = data as Partial<SealedBatchFacts>;
  const whole =
    event === ACTS_SEALED &&
    typeof root === 'string' &&
    /^[0-9a-f]{64}$/.test(root) &&
    depth === SEALED_DEPTH &&
    (fromAt === null || typeof fromAt === 'string') &&
    typeof untilAt === 'string';
  return whole ? { root, depth, fromAt, untilAt } : null;
}

function holds({ leaf, position, path }: SealedPlace, { root }: SealedBatchFacts): boolean {
  try {
    const hashes: Hash[] = path.map((one) => fromBase64(one));
    if (hashes.some(({ length }) => length !== 32)) return false;
    return isSealedIn({ position, leaf }, hashes, bytesOfHex(root));
  } catch {
    return false;
  }
}

/**
 * The batches of sealed acts join: each took acts from where the one before ended, until its own instant, which is the
 * one at which it was recorded. So there is no time into which an act could be slipped later.
 */
export function checkBatches(entries: readonly (LeafEntry | null)[], report: Report): void {
  let end: number | null = null;
  let count = 0;
  for (const entry of entries) {
    if (entry?.event !== ACTS_SEALED) continue;
    count++;
    const facts = factsOf(entry);
    const from = facts?.fromAt == null ? null : instantOf(facts.fromAt);
    const until = instantOf(facts?.untilAt ?? '');
    const joins = facts !== null && from === end && until > (end ?? Number.NEGATIVE_INFINITY);
    if (!joins || instantOf(entry.recordedAt) !== until)
      report.found(
        'batch-out-of-line',
        entry.index,
        `条目 ${entry.index} 的保密行为批次与前一批次不相衔接：前一批次止于 ${end === null ? '—' : isoShanghai(end)}`,
        `the batch of sealed acts of entry ${entry.index} does not join the one before, which ended at ${end === null ? '(none)' : isoShanghai(end)}`,
      );
    if (!Number.isNaN(until)) end = until;
  }
  if (count > 0)
    report.checked(
      `${count} 个保密行为批次：首尾相接`,
      `${count} batches of sealed acts: each joins the one before`,
    );
}
