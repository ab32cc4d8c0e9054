import { announcementOf, noticesOf, releaseOf } from '../../domain/disclosure/index.ts';
import { logNameOf } from '../../domain/record/log-name.ts';
import { recordParts } from '../../domain/record/public-part.ts';
import { standsAfterBatch } from '../../domain/record/sealed/index.ts';
import { apply, type TenderEvent, type TenderState } from '../../domain/tender/index.ts';
import { readFence, saveState, sealActs, updateFence, type Tx } from '../../store/index.ts';
import { recordHistory, type Doer, type Effects, type RecordedCase } from './history.ts';

/** Where what is published stands, and under whose name. */
export interface Platform {
  readonly publicUrl: string;
  readonly platformName: string;
  readonly ocidPrefix: string;
}

/** Has a tender's history grow by events; the fence is brought up to date with it. Gives the new state. */
export function recordEvents(
  tx: Tx,
  platform: Platform,
  before: TenderState | null,
  events: readonly TenderEvent[],
  doer: Doer,
): Promise<TenderState> {
  return recordHistory(tx, recordedTender(platform), before, events, doer);
}

function recordedTender(platform: Platform): RecordedCase<TenderState, TenderEvent> {
  return {
    apply,
    standsIn: ({ id, rehearsal }) => ({ tenderId: id, rehearsal }),
    parts: (event) => recordParts(event),
    prepare: async (inTx, earlier, state) => {
      if (earlier !== null && standsAfterBatch(earlier, state)) await sealBefore(inTx, state);
    },
    effects: (_, event, state, id) => Promise.resolve(effectsOf(event, state, platform, id)),
    save: async (inTx, state) => {
      await saveState(inTx, state);
      await updateFence(inTx, state.id, {
        documentsFromAt: state.documentsIssuedFromAt,
        bidDeadlineAt: state.bidDeadlineAt,
        held: state.suspension !== null,
        ...closedByEnd(state),
      });
    },
  };
}

function effectsOf(event: TenderEvent, state: TenderState, platform: Platform, id: string): Effects {
  const announcement = announcementOf(event, state, platform);
  const release = releaseOf(event, state, { ...platform, releaseId: id, publishedAt: event.at });
  const silent = announcement === null && release === null;
  return { publication: silent ? null : { announcement, release }, notices: noticesOf(event, state) };
}

/**
 * Commits to all that was done in secret until now. The fence first: it waits for what is being received under its lock, so
 * that this stands in the batch too, and lets nothing in before the end of the transaction.
 */
async function sealBefore(tx: Tx, { id, rehearsal }: TenderState): Promise<void> {
  await readFence(tx, id, 'exclusive');
  await sealActs(tx, logNameOf(rehearsal));
}

/** A tender that ends before its deadline takes no more bids from that instant on. */
function closedByEnd({ outcome, milestones }: TenderState): { closedAt?: number } {
  const { bidsClosed, failed, terminated, invalidated } = milestones;
  if (outcome === null || bidsClosed !== undefined) return {};
  const closedAt = failed ?? terminated ?? invalidated;
  return closedAt === undefined ? {} : { closedAt };
}
