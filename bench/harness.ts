import { performance } from 'node:perf_hooks';

/** What a bench prints: one JSON object on stdout. */
export interface BenchResult {
  readonly name: string;
  readonly runs: number;
  readonly figures: Readonly<Record<string, number>>;
  readonly ratios: Readonly<Record<string, number>>;
}

/** One thing to measure: does `count` operations, and is timed as a whole. */
export interface Contestant {
  readonly name: string;
  /** Operations a round. */
  readonly count: number;
  readonly round: (count: number, round: number) => Promise<void>;
}

/**
 * Runs the contestants in turns, so that a slow minute of the machine hits all of them, after one
 * round each that does not count. Gives operations per second by name, the median over the rounds.
 */
export async function interleave(
  contestants: readonly Contestant[],
  rounds: number,
): Promise<Record<string, number>> {
  const rates = new Map<string, number[]>(contestants.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const { name, count, round: run } of contestants) {
      const began = performance.now();
      await run(count, round);
      const seconds = (performance.now() - began) / 1000;
      if (round > 0) rates.get(name)?.push(count / seconds);
      process.stderr.write(`${name}: ${(count / seconds).toFixed(0)}/s${round === 0 ? ' (warm-up)' : ''}\n`);
    }
  }
  return Object.fromEntries([...rates].map(([name, values]) => [name, median(values)]));
}

/** The middle value; the mean of the two middle ones for an even count. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? Number.NaN;
  return Number.isInteger(middle) ? ((sorted[middle - 1] ?? Number.NaN) + upper) / 2 : upper;
}

/** The value below which so many of a hundred lie. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? Number.NaN;
}

/** Runs `work` for each of `count` numbers, `width` at a time. */
export async function concurrently(
  count: number,
  width: number,
  work: (index: number) => Promise<unknown>,
): Promise<void> {
  let next = 0;
  const lanes = Array.from({ length: width }, async () => {
    while (next < count) await work(next++);
  });
  await Promise.all(lanes);
}

/** A figure to two decimals, for printing. */
export const round2 = (value: number): number => Math.round(value * 100) / 100;
