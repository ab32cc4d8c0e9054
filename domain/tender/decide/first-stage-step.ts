import type { LawContext } from '../../law/context.ts';
import type { Instant } from '../../time/instant.ts';
import type { SystemStep } from '../commands.ts';
import type { TenderEvent } from '../events.ts';
import type { TenderState } from '../state.ts';
import { firstStageRule } from './first-stage.ts';
import { happened } from './happened.ts';

/** Beginning and closing of a prequalification, or of the stage of proposals; empty when it is not time. */
export function decideFirstStageStep(
  step: Extract<SystemStep, { name: 'openFirstStage' | 'closeApplications' }>,
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): TenderEvent[] {
  const { firstStage } = state;
  if (firstStage === null) return [];
  const rule = firstStageRule(state);
  if (step.name === 'openFirstStage') {
    if (state.phase !== 'notice' || at < firstStage.issuedFromAt) return [];
    return [happened(at, ctx, rule, { name: 'firstStageOpened' })];
  }
  const { firstStageOpened, applicationsClosed } = state.milestones;
  if (firstStageOpened === undefined || applicationsClosed !== undefined) return [];
  if (state.suspension !== null || at < firstStage.dueAt) return [];
  const count = firstStage.applications.length;
  return [happened(at, ctx, rule, { name: 'applicationsClosed', count })];
}
