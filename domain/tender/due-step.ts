import type { Instant } from '../time/instant.ts';
import type { StepName } from './commands.ts';
import type { TenderState } from './state.ts';

/** A step that brings a tender from one phase to the next by the clock alone. */
export interface DueStep {
  readonly name: Extract<
    StepName,
    'openFirstStage' | 'closeApplications' | 'openDocuments' | 'closeDocuments' | 'closeBids' | 'endPublicity'
  >;
  readonly dueAt: Instant;
}

/**
 * The step by which the clock ends the phase in which a tender stands, and its instant; null where the phase
 * waits for somebody's act, or while the tender rests. Documents are handed out during a suspension too.
 */
export function dueStep(state: TenderState): DueStep | null {
  if (state.outcome !== null) return null;
  const step = stepOf(state);
  const serves =
    step?.name === 'openDocuments' || step?.name === 'closeDocuments' || step?.name === 'openFirstStage';
  return state.suspension !== null && !serves ? null : step;
}

function stepOf({ phase, firstStage, milestones, ...state }: TenderState): DueStep | null {
  switch (phase) {
    case 'notice':
      return firstStage === null
        ? { name: 'openDocuments', dueAt: state.documentsIssuedFromAt }
        : { name: 'openFirstStage', dueAt: firstStage.issuedFromAt };
    case 'prequalification':
    case 'proposals':
      if (firstStage !== null && milestones.applicationsClosed === undefined)
        return { name: 'closeApplications', dueAt: firstStage.dueAt };
      if (milestones.firstStageConcluded === undefined) return null;
      return { name: 'openDocuments', dueAt: state.documentsIssuedFromAt };
    case 'documents':
      return { name: 'closeDocuments', dueAt: state.documentsIssuedUntilAt };
    case 'bidding':
      return { name: 'closeBids', dueAt: state.bidDeadlineAt };
    case 'publicity':
      return state.publicityEndsAt === null ? null : { name: 'endPublicity', dueAt: state.publicityEndsAt };
    default:
      return null;
  }
}
