import { ownSideWork, PLATFORM_WORK, type Work } from '../case/work.ts';
import type { Instant } from '../time/instant.ts';
import { tenderDues } from './dues.ts';
import { owedDuties } from './ground/duties.ts';
import type { TenderState } from './ground/state.ts';

/**
 * Everything that is open in a tender: the steps of the clock, the duties that are owed (late ones too, until they are met),
 * the instructions that nobody acknowledged, and the next award where a winner fell away.
 */
export function tenderWork(state: TenderState): Work[] {
  return [
    ...clockSteps(state),
    ...opening(state),
    ...duties(state),
    ...instructions(state),
    ...nextAward(state),
  ];
}

/** Steps that are not taken while the process rests; documents are issued all the same. */
const RESTING_STEPS: readonly string[] = ['closeApplications', 'closeBids', 'endPublicity'];

function clockSteps(state: TenderState): Work[] {
  return tenderDues(state).flatMap(({ step, dueAt }): Work[] => {
    const { name } = step;
    // A duty stands for its own time-out.
    if (name === 'timeOutDuty') return [];
    if (state.suspension !== null && RESTING_STEPS.includes(name)) return [];
    return [clockStep('step', state.id, name, dueAt)];
  });
}

/** The opening is done when all keys are in, and at the latest when the time for them is over. */
function opening({ id, phase, outcome, suspension, decryptionEndsAt }: TenderState): Work[] {
  if (phase !== 'opening' || outcome !== null || suspension !== null || decryptionEndsAt === null) return [];
  return [clockStep('opening', id, 'openBids', decryptionEndsAt)];
}

function clockStep(kind: 'step' | 'opening', tenderId: string, step: string, dueAt: Instant): Work {
  const key = `${tenderId}/${step}`;
  return { kind, key, at: dueAt, falls: true, owner: PLATFORM_WORK, body: { step, dueAt } };
}

function duties(state: TenderState): Work[] {
  return owedDuties(state).map((duty) => ({
    kind: 'duty',
    key: `${state.id}/${duty.id}`,
    at: duty.dueAt,
    falls: duty.timedOutAt === null,
    owner: ownSideWork(state.draft),
    body: { duty },
  }));
}

function instructions(state: TenderState): Work[] {
  return state.instructions
    .filter(({ acknowledgedAt, closedAt }) => acknowledgedAt === null && closedAt === null)
    .map((instruction) => ({
      kind: 'instruction',
      key: `${state.id}/${instruction.id}`,
      at: instruction.issuedAt,
      falls: false,
      owner: ownSideWork(state.draft),
      body: { instruction },
    }));
}

/** A tender whose winner fell away waits for the next one, or for its end: no law says until when. */
function nextAward(state: TenderState): Work[] {
  const { id, draft, phase, outcome, suspension, evaluation, cancelledAwards } = state;
  const lost = cancelledAwards.at(-1);
  if (lost === undefined || outcome !== null || phase !== 'award' || suspension !== null) return [];
  const candidatesLeft = (evaluation?.candidates.length ?? 0) - cancelledAwards.length;
  const body = { cancelledAward: lost, candidatesLeft };
  return [{ kind: 'winner', key: id, at: lost.cancelledAt, falls: false, owner: ownSideWork(draft), body }];
}
