import { rulesetById, type LawContext } from '../../domain/law/context.ts';
import {
  admit,
  currentDraft,
  decide,
  type TenderCommand,
  type TenderState,
} from '../../domain/tender/index.ts';
import type { Calendar } from '../../domain/time/calendar.ts';
import type { Instant } from '../../domain/time/instant.ts';
import {
  createFence,
  pendingCommands,
  recordRefusal,
  settleCommand,
  type Store,
  type StoredCommand,
  type Tx,
} from '../../store/index.ts';
import type { CommandStatus } from '../types.ts';
import { recordEvents, type Platform } from './recording.ts';
import { orSetAside } from './set-aside.ts';

/** What deciding needs of the outside; all of it is given, nothing is looked up. */
export interface DecisionDeps {
  readonly store: Store;
  readonly platform: Platform;
  /** Whether measured downtime before a deadline moves it (INT-07). */
  readonly downtimeRule: boolean;
  /** The working-day calendar with the holiday notices added so far. */
  readonly calendar: () => Promise<Calendar>;
  /** How long before its due the owner of a duty is reminded; 0: never. */
  readonly remindBeforeMs: number;
  /** Tells a delivery lane that something waits. Never rejects: the housekeeper wakes lanes left behind. */
  readonly wake: (lane: string) => Promise<void>;
}

/** The law a tender runs under: its pinned ruleset, and the calendar as it is known now. */
export function lawOf(
  state: TenderState | null,
  command: StoredCommand | null,
  calendar: Calendar,
): LawContext {
  const payload = command?.payload as TenderCommand | undefined;
  const id = state?.ruleset ?? (payload?.name === 'launchTender' ? payload.ruleset : undefined);
  if (id === undefined) throw new Error('a tender that is not launched has no ruleset');
  return { ruleset: rulesetById(id), calendar };
}

/**
 * Decides one stored command within a transaction that holds the tender. Gives the state after it; a command whose
 * decision throws is set aside, and the state is what it was.
 */
export function decideStored(
  tx: Tx,
  deps: DecisionDeps,
  command: StoredCommand,
  state: TenderState | null,
  calendar: Calendar,
): Promise<{ state: TenderState | null; status: CommandStatus }> {
  return orSetAside(tx, command.id, state, () => decideCommand(tx, deps, command, state, calendar));
}

async function decideCommand(
  tx: Tx,
  deps: DecisionDeps,
  command: StoredCommand,
  state: TenderState | null,
  calendar: Calendar,
): Promise<{ state: TenderState | null; status: 'accepted' | 'refused' }> {
  const payload = currentCommand(command.payload);
  const law = lawOf(state, command, calendar);
  const refusals = admit(payload, command.actor, state, command.at, law);
  if (refusals.length > 0) {
    const rehearsal = state?.rehearsal ?? (payload.name === 'launchTender' && payload.rehearsal);
    await recordRefusal(tx, { ...command, commandId: command.id, rehearsal, refusals });
    await settleCommand(tx, command.id, { status: 'refused', refusals });
    return { state, status: 'refused' };
  }
  const events = decide(payload, command.actor, state, command.tenderId, command.at, law);
  if (payload.name === 'launchTender') await openFence(tx, command, payload);
  const doer = { actor: command.actor, address: command.address, commandId: command.id };
  const after = await recordEvents(tx, deps.platform, state, events, doer);
  await settleCommand(tx, command.id, { status: 'accepted', refusals: null });
  return { state: after, status: 'accepted' };
}

/** A launch that an older version received is decided on its draft as it stands now. */
function currentCommand(payload: TenderCommand): TenderCommand {
  return payload.name === 'launchTender' ? { ...payload, draft: currentDraft(payload.draft) } : payload;
}

/** Decides, in their order of receipt, the commands received before an instant and not yet decided. */
export async function decideReceivedBefore(
  tx: Tx,
  deps: DecisionDeps,
  state: TenderState,
  before: Instant,
  calendar: Calendar,
): Promise<TenderState> {
  let current = state;
  for (const command of await pendingCommands(tx, state.id, before)) {
    current = (await decideStored(tx, deps, command, current, calendar)).state ?? current;
  }
  return current;
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
