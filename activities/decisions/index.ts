import { ApplicationFailure } from '@temporalio/common';
import type { LawContext } from '../../domain/law/context.ts';
import {
  decideStep,
  dueStep,
  factsOf,
  SYSTEM,
  type SystemStep,
  type TenderFacts,
  type TenderState,
} from '../../domain/tender/index.ts';
import type { Calendar } from '../../domain/time/calendar.ts';
import { isoShanghai, type Instant } from '../../domain/time/instant.ts';
import {
  closeFence,
  intakeHolding,
  loadState,
  lockCommand,
  readFence,
  updateFence,
  type Tx,
} from '../../store/index.ts';
import { afterIntake, StillArriving } from './intake.ts';
import type { CommandStatus, Decided, TenderActivities } from '../types.ts';
import { decideReceivedBefore, decideStored, lawOf, type DecisionDeps } from './deciding.ts';
import { downtimeStep } from './downtime.ts';
import { recordEvents } from './recording.ts';
import { failingAfterwards, setAsideAfterwards, takenOrFailing } from './set-aside.ts';

const BY_SYSTEM = { actor: SYSTEM, address: null, commandId: null } as const;

type Decisions = Pick<TenderActivities, 'handleCommand' | 'takeStep' | 'closeBids' | 'moveClock'>;

/**
 * The decisions of a tender's process. Each is one transaction that holds the tender's row, so that
 * decisions of one tender follow one another whoever takes them; each gives its own result again when
 * it is repeated.
 */
export function createDecisions(deps: DecisionDeps): Decisions {
  const wake = (tenderId: string): Promise<void> => deps.wake(`tender:${tenderId}`);
  return {
    handleCommand: async ({ tenderId, commandId }) => {
      const decided = await afterIntake(deps.store, () =>
        handleCommand(deps, tenderId, commandId).catch((error: unknown) =>
          setAsideAfterwards(deps.store, commandId, error),
        ),
      );
      await wake(tenderId);
      return decided;
    },
    takeStep: async ({ tenderId, step, dueAt }) => {
      const decided = await takeDueStep(deps, tenderId, dueAt, plainly(step));
      await wake(tenderId);
      return decided;
    },
    closeBids: async ({ tenderId, dueAt }) => {
      const decided = await afterIntake(deps.store, () =>
        takeDueStep(deps, tenderId, dueAt, closing(deps, dueAt)),
      );
      await wake(tenderId);
      return decided;
    },
    moveClock: ({ tenderId, toAt }) => moveClock(deps, tenderId, toAt),
  };
}

/** A step that fell due: its name, and how it is found of the tender as it stands then; null: it is not due after all. */
interface Choice {
  readonly name: string;
  readonly choose: (tx: Tx, state: TenderState, law: LawContext) => Promise<SystemStep | null>;
}

const plainly = (step: SystemStep): Choice => ({
  name: 'dutyId' in step ? `${step.name}:${step.dutyId}` : step.name,
  choose: () => Promise.resolve(step),
});

/** The closing of the bids, for which the fence is held. */
function closing(deps: DecisionDeps, dueAt: Instant): Choice {
  const choose: Choice['choose'] = async (tx, state, law) => {
    // An objection or amendment received in time may have moved the deadline: then it is not due.
    if (state.suspension !== null || state.bidDeadlineAt > dueAt) return null;
    const makeUp = await downtimeStep(tx, deps, state, dueAt, law);
    if (makeUp !== null) return makeUp;
    // What arrived in time and is still on its way into the database comes first.
    if ((await intakeHolding(tx, state.id, dueAt)) > 0) throw new StillArriving(state.id, dueAt);
    const { bidCount, bidderCount } = await closeFence(tx, state.id);
    return { name: 'closeBids', bidCount, bidderCount };
  };
  return { name: 'closeBids', choose };
}

async function handleCommand(
  deps: DecisionDeps,
  tenderId: string,
  commandId: string,
): Promise<Decided & { status: CommandStatus }> {
  const calendar = await deps.calendar();
  const facts = (state: TenderState): TenderFacts => factsOf(state, deps.remindBeforeMs);
  return deps.store.transaction(async (tx) => {
    let state = await loadState(tx, tenderId, true);
    const found = await lockCommand(tx, commandId);
    if (found === null || found.tenderId !== tenderId) {
      throw ApplicationFailure.nonRetryable(
        `no command ${commandId} of tender ${tenderId}`,
        'UnknownCommand',
      );
    }
    if (found.status !== 'received') return { facts: state && facts(state), status: found.status };
    if (state !== null) {
      state = await takeMissedSteps(tx, deps, state, found.at, calendar);
      state = await decideReceivedBefore(tx, deps, state, found.at, calendar);
    }
    const decided = await decideStored(tx, deps, found, state, calendar);
    return { facts: decided.state && facts(decided.state), status: decided.status };
  });
}

/**
 * What fell due before a command and was not taken, because the engine had lost the tender's process: the command
 * that starts it anew is decided in the phase in which it would have found the tender. As a rule there is nothing.
 */
async function takeMissedSteps(
  tx: Tx,
  deps: DecisionDeps,
  loaded: TenderState,
  before: Instant,
  calendar: Calendar,
): Promise<TenderState> {
  let state = loaded;
  for (;;) {
    const due = dueStep(state);
    if (due === null || due.dueAt > before) return state;
    await readFence(tx, state.id, 'exclusive');
    const { name, dueAt } = due;
    const choice = name === 'closeBids' ? closing(deps, dueAt) : plainly({ name });
    const { state: after, failing } = await takeStepAt(tx, deps, state, dueAt, choice, calendar);
    // What a failing step holds up is nobody's command: that is decided on the tender as it stands.
    if (failing || after.version === state.version) return after;
    state = after;
  }
}

/** Takes a step that fell due. The fence is held, so nothing is received meanwhile. */
async function takeDueStep(
  deps: DecisionDeps,
  tenderId: string,
  dueAt: Instant,
  choice: Choice,
): Promise<Decided> {
  const calendar = await deps.calendar();
  const taken = deps.store.transaction(async (tx) => {
    const loaded = await loadState(tx, tenderId, true);
    const fence = await readFence(tx, tenderId, 'exclusive');
    if (loaded === null || fence === null) throw new Error(`tender ${tenderId} is not launched`);
    if (fence.at < dueAt) {
      // The engine's host runs ahead of the database's clock, which decides: come back when it is time.
      throw ApplicationFailure.create({
        message: `the database's clock stands before ${isoShanghai(dueAt)}`,
        type: 'NotYetDue',
        nextRetryDelay: dueAt - fence.at + 1,
      });
    }
    const { state, failing } = await takeStepAt(tx, deps, loaded, dueAt, choice, calendar);
    const facts = factsOf(state, deps.remindBeforeMs);
    return failing ? { facts, failing } : { facts };
  });
  const step = { subject: tenderId, tenderId, step: choice.name };
  return taken.catch((error: unknown) => failingAfterwards(deps.store, step, dueAt, error));
}

/** First come the commands received before the step's instant, then the step as `choose` finds it. */
async function takeStepAt(
  tx: Tx,
  deps: DecisionDeps,
  loaded: TenderState,
  dueAt: Instant,
  { name, choose }: Choice,
  calendar: Calendar,
): Promise<{ state: TenderState; failing: boolean }> {
  const state = await decideReceivedBefore(tx, deps, loaded, dueAt, calendar);
  const named = { subject: state.id, tenderId: state.id, step: name };
  return takenOrFailing(tx, named, dueAt, state, async () => {
    const law = lawOf(state, null, calendar);
    const step = await choose(tx, state, law);
    if (step === null) return state;
    return recordEvents(tx, deps.platform, state, decideStep(step, state, dueAt, law), BY_SYSTEM);
  });
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
