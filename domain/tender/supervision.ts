import type { Instant } from '../time/instant.ts';
import type { DocumentRef } from './state.ts';

/** One reason for which the process rests: an unanswered objection (ZTB-104, ZTB-107), or the authority's order (CMP-008, GP-511). */
export interface Ground {
  /** The id of the objection or of the instruction. */
  readonly id: string;
  readonly kind: 'objection' | 'instruction';
  readonly rule: string;
  readonly article: string;
  readonly sinceAt: Instant;
  /** Where the law limits an order: it ends here by itself. */
  readonly untilAt: Instant | null;
}

/** The process rests from its first ground until none is left. */
export interface Suspension {
  readonly sinceAt: Instant;
  /** The rule of the first ground. */
  readonly rule: string;
  readonly grounds: readonly Ground[];
  /** Since when the authority's order rests it, which stops the tenderee's clocks too; null while only objections do. */
  readonly orderedSinceAt: Instant | null;
}

/** `void-award`: the award alone is void, and is replaced or the tender held anew (招标投标法 64); `invalidate`: the tender is. */
export type InstructionKind = 'suspend' | 'resume' | 'correct' | 'void-award' | 'invalidate';

/** 行政监督指令: an order of the authority, with its basis in the rules, followed until it is done. */
export interface Instruction {
  readonly id: string;
  /** The complaint that it was issued for. */
  readonly complaintId?: string;
  readonly kind: InstructionKind;
  /** Rule id of its basis, in the ruleset pinned in the tender. */
  readonly basis: string;
  readonly article: string;
  readonly authority: string;
  readonly text: string;
  readonly issuedAt: Instant;
  /** By when a correction is due, as the authority set it. */
  readonly dueAt: Instant | null;
  readonly acknowledgedAt: Instant | null;
  readonly report: {
    readonly text: string;
    readonly documents: readonly DocumentRef[];
    readonly reportedAt: Instant;
  } | null;
  readonly closedAt: Instant | null;
}
