import { procedureOf } from '../../procedure/index.ts';
import type { TenderDraft } from './draft.ts';
import type { TenderState } from './state.ts';

/** Whether applications or proposals are still to come. */
export function beforeApplications(state: TenderState): boolean {
  return state.firstStage !== null && state.milestones.applicationsClosed === undefined;
}

/** Whether a draft's procedure has a stage before its documents: a prequalification or technical proposals. */
export function hasFirstStage(draft: TenderDraft): boolean {
  const { phases } = procedureOf(draft);
  return phases.includes('prequalification') || phases.includes('proposals');
}

/** The rule of a first stage: how applications are handled, or that a tender has two stages. */
export function firstStageRule(state: TenderState): string {
  return state.draft.method === 'two-stage' ? 'ZTB-021' : 'EB-026';
}
