import { v7 as uuidv7 } from 'uuid';
import { announcementOf, noticesOf, releaseOf } from '../../domain/disclosure/index.ts';
import { logNameOf } from '../../domain/record/log-name.ts';
import { standsAfterBatch } from '../../domain/record/sealed/index.ts';
import { recordParts } from '../../domain/record/public-part.ts';
import { apply, type Actor, type TenderEvent, type TenderState } from '../../domain/tender/index.ts';
import {
  enqueueDelivery,
  enterRecord,
  nameable,
  readFence,
  saveState,
  sealActs,
  updateFence,
  type Tx,
} from '../../store/index.ts';

/** Where what is published stands, and under whose name. */
export interface Platform {
  readonly publicUrl: string;
  readonly platformName: string;
  readonly ocidPrefix: string;
}

/** Who did what happened, and from where; the system itself for steps of the clock. */
export interface Doer {
  readonly actor: Actor;
  readonly address: string | null;
  readonly commandId: string | null;
}

const secretsOf = ({ actor, address }: Doer): Record<string, unknown> => ({
  person: actor.personId,
  party: actor.uscc,
  address,
});

/**
 * The one place where a tender's history grows: in the transaction given, each event is applied,
 * entered in the record, and what it calls for (announcement, notices) is queued; then the projection
 * and the fence are brought up to date. Gives the new state.
 */
export async function recordEvents(
  tx: Tx,
  platform: Platform,
  before: TenderState | null,
  events: readonly TenderEvent[],
  doer: Doer,
): Promise<TenderState> {
  let state = before;
  for (const event of events) {
    const earlier = state;
    state = apply(event, earlier);
    if (earlier !== null && standsAfterBatch(earlier, state)) await sealBefore(tx, state);
    await enterEvent(tx, event, state, doer);
    await enqueueEffects(tx, platform, event, state);
  }
  if (state === null) throw new Error('a tender begins with its notice');
  if (events.length > 0) {
    await saveState(tx, state);
    await updateFence(tx, state.id, {
      documentsFromAt: state.documentsIssuedFromAt,
      bidDeadlineAt: state.bidDeadlineAt,
      held: state.suspension !== null,
      ...closedByEnd(state),
    });
  }
  return state;
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

async function enterEvent(tx: Tx, event: TenderEvent, state: TenderState, doer: Doer): Promise<void> {
  const { data, secret, documents } = recordParts(event);
  await enterRecord(tx, {
    id: uuidv7(),
    tenderId: state.id,
    event: event.name,
    at: event.at,
    rehearsal: state.rehearsal,
    role: doer.actor.role,
    party: nameable(doer.actor),
    rule: event.rule,
    article: event.article,
    documents,
    data,
    private: { ...secretsOf(doer), command: doer.commandId, ...secret },
  });
}

async function enqueueEffects(
  tx: Tx,
  platform: Platform,
  event: TenderEvent,
  state: TenderState,
): Promise<void> {
  const lane = `tender:${state.id}`;
  const announcement = announcementOf(event, state, platform);
  const id = uuidv7();
  const release = releaseOf(event, state, { ...platform, releaseId: id, publishedAt: event.at });
  if (announcement !== null || release !== null) {
    await enqueueDelivery(tx, {
      id,
      lane,
      kind: 'publish',
      tenderId: state.id,
      payload: { announcement, release },
    });
  }
  for (const notice of noticesOf(event, state)) {
    await enqueueDelivery(tx, { id: uuidv7(), lane, kind: 'notify', tenderId: state.id, payload: notice });
  }
}
