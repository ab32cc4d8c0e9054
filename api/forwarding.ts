import type { Logger } from 'pino';
import type { ComplaintCommand } from '../domain/complaint/complaint.ts';
import type { TenderCommand } from '../domain/tender/index.ts';
import type { Engine, TenderStart } from '../runtime/engine/engine.ts';
import {
  commandById,
  noteForwarding,
  readFenceUnlocked,
  type Store,
  type StoredCommand,
} from '../store/index.ts';

/** How long a request waits for its command to be decided before it is answered with 202. */
const FORWARD_WAIT_MS = 10_000;

export interface ForwardingDeps {
  readonly store: Store;
  readonly engine: Engine;
  readonly logger: Logger;
}

/**
 * Hands a stored command to its tender's process and waits for the decision. It resolves either way:
 * what did not get through is noted with its error and sent again by the forwarder until it is done.
 */
export async function forwardCommand(
  { store, engine, logger }: ForwardingDeps,
  commandId: string,
): Promise<boolean> {
  const command = await commandById<TenderCommand | ComplaintCommand>(store.em(), commandId);
  if (command === null) throw new Error(`no command ${commandId}`);
  if (command.status !== 'received') return true;
  try {
    await handOver(engine, await startOf(store, command), command);
    await noteForwarding(store.em(), commandId, null);
    return true;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    logger.warn(
      { commandId, tenderId: command.tenderId, command: command.name, reason },
      'command not forwarded yet',
    );
    await noteForwarding(store.em(), commandId, reason);
    return false;
  }
}

/**
 * Tells the process of a command that an administrator refused, which may end by that: a launch's, a filing's. Never
 * rejects: a process that is not told waits for another launch.
 */
export async function tellRefused(
  { store, engine, logger }: ForwardingDeps,
  commandId: string,
): Promise<void> {
  try {
    const command = await commandById<TenderCommand | ComplaintCommand>(store.em(), commandId);
    if (command?.status === 'refused') await handOver(engine, await startOf(store, command), command);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    logger.warn({ commandId, reason }, 'the process was not told of a refusal');
  }
}

async function handOver(
  engine: Engine,
  start: TenderStart,
  { id, complaintId, timesSetAside }: StoredCommand<TenderCommand | ComplaintCommand>,
): Promise<void> {
  if (complaintId === null) await engine.handleCommand(start, id, FORWARD_WAIT_MS, timesSetAside);
  else await engine.handleComplaintCommand({ ...start, complaintId }, id, FORWARD_WAIT_MS, timesSetAside);
}

/** How the tender's process starts (a complaint's as well, with its id), should it not be running: at the launch, or after the engine lost it. */
async function startOf(
  store: Store,
  command: StoredCommand<TenderCommand | ComplaintCommand>,
): Promise<TenderStart> {
  const { tenderId } = command;
  const fence = await readFenceUnlocked(store.em(), tenderId);
  if (fence !== null) return { tenderId, rehearsal: fence.rehearsal, shiftMs: fence.shiftMs };
  const { payload } = command;
  const rehearsal = payload.name === 'launchTender' && payload.rehearsal;
  return { tenderId, rehearsal, shiftMs: rehearsal ? command.at - command.receivedAt : 0 };
}
