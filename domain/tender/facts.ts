import type { Instant } from '../time/instant.ts';
import { openDuties } from './duties.ts';
import type { Milestone, Outcome, Phase, TenderState } from './state.ts';

/**
 * What the workflow needs to know of a tender: instants and milestones, no personal data.
 * This, and ids, is all that enters the engine's history.
 */
export interface TenderFacts {
  readonly version: number;
  readonly phase: Phase;
  readonly region: string;
  readonly ruleset: string;
  readonly documentsIssuedFromAt: Instant;
  readonly documentsIssuedUntilAt: Instant;
  readonly bidDeadlineAt: Instant;
  readonly decryptionEndsAt: Instant | null;
  readonly publicityEndsAt: Instant | null;
  readonly milestones: Readonly<Partial<Record<Milestone, Instant>>>;
  /** Duties not met and not yet timed out, soonest first. */
  readonly duties: readonly { readonly id: string; readonly dueAt: Instant }[];
  readonly suspended: boolean;
  readonly outcome: Outcome | null;
}

/** The facts of a state. */
export function factsOf(state: TenderState): TenderFacts {
  return {
    version: state.version,
    phase: state.phase,
    region: state.draft.region,
    ruleset: state.ruleset,
    documentsIssuedFromAt: state.documentsIssuedFromAt,
    documentsIssuedUntilAt: state.documentsIssuedUntilAt,
    bidDeadlineAt: state.bidDeadlineAt,
    decryptionEndsAt: state.decryptionEndsAt,
    publicityEndsAt: state.publicityEndsAt,
    milestones: state.milestones,
    duties: openDuties(state).map(({ id, dueAt }) => ({ id, dueAt })),
    suspended: state.suspension !== null,
    outcome: state.outcome,
  };
}
