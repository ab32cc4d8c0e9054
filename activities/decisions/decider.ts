import { ApplicationFailure } from '@temporalio/common';
import { SYSTEM } from '../../domain/case/actor.ts';
import type { Calendar } from '../../domain/time/calendar.ts';
import { isoShanghai, type Instant } from '../../domain/time/instant.ts';
import {
  commandById,
  lockCommand,
  readFence,
  recordRefusal,
  settleCommand,
  type StoredCommand,
  type Tx,
} from '../../store/index.ts';
import type { CommandStatus } from '../types.ts';
import type { CaseTypes, DecidedCase, DueStep } from './case.ts';
import type { DecisionDeps } from './deps.ts';
import { afterIntake } from './intake.ts';
import { lawOf } from './law.ts';
import { failingAfterwards, orSetAside, setAsideAfterwards, takenOrFailing } from './set-aside.ts';

export const BY_SYSTEM = { actor: SYSTEM, address: null, commandId: null } as const;

/** What a decision leaves behind; facts are null where there is no case yet, or it could not be read. */
type Outcome<Kind extends CaseTypes> = Kind['beside'] & { readonly facts: Kind['facts'] | null };

/** Takes the decisions of one kind of case. */
export interface Decider<Kind extends CaseTypes> {
  /** Decides one stored command, after what fell due or was received before it. */
  readonly handleCommand: (
    id: string,
    commandId: string,
  ) => Promise<Outcome<Kind> & { readonly status: CommandStatus }>;
  /** Takes a step that fell due, after what fell due or was received before it. */
  readonly takeStep: (
    id: string,
    step: DueStep<Kind>,
  ) => Promise<Outcome<Kind> & { readonly failing?: boolean }>;
}

/**
 * The decisions of one kind of case. Each is one transaction that holds the row of the case, so that decisions of one
 * case follow one another whoever takes them; each gives its own result again when it is repeated.
 *
 * Whatever is decided as of an instant is decided after all that was received and all that fell due before it, in the
 * order of their instants. As a rule the process of the case has taken that already. Where the engine had lost it, or
 * comes late, a command that is late is found late: it meets a phase that is over, or a duty that has timed out.
 */
export function createDecider<Kind extends CaseTypes>(
  deps: DecisionDeps,
  of: DecidedCase<Kind>,
): Decider<Kind> {
  const wake = (tenderId: string): Promise<void> => deps.wake(`tender:${tenderId}`);
  const besideOf = (tenderId: string): Promise<Kind['beside']> =>
    deps.store.transaction((tx) => of.beside(tx, tenderId));
  return {
    handleCommand: async (id, commandId) => {
      const handle = async () => {
        const calendar = await deps.calendar();
        try {
          return await deps.store.transaction((tx) => handleCommand(tx, of, id, commandId, calendar));
        } catch (error) {
          const aside = await setAsideAfterwards(deps.store, commandId, error);
          const command = await commandById(deps.store.em(), commandId);
          if (command === null) throw error;
          const { tenderId } = command;
          return { ...aside, tenderId, beside: await besideOf(tenderId) };
        }
      };
      const { facts, status, tenderId, beside } = await afterIntake(deps.store, handle);
      await wake(tenderId);
      return { ...beside, facts, status };
    },
    takeStep: async (id, step) => {
      const take = async () => {
        const calendar = await deps.calendar();
        try {
          return await deps.store.transaction((tx) => takeDueStep(tx, of, id, step, calendar));
        } catch (error) {
          const tenderId = await of.tenderById(deps.store.em(), id);
          if (tenderId === null) throw error;
          const named = { subject: id, tenderId, step: step.name };
          const failed = await failingAfterwards(deps.store, named, step.dueAt, error);
          return { ...failed, tenderId, beside: await besideOf(tenderId) };
        }
      };
      const { facts, failing, tenderId, beside } = await afterIntake(deps.store, take);
      await wake(tenderId);
      return { ...beside, facts, ...(failing ? { failing } : {}) };
    },
  };
}

async function handleCommand<Kind extends CaseTypes>(
  tx: Tx,
  of: DecidedCase<Kind>,
  id: string,
  commandId: string,
  calendar: Calendar,
): Promise<{ facts: Kind['facts'] | null; status: CommandStatus; tenderId: string; beside: Kind['beside'] }> {
  let state = await of.load(tx, id);
  const command = await lockCommand<Kind['payload']>(tx, commandId);
  if (command === null || !of.isItsCommand(command, id)) {
    throw ApplicationFailure.nonRetryable(`no command ${commandId} of ${of.noun} ${id}`, 'UnknownCommand');
  }
  const { tenderId, at } = command;
  let { status }: { status: CommandStatus | 'received' } = command;
  // The instant of a due belongs to what falls due, as that of the deadline to the opening.
  if (status === 'received' && state !== null) state = await upTo(tx, of, state, at, at, calendar);
  const beside = await of.beside(tx, tenderId);
  if (status === 'received') ({ state, status } = await decideStored(tx, of, command, state, calendar));
  return { facts: state && of.factsOf(state), status, tenderId, beside };
}

/** Takes a step that fell due. The fence is held, so nothing is received meanwhile. */
async function takeDueStep<Kind extends CaseTypes>(
  tx: Tx,
  of: DecidedCase<Kind>,
  id: string,
  step: DueStep<Kind>,
  calendar: Calendar,
): Promise<{ facts: Kind['facts']; failing: boolean; tenderId: string; beside: Kind['beside'] }> {
  const { dueAt } = step;
  const loaded = await of.load(tx, id);
  if (loaded === null) throw new Error(`there is no ${of.noun} ${id}`);
  const tenderId = of.tenderOf(loaded);
  const fence = await readFence(tx, tenderId, 'exclusive');
  if (fence === null) throw new Error(`tender ${tenderId} has no fence`);
  if (fence.at < dueAt) {
    // The engine's host runs ahead of the database's clock, which decides: come back when it is time.
    throw ApplicationFailure.create({
      message: `the database's clock stands before ${isoShanghai(dueAt)}`,
      type: 'NotYetDue',
      nextRetryDelay: dueAt - fence.at + 1,
    });
  }
  const before = await upTo(tx, of, loaded, dueAt, dueAt - 1, calendar);
  const { state, failing } = await takeStep(tx, of, before, step, calendar);
  return { facts: of.factsOf(state), failing, tenderId, beside: await of.beside(tx, tenderId) };
}

/**
 * The case after what was received before an instant and what fell due until one, in the order of their instants. The
 * fence is held for what fell due, so that nothing is received meanwhile that comes before it. Each step is tried once:
 * one that throws, or rests, holds up nobody's command.
 */
async function upTo<Kind extends CaseTypes>(
  tx: Tx,
  of: DecidedCase<Kind>,
  loaded: Kind['state'],
  receivedBefore: Instant,
  dueUntil: Instant,
  calendar: Calendar,
): Promise<Kind['state']> {
  let state = loaded;
  const tried = new Set<string>();
  const keyOf = (due: DueStep<Kind> | undefined): string => `${due?.name}@${due?.dueAt}`;
  const next = () => of.dues(state).find((due) => due.dueAt <= dueUntil && !tried.has(keyOf(due)));
  for (;;) {
    const due = next();
    if (due !== undefined) await readFence(tx, of.tenderOf(state), 'exclusive');
    const received = await of.pending(tx, state.id, due?.dueAt ?? receivedBefore);
    for (const command of received) {
      state = (await decideStored(tx, of, command, state, calendar)).state ?? state;
      // What was decided may have moved what falls due.
      if (keyOf(next()) !== keyOf(due)) break;
    }
    if (received.length > 0) continue;
    if (due === undefined) return state;
    ({ state } = await takeStep(tx, of, state, due, calendar));
    tried.add(keyOf(due));
  }
}

/** Takes a step; one that throws for good is shown to the administrator and leaves the case as it is. */
function takeStep<Kind extends CaseTypes>(
  tx: Tx,
  of: DecidedCase<Kind>,
  state: Kind['state'],
  { name, dueAt, choose }: DueStep<Kind>,
  calendar: Calendar,
): Promise<{ state: Kind['state']; failing: boolean }> {
  const named = { subject: state.id, tenderId: of.tenderOf(state), step: name };
  return takenOrFailing(tx, named, dueAt, state, async () => {
    const law = lawOf(state, calendar);
    const step = await choose(tx, state, law);
    if (step === null) return state;
    return of.record(tx, state, of.decideStep(step, state, dueAt, law), BY_SYSTEM);
  });
}

/**
 * Decides one stored command within a transaction that holds the case. Gives the state after it; a command whose
 * decision throws is set aside, and the state is what it was.
 */
function decideStored<Kind extends CaseTypes>(
  tx: Tx,
  of: DecidedCase<Kind>,
  command: StoredCommand<Kind['payload']>,
  state: Kind['state'] | null,
  calendar: Calendar,
): Promise<{ state: Kind['state'] | null; status: CommandStatus }> {
  return orSetAside(tx, command.id, state, async () => {
    const { rehearsal, refusals, decide } = await of.judge(tx, command, state, calendar);
    if (refusals.length > 0) {
      await recordRefusal(tx, { ...command, commandId: command.id, rehearsal, refusals });
      await settleCommand(tx, command.id, { status: 'refused', refusals });
      return { state, status: 'refused' };
    }
    const doer = { actor: command.actor, address: command.address, commandId: command.id };
    const after = await of.record(tx, state, await decide(), doer);
    await settleCommand(tx, command.id, { status: 'accepted', refusals: null });
    return { state: after, status: 'accepted' };
  });
}
