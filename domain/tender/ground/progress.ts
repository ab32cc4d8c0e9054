import type { Deadline } from '../../law/types.ts';
import { PHASES, type Phase } from '../../procedure/index.ts';
import { replyDutyId } from './duties.ts';
import type { Duty, Objection } from './parts.ts';
import type { Milestone, TenderState } from './state.ts';

/** The state with a milestone passed, in its phase. A phase is left backwards by nothing but an award that is lost. */
export function passed(
  state: TenderState,
  milestone: Milestone,
  at: number,
  phase: Phase = state.phase,
): TenderState {
  if (PHASES.indexOf(phase) < PHASES.indexOf(state.phase)) {
    throw new Error(`tender ${state.id} cannot go back from ${state.phase} to ${phase}`);
  }
  return { ...state, phase, milestones: { ...state.milestones, [milestone]: at } };
}

/**
 * Deadlines with new ones taken in. What is counted backwards follows its end point, so a new lead
 * replaces the earlier one of its rule; what is counted forward replaces only the same count, so
 * that two objections keep two reply deadlines.
 */
export function withDeadlines(known: readonly Deadline[], added: readonly Deadline[]): readonly Deadline[] {
  return added.reduce<readonly Deadline[]>(
    (all, one) => [...all.filter((old) => !replaces(one, old)), one],
    known,
  );
}

function replaces(one: Deadline, old: Deadline): boolean {
  if (one.rule !== old.rule) return false;
  return one.derivation.period.bound === 'lead' || one.startsAt === old.startsAt;
}

/** An open objection with the due that its duty has. */
export function withDueOf(objection: Objection, duties: readonly Duty[]): Objection {
  const duty = duties.find((one) => one.id === replyDutyId(objection.id));
  return duty === undefined || objection.reply !== null
    ? objection
    : { ...objection, replyDueAt: duty.dueAt };
}
