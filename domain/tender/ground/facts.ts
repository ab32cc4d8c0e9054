import { reminderAt } from '../../case/duty.ts';
import type { Phase, ProcedureId } from '../../procedure/index.ts';
import type { Instant } from '../../time/instant.ts';
import type { Outcome } from './draft.ts';
import { dutyStartsAt, runningDuties } from './duties.ts';
import type { Milestone, TenderState } from './state.ts';

/**
 * What the workflow needs to know of a tender: instants and milestones, no personal data.
 * This, and ids, is all that enters the engine's history.
 */
export interface TenderFacts {
  readonly version: number;
  readonly phase: Phase;
  readonly region: string;
  readonly ruleset: string;
  readonly procedure: ProcedureId;
  readonly firstStageFromAt: Instant | null;
  readonly applicationsDueAt: Instant | null;
  readonly documentsIssuedFromAt: Instant;
  readonly documentsIssuedUntilAt: Instant;
  readonly bidDeadlineAt: Instant;
  readonly decryptionEndsAt: Instant | null;
  readonly publicityEndsAt: Instant | null;
  readonly milestones: Readonly<Partial<Record<Milestone, Instant>>>;
  /** Duties not met and not yet timed out, soonest first; what rests with the process is not among them. */
  readonly duties: readonly {
    readonly id: string;
    readonly dueAt: Instant;
    /** When its owner is reminded; null when that was done, or there is no time for it. */
    readonly remindAt: Instant | null;
  }[];
  readonly suspended: boolean;
  /** Where an order to suspend ends by law; null where nothing limits it. */
  readonly suspensionEndsAt: Instant | null;
  readonly outcome: Outcome | null;
}

/** The facts of a state. `remindBeforeMs`: how long before its due the owner of a duty is reminded; 0: never. */
export function factsOf(state: TenderState, remindBeforeMs = 0): TenderFacts {
  return {
    version: state.version,
    phase: state.phase,
    region: state.draft.region,
    ruleset: state.ruleset,
    procedure: state.procedure,
    firstStageFromAt: state.firstStage?.issuedFromAt ?? null,
    applicationsDueAt: state.firstStage?.dueAt ?? null,
    documentsIssuedFromAt: state.documentsIssuedFromAt,
    documentsIssuedUntilAt: state.documentsIssuedUntilAt,
    bidDeadlineAt: state.bidDeadlineAt,
    decryptionEndsAt: state.decryptionEndsAt,
    publicityEndsAt: state.publicityEndsAt,
    milestones: state.milestones,
    duties: runningDuties(state).map((duty) => ({
      id: duty.id,
      dueAt: duty.dueAt,
      remindAt: reminderAt(duty, dutyStartsAt(state, duty), remindBeforeMs),
    })),
    suspended: state.suspension !== null,
    suspensionEndsAt: suspensionEnd(state),
    outcome: state.outcome,
  };
}

/** The soonest end that the law sets an order to suspend; null where nothing limits it. */
export function suspensionEnd(state: TenderState): Instant | null {
  const ends = (state.suspension?.grounds ?? []).flatMap(({ untilAt }) =>
    untilAt === null ? [] : [untilAt],
  );
  return ends.length === 0 ? null : Math.min(...ends);
}
