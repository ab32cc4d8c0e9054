import type { Instant } from '../time/instant.ts';
import type { StepName } from './commands.ts';
import type { TenderState } from './state.ts';

/** The steps that bring a tender from one phase to the next by the clock alone. */
export type ClockStepName = Extract<
  StepName,
  'openFirstStage' | 'closeApplications' | 'openDocuments' | 'closeDocuments' | 'closeBids' | 'endPublicity'
>;

/** The instant at which the clock takes a step of a tender; null where the tender has none for it. */
export function clockStepDueAt(name: ClockStepName, state: TenderState): Instant | null {
  switch (name) {
    case 'openFirstStage':
      return state.firstStage?.issuedFromAt ?? null;
    case 'closeApplications':
      return state.firstStage?.dueAt ?? null;
    case 'openDocuments':
      return state.documentsIssuedFromAt;
    case 'closeDocuments':
      return state.documentsIssuedUntilAt;
    case 'closeBids':
      return state.bidDeadlineAt;
    case 'endPublicity':
      return state.publicityEndsAt;
  }
}

/**
 * The step by which the clock ends the phase in which a tender stands, and its instant; null where the phase
 * waits for somebody's act. Whether it rests then is for `decideStep` to say.
 */
export function dueStep(state: TenderState): { name: ClockStepName; dueAt: Instant } | null {
  const name = state.outcome === null ? clockStepOf(state) : null;
  const dueAt = name === null ? null : clockStepDueAt(name, state);
  return name === null || dueAt === null ? null : { name, dueAt };
}

function clockStepOf({ phase, firstStage, milestones }: TenderState): ClockStepName | null {
  switch (phase) {
    case 'notice':
      return firstStage === null ? 'openDocuments' : 'openFirstStage';
    case 'prequalification':
    case 'proposals':
      if (milestones.applicationsClosed === undefined) return 'closeApplications';
      return milestones.firstStageConcluded === undefined ? null : 'openDocuments';
    case 'documents':
      return 'closeDocuments';
    case 'bidding':
      return 'closeBids';
    case 'publicity':
      return 'endPublicity';
    default:
      return null;
  }
}
