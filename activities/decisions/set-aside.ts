import type { Instant } from '../../domain/time/instant.ts';
import {
  clearFailingStep,
  isolated,
  noteFailingStep,
  setAside,
  type Store,
  type StepName,
  type Tx,
} from '../../store/index.ts';
import type { CommandStatus } from '../types.ts';
import { faultOf, isFault } from './fault.ts';

/**
 * Decides a command within a transaction. Where that throws for good nothing of it is left, the command is set aside for
 * the administrator, and the transaction goes on from the state before it. What may yet succeed is thrown.
 */
export async function orSetAside<State>(
  tx: Tx,
  commandId: string,
  before: State,
  decide: () => Promise<{ state: State; status: 'accepted' | 'refused' }>,
): Promise<{ state: State; status: CommandStatus }> {
  try {
    return await isolated(tx, decide);
  } catch (error) {
    if (!isFault(error)) throw error;
    await setAside(tx, commandId, faultOf(error));
    return { state: before, status: 'set-aside' };
  }
}

/**
 * The same for what threw around the decision itself and rolled its whole transaction back: a state that cannot be read, or
 * a commit that the database refused. Throws what may yet succeed, and where the command was decided meanwhile.
 */
export async function setAsideAfterwards(
  store: Pick<Store, 'transaction'>,
  commandId: string,
  error: unknown,
): Promise<{ facts: null; status: 'set-aside' }> {
  if (!isFault(error)) throw error;
  if (!(await store.transaction((tx) => setAside(tx, commandId, faultOf(error))))) throw error;
  return { facts: null, status: 'set-aside' };
}

/**
 * Takes a step of the clock within a transaction. A step cannot be refused: where it throws for good nothing of it is
 * left, it is shown in the administrator's queue, and the transaction goes on from the state before it.
 */
export async function takenOrFailing<State>(
  tx: Tx,
  step: StepName,
  dueAt: Instant,
  before: State,
  take: () => Promise<State>,
): Promise<{ state: State; failing: boolean }> {
  try {
    const state = await isolated(tx, take);
    await clearFailingStep(tx, step);
    return { state, failing: false };
  } catch (error) {
    if (!isFault(error)) throw error;
    await noteFailingStep(tx, step, dueAt, faultOf(error));
    return { state: before, failing: true };
  }
}

/** The same for a step whose whole transaction was rolled back. Throws what may yet succeed. */
export async function failingAfterwards(
  store: Pick<Store, 'transaction'>,
  step: StepName,
  dueAt: Instant,
  error: unknown,
): Promise<{ facts: null; failing: true }> {
  if (!isFault(error)) throw error;
  await store.transaction((tx) => noteFailingStep(tx, step, dueAt, faultOf(error)));
  return { facts: null, failing: true };
}
