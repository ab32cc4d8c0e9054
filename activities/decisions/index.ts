import { ApplicationFailure } from '@temporalio/common';
import type { Instant } from '../../domain/time/instant.ts';
import { readFence, updateFence } from '../../store/index.ts';
import type { TenderActivities } from '../types.ts';
import { createDecider } from './decider.ts';
import type { DecisionDeps } from './deps.ts';
import { closing, decidedTender, plainly } from './tender.ts';

type Decisions = Pick<TenderActivities, 'handleCommand' | 'takeStep' | 'closeBids' | 'moveClock'>;

/** The decisions of a tender's process. */
export function createDecisions(deps: DecisionDeps): Decisions {
  const decider = createDecider(deps, decidedTender(deps));
  return {
    handleCommand: ({ tenderId, commandId }) => decider.handleCommand(tenderId, commandId),
    takeStep: ({ tenderId, step, dueAt }) => decider.takeStep(tenderId, plainly(step, dueAt)),
    closeBids: ({ tenderId, dueAt }) => decider.takeStep(tenderId, closing(deps, dueAt)),
    moveClock: ({ tenderId, toAt }) => moveClock(deps, tenderId, toAt),
  };
}

/** Moves a rehearsal's clock forward, never back; a clock that stands later already stays where it is. */
async function moveClock(deps: DecisionDeps, tenderId: string, toAt: Instant): Promise<{ shiftMs: number }> {
  return deps.store.transaction(async (tx) => {
    const fence = await readFence(tx, tenderId, 'exclusive');
    if (fence === null || !fence.rehearsal) {
      throw ApplicationFailure.nonRetryable(`tender ${tenderId} has no clock that moves`, 'ClockFixed');
    }
    const shiftMs = fence.shiftMs + Math.max(0, toAt - fence.at);
    await updateFence(tx, tenderId, { shiftMs });
    return { shiftMs };
  });
}
