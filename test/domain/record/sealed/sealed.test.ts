import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import { auditSealed, Report } from '../../../../domain/record/audit/index.ts';
import type { BidReceipt } from '../../../../domain/bid/types.ts';
import { actOf, checkBatches } from '../../../../domain/record/audit/sealed.ts';
import { canonical, type LeafEntry } from '../../../../domain/record/leaf.ts';
import {
  ACTS_SEALED,
  dueRound,
  isSealedIn,
  PIECE_ACTS,
  SEALED_DEPTH,
  sealedTree,
  standsAfterBatch,
  type PlacedLeaf,
  type SealingWork,
} from '../../../../domain/record/sealed/index.ts';
import { sha256 } from '../../../../domain/record/log/index.ts';
import { isoShanghai } from '../../../../domain/time/instant.ts';

const places = fc.uniqueArray(fc.integer({ min: 0, max: 2 ** SEALED_DEPTH - 1 }), { maxLength: 40 });
const leavesAt = (positions: readonly number[]): PlacedLeaf[] =>
  positions.map((position, at) => ({ position, leaf: `{"act":${at}}` }));

const WORK: SealingWork = { random: () => randomBytes(32), breathe: () => Promise.resolve() };

describe('the tree of a batch', () => {
  it('proves each act of any number, and looks the same for all numbers', async () => {
    await fc.assert(
      fc.asyncProperty(places, async (positions) => {
        const leaves = leavesAt(positions);
        const { root, paths } = await sealedTree(leaves, WORK);
        expect(root).toHaveLength(32);
        for (const [at, leaf] of leaves.entries()) {
          expect(paths[at]).toHaveLength(SEALED_DEPTH);
          expect(paths[at]!.every((hash) => hash.length === 32)).toBe(true);
          expect(isSealedIn(leaf, paths[at]!, root)).toBe(true);
          expect(isSealedIn({ ...leaf, leaf: 'another' }, paths[at]!, root)).toBe(false);
          expect(isSealedIn({ ...leaf, position: (leaf.position + 1) % 2 ** 32 }, paths[at]!, root)).toBe(
            false,
          );
          expect(isSealedIn(leaf, paths[at]!.slice(1), root)).toBe(false);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('has a root of its own each time, also of nothing', async () => {
    const roots = new Set<string>();
    for (let at = 0; at < 100; at++) {
      const { root } = await sealedTree(at % 2 === 0 ? [] : leavesAt([7]), WORK);
      roots.add(Buffer.from(root).toString('hex'));
    }
    expect(roots.size).toBe(100);
  });

  it('hides from who is in it whether anybody else is: the hashes beside its way are random ones', async () => {
    // One bit of each hash on the paths of the same act, alone and among five: both are fair coins.
    const ones = async (others: readonly number[]): Promise<number> => {
      let sum = 0;
      for (let round = 0; round < 60; round++) {
        const { paths } = await sealedTree(leavesAt([2 ** 31, ...others]), WORK);
        sum += paths[0]!.filter((hash) => (hash[0]! & 1) === 1).length;
      }
      return sum;
    };
    for (const others of [[], [1, 5, 2 ** 31 + 1, 2 ** 30, 77]]) {
      const share = (await ones(others)) / (60 * SEALED_DEPTH);
      // Six standard deviations of 1,920 tosses on either side.
      expect(Math.abs(share - 0.5)).toBeLessThan(0.07);
    }
  });

  it.each([0, 1, 500, 2_000])(
    'costs %i acts 33 hashes each at most, and lets others go on between them',
    async (count) => {
      let [hashes, drawn, sinceBreath, longest] = [0, 0, 0, 0];
      const work: SealingWork = {
        random: () => (drawn++, randomBytes(32)),
        sha256: (bytes) => {
          hashes++;
          // What is inside the tree is two hashes and a byte before them; leaves are hashed before.
          if (bytes.length === 65) longest = Math.max(longest, ++sinceBreath);
          return sha256(bytes);
        },
        breathe: async () => {
          // What another asked for meanwhile is done.
          await new Promise((resolve) => setImmediate(resolve));
          sinceBreath = 0;
        },
      };
      // Leaves of another length than what is hashed inside.
      const leaves = leavesAt(Array.from({ length: count }, (_, at) => (at * 2_654_435_761) % 2 ** 32));
      const { paths } = await sealedTree(leaves, work);
      expect(paths).toHaveLength(count);
      expect(hashes).toBeLessThanOrEqual(33 * count);
      // All that is not on an act's way is drawn, not hashed.
      expect(drawn).toBeLessThanOrEqual(Math.max(1, SEALED_DEPTH * count));
      expect(longest).toBeLessThanOrEqual((PIECE_ACTS + 1) * SEALED_DEPTH);
    },
  );

  it('refuses places that are none, or taken twice', async () => {
    for (const positions of [[5, 5], [2 ** 32], [0.5], [-1]])
      await expect(sealedTree(leavesAt(positions), WORK)).rejects.toThrow(RangeError);
  });
});

describe('the instants of batches', () => {
  it.each([
    ['at its instant', 60_000, null, 30_000, 60_000],
    ['some seconds after it', 67_000, 30_000, 30_000, 60_000],
    ['not twice', 67_000, 60_000, 30_000, null],
    ['not after a closing took it further', 67_000, 61_234, 30_000, null],
    ['not made up for long after', 75_000, 30_000, 30_000, null],
    ['each second where that is the interval', 5_400, 4_000, 1_000, 5_000],
    ['an hour apart while nothing is open', 3_600_500, 7_000, 3_600_000, 3_600_000],
    ['not in between then', 3_700_000, 7_000, 3_600_000, null],
  ])('are taken %s', (_name, now, lastUntil, everyMs, expected) => {
    expect(dueRound({ now, lastUntil, everyMs })).toBe(expected);
  });
});

const T = Date.parse('2026-09-20T02:00:00Z');
const batch = (
  index: number,
  from: number | null,
  until: number,
  more: Partial<LeafEntry> = {},
): LeafEntry => ({
  index,
  id: `batch-${index}`,
  tenderId: null,
  event: ACTS_SEALED,
  at: isoShanghai(until),
  recordedAt: isoShanghai(until),
  rehearsal: false,
  role: 'system',
  party: null,
  rule: null,
  article: null,
  documents: [],
  data: {
    root: '00'.repeat(32),
    depth: SEALED_DEPTH,
    fromAt: from === null ? null : isoShanghai(from),
    untilAt: isoShanghai(until),
  },
  commitment: '00'.repeat(32),
  ...more,
});
const codesOf = (work: (report: Report) => void): string[] => {
  const report = new Report();
  work(report);
  return report.findings.map(({ code }) => code);
};

describe('the audit of batches', () => {
  it('takes those that join', () => {
    const whole = [batch(0, null, T), null, batch(2, T, T + 1_000), batch(3, T + 1_000, T + 1_500)];
    expect(codesOf((report) => checkBatches(whole, report))).toEqual([]);
  });

  it.each([
    ['a gap', [batch(0, null, T), batch(1, T + 1, T + 1_000)]],
    ['an overlap', [batch(0, null, T), batch(1, T - 1, T + 1_000)]],
    ['a second first one', [batch(0, null, T), batch(1, null, T + 1_000)]],
    ['one of no time', [batch(0, null, T), batch(1, T, T)]],
    ['one that was recorded at another instant', [batch(0, null, T, { recordedAt: isoShanghai(T + 1) })]],
    ['one without facts', [batch(0, null, T, { data: {} })]],
  ])('finds %s', (_name, entries) => {
    expect(codesOf((report) => checkBatches(entries, report))).toEqual(['batch-out-of-line']);
  });

  it.each([
    ['within its time', T + 500, []],
    ['a moment before, by a slow transaction', T - 59_000, []],
    ['long before it', T - 61_000, ['receipt-backdated']],
    ['after it', T + 1_001, ['receipt-backdated']],
  ])('reads an act recorded %s', async (_name, recordedAt, expected) => {
    const leaf = canonical({ id: 'act', recordedAt: isoShanghai(recordedAt) });
    const { root, paths } = await sealedTree([{ position: 9, leaf }], WORK);
    const entry = batch(3, T, T + 1_000);
    const data = { ...entry.data, root: Buffer.from(root).toString('hex') };
    const place = { leaf, position: 9, path: paths[0]!.map((hash) => Buffer.from(hash).toString('base64')) };
    expect(codesOf((report) => auditSealed(place, { ...entry, data }, report))).toEqual(expected);
  });

  it.each([
    ['as promised', 1_000, []],
    ['later than that', 999, ['entered-late']],
  ])('reads an act that entered the record %s', async (_name, promisedMs, expected) => {
    const leaf = canonical({ id: 'act', recordedAt: isoShanghai(T) });
    const { root, paths } = await sealedTree([{ position: 9, leaf }], WORK);
    const entry = batch(3, T, T + 1_000);
    const data = { ...entry.data, root: Buffer.from(root).toString('hex') };
    const file = {
      receipt: { inRecordBy: isoShanghai(T + promisedMs) } as BidReceipt,
      sealed: { leaf, position: 9, path: paths[0]!.map((hash) => Buffer.from(hash).toString('base64')) },
    };
    expect(codesOf((report) => actOf(file, { ...entry, data }, report))).toEqual(expected);
    // Receipts of before promise nothing, and acts of before stand in the log themselves.
    const { sealed } = file;
    expect(
      codesOf((report) => actOf({ receipt: {} as BidReceipt, sealed }, { ...entry, data }, report)),
    ).toEqual([]);
    expect(codesOf((report) => actOf({ receipt: file.receipt }, entry, report))).toEqual([]);
  });
});

describe('a batch stands before', () => {
  const open = { phase: 'bidding', outcome: null, milestones: {} };
  it.each([
    ['the closing of applications', { ...open, milestones: { applicationsClosed: T } }, true],
    ['the closing of bids', { ...open, phase: 'opening', milestones: { bidsClosed: T } }, true],
    ['the opening', { ...open, phase: 'evaluation' }, true],
    ['an end before it', { ...open, outcome: 'terminated' }, true],
    ['no other step', { ...open, phase: 'opening' }, false],
  ])('%s', (_name, after, expected) => {
    expect(standsAfterBatch(open, after)).toBe(expected);
  });

  it('nothing that comes after the opening, or after the end', () => {
    expect(standsAfterBatch({ ...open, phase: 'award' }, { ...open, phase: 'contract' })).toBe(false);
    const over = { ...open, outcome: 'failed' };
    expect(standsAfterBatch(over, { ...over, phase: 'report' })).toBe(false);
  });
});
