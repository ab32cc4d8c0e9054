import type { Logger } from 'pino';
import { procedureById } from '../domain/procedure/index.ts';
import { factsOf } from '../domain/tender/index.ts';
import { workflowIdOf, type Engine } from '../runtime/engine/engine.ts';
import {
  bringWorkUpToDate,
  complaintStart,
  decidedCommand,
  liveProcesses,
  loadState,
  noteFailure,
  overdueCases,
  readFenceUnlocked,
  runElectedRounds,
  type LiveProcess,
  type Store,
} from '../store/index.ts';
import { reasonOf } from './delivery/turn.ts';

/** The advisory lock that one keeper holds at a time. Any fixed number serves; this one spells "keep". */
const LEADER_LOCK = 0x6b656570;
/** How many processes are asked for or started at a time. */
const AT_ONCE = 16;
/** What fell due so long ago and was not taken is shown to its process. */
const BEHIND_AFTER_MS = 60_000;
/** How many of those are dealt with in one look; the longest waiting come first. */
const BEHIND_AT_ONCE = 50;
/** How many cases a warning names. */
const FAILED_NAMED = 20;
/** After a look that failed, e.g. because the engine was away. */
const AGAIN_AFTER_MS = 5_000;

export interface KeeperDeps {
  readonly store: Store;
  readonly engine: Pick<
    Engine,
    'runningProcesses' | 'endOf' | 'startTender' | 'showTender' | 'wakeComplaint'
  >;
  readonly logger: Logger;
  readonly remindBeforeMs: number;
}

/** What one look found. */
export interface Look {
  /** How many processes the engine must be running. */
  readonly live: number;
  /** Workflow ids of those that it was not running and that were started. */
  readonly started: readonly string[];
  /** Workflow ids of those that ran and were shown how their tender or complaint stands. */
  readonly shown: readonly string[];
}

/**
 * Sees to it that the engine runs the process of every live tender and complaint, at once and then every `everyMs`, until
 * the signal says stop. It belongs to the workers, because a process that was started goes on only where a worker is: with
 * database, engine and one worker, whatever else is down, deadlines are kept. One of them acts at a time, so that many
 * workers cost no more than one; two at once, as when a leader lost its connection, do no harm, for the engine starts a
 * process once.
 */
export async function runKeeper(
  deps: KeeperDeps,
  given: { readonly databaseUrl: string; readonly everyMs: number; readonly signal: AbortSignal },
): Promise<void> {
  const { databaseUrl, everyMs, signal } = given;
  const { logger } = deps;
  await runElectedRounds({ databaseUrl, lock: LEADER_LOCK, name: 'keeper', signal, logger }, async () => {
    const looked = await lookForLost(deps, signal).catch((error: unknown) => {
      logger.warn({ reason: reasonOf(error) }, 'the keeper could not look for lost processes');
      return null;
    });
    return looked === null ? Math.min(everyMs, AGAIN_AFTER_MS) : everyMs;
  });
}

/**
 * Compares what is live by the database with what the engine runs, and starts what is missing. The list of what runs lags
 * behind, so a process is taken for missing only when its history says so; and what is live is read again after that,
 * so none is started that came to its end meanwhile. Costs the engine a request for each thousand processes that run
 * and three for each that is missing. Throws when database or engine do not answer.
 */
export async function lookForLost(
  deps: KeeperDeps,
  signal: AbortSignal = new AbortController().signal,
): Promise<Look> {
  await completeWork(deps, signal);
  const live = await liveProcesses(deps.store.em());
  const running = await deps.engine.runningProcesses();
  const missing = live.filter((process) => !running.has(workflowIdOf(process)));
  const started = await each(missing, signal, (process) => mend(deps, process));
  const behind = await behindOf(deps, new Set(missing.map(workflowIdOf)));
  const shown = await each(behind, signal, (process) => show(deps, process));
  return { live: live.length, started, shown };
}

/** What an earlier version saved without its work gets it first: what is live and what is overdue is read from that. */
async function completeWork({ store, logger }: KeeperDeps, signal: AbortSignal): Promise<void> {
  const { saved, failed } = await bringWorkUpToDate(store, signal);
  if (saved > 0) logger.info({ cases: saved }, 'the open work of cases was derived from their states');
  if (failed.length > 0)
    logger.warn({ cases: failed.slice(0, FAILED_NAMED) }, 'the open work of cases could not be derived');
}

/** Does something with several processes at a time. Gives the workflow ids of those where it was done. */
async function each(
  processes: readonly LiveProcess[],
  signal: AbortSignal,
  act: (process: LiveProcess) => Promise<boolean>,
): Promise<string[]> {
  const done: string[] = [];
  const waiting = processes.values();
  const lanes = Array.from({ length: AT_ONCE }, async () => {
    for (const process of waiting) {
      if (signal.aborted) return;
      if (await act(process)) done.push(workflowIdOf(process));
    }
  });
  await Promise.all(lanes);
  return done;
}

/** Starts a process that does not run though it must, and tells the administrator; what fails is tried at the next look. */
async function mend(deps: KeeperDeps, process: LiveProcess): Promise<boolean> {
  const { store, engine, logger } = deps;
  const workflowId = workflowIdOf(process);
  let end: Awaited<ReturnType<Engine['endOf']>> = null;
  try {
    end = await engine.endOf(process);
    if (end === null || !(await start(deps, process))) return false;
    await noteFailure(store.em(), `process:${workflowId}`, end);
    logger.warn({ workflowId, found: end }, 'a process was started again');
    return true;
  } catch (error) {
    const reason = reasonOf(error);
    logger.warn({ workflowId, found: end, reason }, 'a process was not started again yet');
    // Where not even its end is known the engine is away, which others tell.
    if (end !== null)
      await noteFailure(store.em(), `process:${workflowId}`, `${end}; not started: ${reason}`);
    return false;
  }
}

async function start(deps: KeeperDeps, { kind, id }: LiveProcess): Promise<boolean> {
  if (kind === 'tender') return startTender(deps, id);
  const start = await complaintStart(deps.store.em(), id);
  if (start === null) return false;
  await deps.engine.wakeComplaint(start);
  return true;
}

/**
 * Starts a tender's process in the phase in which the tender is, with its facts: so what fell due is known before any
 * message comes. False when it runs, or has nothing left to do, by which a process ends.
 */
async function startTender(deps: KeeperDeps, tenderId: string): Promise<boolean> {
  const em = deps.store.em();
  const [state, fence] = [await loadState(em, tenderId, false), await readFenceUnlocked(em, tenderId)];
  if (state === null || fence === null) return false;
  const facts = factsOf(state, deps.remindBeforeMs);
  if (facts.outcome !== null && facts.duties.length === 0) return false;
  const phaseIndex = procedureById(facts.procedure).phases.indexOf(facts.phase);
  if (phaseIndex === -1) throw new Error(`the procedure ${facts.procedure} has no phase ${facts.phase}`);
  const { rehearsal, shiftMs } = fence;
  if (!(await deps.engine.startTender({ tenderId, rehearsal, shiftMs, phaseIndex, facts }))) return false;
  // It shows its phase in the engine's own lists once it learned something. Without that it goes on all the same.
  await show(deps, { kind: 'tender', id: tenderId });
  return true;
}

/** Processes that run, and have not taken what fell due: their histories may be older than the database. */
async function behindOf({ store }: KeeperDeps, missing: ReadonlySet<string>): Promise<LiveProcess[]> {
  const overdue = await overdueCases(store.em(), BEHIND_AFTER_MS, BEHIND_AT_ONCE);
  return overdue.filter((process) => !missing.has(workflowIdOf(process)));
}

/** Has a running process look at its tender or complaint anew. */
async function show({ store, engine, logger }: KeeperDeps, { kind, id }: LiveProcess): Promise<boolean> {
  const em = store.em();
  try {
    if (kind === 'complaint') {
      const start = await complaintStart(em, id);
      if (start !== null) await engine.wakeComplaint(start);
      return start !== null;
    }
    const [state, commandId] = [await loadState(em, id, false), await decidedCommand(em, id)];
    if (state === null || commandId === null) return false;
    await engine.showTender(id, commandId, state.version);
    return true;
  } catch (error) {
    logger.warn(
      { workflowId: workflowIdOf({ kind, id }), reason: reasonOf(error) },
      'a process was not shown its facts',
    );
    return false;
  }
}
