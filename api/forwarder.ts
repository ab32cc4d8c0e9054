import { LOG_NAMES } from '../domain/record/log-name.ts';
import {
  lanesLeftBehind,
  listEndpoints,
  openingsWithAllKeys,
  recordHead,
  timestampsLeftBehind,
  unsettledCommands,
  pause,
} from '../store/index.ts';
import { TIMESTAMP_LANE } from '../workflows/messages.ts';
import { forwardCommand, type ForwardingDeps } from './forwarding.ts';

const EVERY_MS = 500;
/** A fresh command is its own request's to forward; the forwarder takes over after this. */
const LEFT_ALONE_MS = 3_000;
const AT_ONCE = 50;
/** A lane whose endpoint fails waits by itself; it is woken from here only when its workflow may be lost. */
const WAKE_FAILING_EVERY_MS = 3_600_000;
/** A time-stamp is not to wait an hour once its authority is back. */
const TIMESTAMPS_FAILING_MS = 300_000;

/**
 * What must happen even when the process that should have done it was killed: commands are forwarded
 * until they are decided, lanes with something to deliver are woken, and openings whose last key is in go on. Processes
 * that the engine lost are the workers' to find (activities/keeper.ts). Runs until the signal says stop; more than one may run.
 */
export async function runForwarder(deps: ForwardingDeps, signal: AbortSignal): Promise<void> {
  const wokenAt = new Map<string, number>();
  while (!signal.aborted) {
    try {
      await forwardAll(deps, signal);
      for (const lane of await lanesLeftBehind(deps.store.em(), LEFT_ALONE_MS))
        await deps.engine.wakeDelivery(lane);
      await wakeSupervision(deps, wokenAt);
      await wakeTimestamps(deps, wokenAt);
      for (const tenderId of await openingsWithAllKeys(deps.store.em()))
        await deps.engine.keysComplete(tenderId);
    } catch (error) {
      deps.logger.warn(
        { reason: error instanceof Error ? error.message : String(error) },
        'forwarder tries again',
      );
    }
    await pause(EVERY_MS, signal);
  }
}

/** Commands of one tender go one after another; when the engine does not answer, the rest waits for the next look. */
async function forwardAll(deps: ForwardingDeps, signal: AbortSignal): Promise<void> {
  for (const command of await unsettledCommands(deps.store.em(), AT_ONCE, LEFT_ALONE_MS)) {
    if (signal.aborted || !(await forwardCommand(deps, command.id))) return;
  }
}

async function wakeSupervision(deps: ForwardingDeps, wokenAt: Map<string, number>): Promise<void> {
  const heads = await Promise.all(LOG_NAMES.map((log) => recordHead(deps.store.em(), log)));
  for (const endpoint of await listEndpoints(deps.store.em())) {
    if (LOG_NAMES.every((log, at) => endpoint.next[log] >= heads[at]!)) continue;
    const lane = `supervisor:${endpoint.id}`;
    const waited = Date.now() - (wokenAt.get(lane) ?? 0);
    if (endpoint.attempts > 0 && waited < WAKE_FAILING_EVERY_MS) continue;
    await deps.engine.wakeDelivery(lane);
    wokenAt.set(lane, Date.now());
  }
}

/** Once in the time in which a lane that was woken may not have come to its first try yet. */
async function wakeTimestamps(deps: ForwardingDeps, wokenAt: Map<string, number>): Promise<void> {
  if (Date.now() - (wokenAt.get(TIMESTAMP_LANE) ?? 0) < LEFT_ALONE_MS) return;
  const given = { untriedMs: LEFT_ALONE_MS, failingMs: TIMESTAMPS_FAILING_MS };
  if (!(await timestampsLeftBehind(deps.store.em(), given))) return;
  await deps.engine.wakeDelivery(TIMESTAMP_LANE);
  wokenAt.set(TIMESTAMP_LANE, Date.now());
}
