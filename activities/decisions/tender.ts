import { tenderDues } from '../../domain/tender/dues.ts';
import {
  admit,
  currentDraft,
  decide,
  decideStep,
  factsOf,
  type SystemStep,
  type TenderCommand,
  type TenderEvent,
  type TenderFacts,
  type TenderState,
} from '../../domain/tender/index.ts';
import type { Calendar } from '../../domain/time/calendar.ts';
import type { Instant } from '../../domain/time/instant.ts';
import {
  closeFence,
  createFence,
  intakeHolding,
  loadState,
  pendingCommands,
  type StoredCommand,
  type Tx,
} from '../../store/index.ts';
import type { DecidedCase, DueStep, Judged } from './case.ts';
import type { DecisionDeps } from './deps.ts';
import { downtimeStep } from './downtime.ts';
import { StillArriving } from './intake.ts';
import { lawOf } from './law.ts';
import { recordEvents } from './recording.ts';

/** A tender as it is decided. */
export interface DecidedTender {
  readonly state: TenderState;
  readonly payload: TenderCommand;
  readonly step: SystemStep;
  readonly event: TenderEvent;
  readonly facts: TenderFacts;
  readonly beside: object;
}

/** How a tender is decided. */
export function decidedTender(deps: DecisionDeps): DecidedCase<DecidedTender> {
  return {
    noun: 'tender',
    load: (tx, id) => loadState(tx, id, true),
    tenderOf: ({ id }) => id,
    tenderById: (_, id) => Promise.resolve(id),
    isItsCommand: ({ tenderId, complaintId }, id) => tenderId === id && complaintId === null,
    pending: pendingCommands,
    dues: (state) =>
      tenderDues(state).map(({ step, dueAt }) =>
        step.name === 'closeBids' ? closing(deps, dueAt) : plainly(step, dueAt),
      ),
    judge,
    decideStep,
    record: (tx, state, events, doer) => recordEvents(tx, deps.platform, state, events, doer),
    factsOf: (state) => factsOf(state, deps.remindBeforeMs),
    beside: () => Promise.resolve({}),
  };
}

/** A step that needs nothing but the clock. */
export function plainly(
  step: Exclude<SystemStep, { name: 'closeBids' }>,
  dueAt: Instant,
): DueStep<DecidedTender> {
  const name = 'dutyId' in step ? `${step.name}:${step.dutyId}` : step.name;
  return { name, dueAt, choose: () => Promise.resolve(step) };
}

/** The closing of the bids, for which the fence is held. */
export function closing(deps: DecisionDeps, dueAt: Instant): DueStep<DecidedTender> {
  const choose: DueStep<DecidedTender>['choose'] = async (tx, state, law) => {
    // An objection or amendment received in time may have moved the deadline: then it is not due.
    if (state.suspension !== null || state.bidDeadlineAt > dueAt) return null;
    const makeUp = await downtimeStep(tx, deps, state, dueAt, law);
    if (makeUp !== null) return makeUp;
    // What arrived in time and is still on its way into the database comes first.
    if ((await intakeHolding(tx, state.id, dueAt)) > 0) throw new StillArriving(state.id, dueAt);
    const { bidCount, bidderCount } = await closeFence(tx, state.id);
    return { name: 'closeBids', bidCount, bidderCount };
  };
  return { name: 'closeBids', dueAt, choose };
}

function judge(
  tx: Tx,
  command: StoredCommand,
  state: TenderState | null,
  calendar: Calendar,
): Promise<Judged<TenderEvent>> {
  const { actor, at, tenderId } = command;
  const payload = currentCommand(command.payload);
  const launch = payload.name === 'launchTender' ? payload : null;
  const pinned = state ?? launch;
  if (pinned === null) throw new Error('a tender that is not launched has no ruleset');
  const law = lawOf(pinned, calendar);
  return Promise.resolve({
    rehearsal: pinned.rehearsal,
    refusals: admit(payload, actor, state, at, law),
    decide: async () => {
      const events = decide(payload, actor, state, tenderId, at, law);
      if (launch !== null) await openFence(tx, command, launch);
      return events;
    },
  });
}

/** A launch that an older version received is decided on its draft as it stands now. */
function currentCommand(payload: TenderCommand): TenderCommand {
  return payload.name === 'launchTender' ? { ...payload, draft: currentDraft(payload.draft) } : payload;
}

/** The fence stands from the launch on; its clock's shift is what the launch was received with. */
async function openFence(
  tx: Tx,
  command: StoredCommand,
  launch: Extract<TenderCommand, { name: 'launchTender' }>,
): Promise<void> {
  const { documentsIssuedFromAt, bidDeadlineAt } = launch.draft.schedule;
  await createFence(tx, {
    tenderId: command.tenderId,
    rehearsal: launch.rehearsal,
    shiftMs: launch.rehearsal ? command.at - command.receivedAt : 0,
    documentsFromAt: documentsIssuedFromAt,
    bidDeadlineAt,
  });
}
