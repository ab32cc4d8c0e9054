import {
  decideStep,
  factsOf,
  type OpenedBid,
  type TenderEvent,
  type TenderState,
} from '../../domain/tender/index.ts';
import { isolated, loadState, nameOpenedFiles, readFence, type IsKept, type Tx } from '../../store/index.ts';
import { BY_SYSTEM } from '../decisions/decider.ts';
import type { DecisionDeps } from '../decisions/deps.ts';
import { isFault } from '../decisions/fault.ts';
import { lawOf } from '../decisions/law.ts';
import { recordEvents } from '../decisions/recording.ts';
import type { Decided } from '../types.ts';
import { sealedByPlatform } from './open-one.ts';

/** Ends the trial of a recording: nothing of it is to be left. */
class TrialOver extends Error {}

/**
 * Records an opening (EB-013): names and prices of all bids together. Where that throws, the bids are found with which it
 * does; they stay sealed, as none of their bidders' doing, and the others are read out (EB-014). Throws where it is no
 * bid's: then the opening waits until that is mended. What was kept of the bids is named with it, also of those that stay
 * sealed after all.
 */
export async function recordOpening(
  deps: DecisionDeps,
  tenderId: string,
  bids: readonly OpenedBid[],
  isKept: IsKept,
): Promise<Decided> {
  const calendar = await deps.calendar();
  return deps.store.transaction(async (tx) => {
    const state = await loadState(tx, tenderId, true);
    const fence = await readFence(tx, tenderId, 'share');
    if (state === null || fence === null) throw new Error(`tender ${tenderId} is not launched`);
    const events = (opened: readonly OpenedBid[]): TenderEvent[] =>
      decideStep({ name: 'openBids', bids: opened }, state, fence.at, lawOf(state, calendar));
    const record = (opened: readonly OpenedBid[]): Promise<TenderState> =>
      isolated(tx, async () => recordEvents(tx, deps.platform, state, events(opened), BY_SYSTEM));
    const after = await record(bids).catch(async (error: unknown) => {
      if (!isFault(error)) throw error;
      const left = await withoutCulprits(tx, bids, record);
      if (left === null) throw error;
      return record(left);
    });
    await nameOpenedFiles(tx, tenderId, filesOf(bids), isKept);
    return { facts: factsOf(after, deps.remindBeforeMs) };
  });
}

/** The hashes of what the opening kept. */
const filesOf = (bids: readonly OpenedBid[]): string[] =>
  bids.flatMap(({ content, evidence }) =>
    [content?.sha256, evidence?.plaintextSha256].filter((one): one is string => typeof one === 'string'),
  );

/**
 * The bids with those sealed that cannot be recorded even alone; null where that is none, or all that were opened: then
 * the fault lies elsewhere. Costs a recording for each bid, and only after one that threw.
 */
async function withoutCulprits(
  tx: Tx,
  bids: readonly OpenedBid[],
  record: (opened: readonly OpenedBid[]) => Promise<unknown>,
): Promise<OpenedBid[] | null> {
  const read = bids.filter(({ result }) => result === 'opened');
  const culprits = new Set<OpenedBid>();
  for (const bid of read) {
    const alone = bids.map((one) => (one === bid || one.result !== 'opened' ? one : sealedByPlatform(one)));
    if (!(await canBe(tx, () => record(alone)))) culprits.add(bid);
  }
  if (culprits.size === 0 || culprits.size === read.length) return null;
  return bids.map((bid) => (culprits.has(bid) ? sealedByPlatform(bid) : bid));
}

/** Whether something within a transaction does not throw; nothing of it is left. */
async function canBe(tx: Tx, work: () => Promise<unknown>): Promise<boolean> {
  try {
    await isolated(tx, async () => {
      await work();
      throw new TrialOver();
    });
  } catch (error) {
    if (error instanceof TrialOver) return true;
    if (!isFault(error)) throw error;
  }
  return false;
}
