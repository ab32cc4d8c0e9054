import { ApplicationFailure } from '@temporalio/common';
import {
  admitComplaint,
  complaintFacts,
  decideComplaint,
  decideComplaintStep,
  runningComplaintDuties,
  type ComplaintCommand,
  type ComplaintState,
  type ComplaintStep,
} from '../../domain/complaint/index.ts';
import { rulesetById } from '../../domain/law/context.ts';
import { SYSTEM } from '../../domain/tender/index.ts';
import type { Calendar } from '../../domain/time/calendar.ts';
import { isoShanghai, type Instant } from '../../domain/time/instant.ts';
import {
  commandById,
  complaintStart,
  loadComplaint,
  lockCommand,
  lockFilings,
  pendingComplaintCommands,
  readFence,
  readFenceUnlocked,
  recordRefusal,
  settleCommand,
  surroundingsOf,
  type Em,
  type StoredComplaintCommand,
  type Tx,
} from '../../store/index.ts';
import type { DecisionDeps } from '../decisions/deciding.ts';
import { failingAfterwards, orSetAside, setAsideAfterwards, takenOrFailing } from '../decisions/set-aside.ts';
import type { CommandStatus, ComplaintActivities } from '../types.ts';
import { recordComplaintEvents } from './recording.ts';

const BY_SYSTEM = { actor: SYSTEM, address: null, commandId: null } as const;

/**
 * The decisions of a complaint's process. Each is one transaction that holds the complaint's row, then its
 * tender's fence, so that nothing is received meanwhile; each gives its own result again when it is repeated.
 */
export function createComplaintDecisions(deps: DecisionDeps): ComplaintActivities {
  /** Decides in a transaction, tells the facts of what came of it, and wakes the deliveries of the tender. */
  const decide = async <Outcome extends Left>(by: (tx: Tx, calendar: Calendar) => Promise<Outcome>) => {
    const calendar = await deps.calendar();
    const { state, tenderId, ...rest } = await deps.store.transaction((tx) => by(tx, calendar));
    await deps.wake(`tender:${tenderId}`);
    return { ...rest, facts: state && complaintFacts(state, deps.remindBeforeMs) };
  };
  const take =
    (name: ComplaintStep['name']): ComplaintActivities['timeOutComplaintDuty'] =>
    ({ complaintId, dutyId, dueAt }) =>
      decide((tx, calendar) => takeDueStep(tx, complaintId, { name, dutyId }, dueAt, calendar)).catch(
        async (error: unknown) => {
          const start = await complaintStart(deps.store.em(), complaintId);
          if (start === null) throw error;
          const { tenderId, shiftMs } = start;
          const step = { subject: complaintId, tenderId, step: `${name}:${dutyId}` };
          return { ...(await failingAfterwards(deps.store, step, dueAt, error)), shiftMs };
        },
      );
  return {
    handleComplaintCommand: ({ complaintId, commandId }) =>
      decide((tx, calendar) => handleCommand(tx, complaintId, commandId, calendar)).catch(
        async (error: unknown) => {
          const aside = await setAsideAfterwards(deps.store, commandId, error);
          return { ...aside, shiftMs: await commandShift(deps.store.em(), commandId) };
        },
      ),
    readComplaint: ({ complaintId, tenderId }) =>
      deps.store.transaction(async (tx) => {
        const state = await loadComplaint(tx, complaintId, false);
        const facts = state && complaintFacts(state, deps.remindBeforeMs);
        return { facts, shiftMs: await shiftOf(tx, tenderId) };
      }),
    timeOutComplaintDuty: take('timeOutDuty'),
    remindComplaintDuty: take('announceDue'),
  };
}

/** What a transaction leaves behind. */
interface Left {
  readonly state: ComplaintState | null;
  readonly shiftMs: number;
  readonly tenderId: string;
  readonly failing?: boolean;
}

/** The shift of the clock of a command's tender, where the complaint itself could not be read. */
async function commandShift(em: Em, commandId: string): Promise<number> {
  const command = await commandById(em, commandId);
  const fence = command === null ? null : await readFenceUnlocked(em, command.tenderId);
  return fence?.shiftMs ?? 0;
}

async function handleCommand(tx: Tx, complaintId: string, commandId: string, calendar: Calendar) {
  let state = await loadComplaint(tx, complaintId, true);
  const command = await lockCommand<ComplaintCommand>(tx, commandId);
  if (command === null || command.complaintId !== complaintId) {
    throw ApplicationFailure.nonRetryable(
      `no command ${commandId} of complaint ${complaintId}`,
      'UnknownCommand',
    );
  }
  const { tenderId } = command;
  const shiftMs = await shiftOf(tx, tenderId);
  if (command.status !== 'received') {
    return { state, shiftMs, tenderId, status: command.status };
  }
  if (state !== null) state = await decideReceivedBefore(tx, state, command.at, calendar);
  const decided = await decideStored(tx, command, state, calendar);
  return { ...decided, shiftMs, tenderId };
}

async function takeDueStep(
  tx: Tx,
  complaintId: string,
  step: ComplaintStep,
  dueAt: Instant,
  calendar: Calendar,
): Promise<Left> {
  const loaded = await loadComplaint(tx, complaintId, true);
  if (loaded === null) throw new Error(`there is no complaint ${complaintId}`);
  const tenderId = loaded.tender.id;
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
  const before = await decideReceivedBefore(tx, loaded, dueAt, calendar);
  const { state, failing } = await takeStep(tx, before, step, dueAt, calendar);
  return { state, shiftMs: fence.shiftMs, tenderId, ...(failing ? { failing } : {}) };
}

/** Takes a step of a complaint; one that throws is shown to the administrator and leaves the complaint as it is. */
function takeStep(
  tx: Tx,
  state: ComplaintState,
  step: ComplaintStep,
  dueAt: Instant,
  calendar: Calendar,
): Promise<{ state: ComplaintState; failing: boolean }> {
  const named = { subject: state.id, tenderId: state.tender.id, step: `${step.name}:${step.dutyId}` };
  return takenOrFailing(tx, named, dueAt, state, () =>
    recordComplaintEvents(
      tx,
      state,
      decideComplaintStep(step, state, dueAt, { ruleset: rulesetById(state.ruleset), calendar }),
      BY_SYSTEM,
    ),
  );
}

async function shiftOf(tx: Tx, tenderId: string): Promise<number> {
  const fence = await readFence(tx, tenderId, 'share');
  if (fence === null) throw new Error(`tender ${tenderId} has no fence`);
  return fence.shiftMs;
}

/** What comes before an instant: commands received before it and duties that fell due, in the order of their instants. */
async function decideReceivedBefore(
  tx: Tx,
  state: ComplaintState,
  before: Instant,
  calendar: Calendar,
): Promise<ComplaintState> {
  let current = state;
  for (const command of await pendingComplaintCommands(tx, state.id, before)) {
    current = await timeOutDue(tx, current, command.at, calendar);
    current = (await decideStored(tx, command, current, calendar)).state ?? current;
  }
  return timeOutDue(tx, current, before, calendar);
}

/** Lets the duties due before an instant time out: its own process may not have come to it yet. */
async function timeOutDue(
  tx: Tx,
  state: ComplaintState,
  before: Instant,
  calendar: Calendar,
): Promise<ComplaintState> {
  let current = state;
  for (const { id, dueAt } of runningComplaintDuties(state).filter((duty) => duty.dueAt < before)) {
    current = (await takeStep(tx, current, { name: 'timeOutDuty', dutyId: id }, dueAt, calendar)).state;
  }
  return current;
}

/**
 * Decides one stored command within a transaction that holds the complaint. Gives the state after it; a command whose
 * decision throws is set aside, and the state is what it was.
 */
function decideStored(
  tx: Tx,
  command: StoredComplaintCommand,
  before: ComplaintState | null,
  calendar: Calendar,
): Promise<{ state: ComplaintState | null; status: CommandStatus }> {
  return orSetAside(tx, command.id, before, () => decideCommand(tx, command, before, calendar));
}

async function decideCommand(
  tx: Tx,
  command: StoredComplaintCommand,
  before: ComplaintState | null,
  calendar: Calendar,
): Promise<{ state: ComplaintState | null; status: 'accepted' | 'refused' }> {
  const { payload, actor, at, tenderId } = command;
  if (payload.name === 'fileComplaint') await lockFilings(tx, tenderId, actor.partyId);
  const state = before === null ? null : await timeOutDue(tx, before, at, calendar);
  const complainant = state?.complainant.partyId ?? actor.partyId;
  const around = await surroundingsOf(tx, tenderId, complainant, command.complaintId ?? '');
  const law = { ruleset: rulesetById(around.tender.ruleset), calendar };
  const refusals = admitComplaint(payload, actor, state, at, law, around);
  if (refusals.length > 0) {
    await recordRefusal(tx, {
      ...command,
      commandId: command.id,
      rehearsal: around.tender.rehearsal,
      refusals,
    });
    await settleCommand(tx, command.id, { status: 'refused', refusals });
    return { state, status: 'refused' };
  }
  const events = decideComplaint(payload, actor, state, at, law, around);
  const doer = { actor, address: command.address, commandId: command.id };
  const after = await recordComplaintEvents(tx, state, events, doer);
  await settleCommand(tx, command.id, { status: 'accepted', refusals: null });
  return { state: after, status: 'accepted' };
}
