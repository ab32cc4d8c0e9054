import type { PlatformUser } from './client.ts';
import type { ProblemError } from './client.ts';

/** One entry of the record, as a step of the rehearsal. */
export interface Step {
  readonly event: string;
  readonly at: string;
  readonly rule: string | null;
  readonly article: string | null;
}

export interface Summary {
  readonly tenderId: string | null;
  readonly outcome: string | null;
  readonly steps: readonly Step[];
  readonly deadlines: readonly unknown[];
  readonly bids: number;
  readonly recordEntries: number;
  readonly wallSeconds: number;
  readonly assumed: readonly string[];
  readonly refused?: { readonly code: string; readonly rules: readonly string[]; readonly message: string };
}

/** Reads a tender's entries of the public record from an index on. */
export async function stepsSince(
  reader: PlatformUser,
  tenderId: string,
  from: number,
): Promise<{ steps: Step[]; next: number }> {
  const steps: Step[] = [];
  let next = from;
  for (;;) {
    const page = await reader.get(`/v1/record?tenderId=${tenderId}&from=${next}&limit=200`);
    const entries = page['entries'] as (Step & { index: number })[];
    if (entries.length === 0) return { steps, next };
    for (const { index, event, at, rule, article } of entries) {
      steps.push({ event, at, rule, article });
      next = index + 1;
    }
  }
}

/** The whole rehearsal as one object. */
export async function summarize(
  reader: PlatformUser,
  tenderId: string,
  wallSeconds: number,
  assumed: readonly string[],
): Promise<Summary> {
  const { steps } = await stepsSince(reader, tenderId, 0);
  const state = await reader.get(`/v1/tenders/${tenderId}`);
  const { deadlines } = (await reader.get(`/v1/tenders/${tenderId}/deadlines`)) as { deadlines: unknown[] };
  return {
    tenderId,
    outcome: (state['outcome'] as string | null | undefined) ?? null,
    steps,
    deadlines,
    bids: (state['closedBidCount'] as number | null | undefined) ?? 0,
    recordEntries: steps.length,
    wallSeconds,
    assumed,
  };
}

/** What is printed when the law refuses the notice. */
export function refusal(
  error: ProblemError,
  tenderId: string | null,
  wallSeconds: number,
  assumed: readonly string[],
): Summary {
  const errors = (error.problem['errors'] as { rule: string | null; zh: string }[] | undefined) ?? [];
  const rules = [...new Set(errors.map((item) => item.rule).filter((rule): rule is string => rule !== null))];
  const own = error.problem['rule'];
  return {
    tenderId,
    outcome: null,
    steps: [],
    deadlines: [],
    bids: 0,
    recordEntries: 0,
    wallSeconds,
    assumed,
    refused: {
      code: String(error.problem['code']),
      rules: rules.length > 0 ? rules : typeof own === 'string' ? [own] : [],
      message: String(error.problem['detail']),
    },
  };
}
