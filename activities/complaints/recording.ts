import { v7 as uuidv7 } from 'uuid';
import { applyComplaint, type ComplaintEvent, type ComplaintState } from '../../domain/complaint/index.ts';
import { complaintAnnouncementOf, complaintNoticesOf } from '../../domain/disclosure/complaints/index.ts';
import { complaintRecordParts } from '../../domain/record/complaint-part.ts';
import type { TenderState } from '../../domain/tender/index.ts';
import {
  enqueueDelivery,
  enterRecord,
  loadState,
  nameable,
  saveComplaint,
  type Tx,
} from '../../store/index.ts';
import type { Doer } from '../decisions/recording.ts';

/**
 * The one place where a complaint's history grows: in the transaction given, each event is applied, entered in
 * the record of its tender, and what it calls for is queued in the tender's lane; then the projection follows.
 */
export async function recordComplaintEvents(
  tx: Tx,
  before: ComplaintState | null,
  events: readonly ComplaintEvent[],
  doer: Doer,
): Promise<ComplaintState> {
  let state = before;
  for (const event of events) {
    state = applyComplaint(event, state);
    const tender = await loadState(tx, state.tender.id, false);
    if (tender === null) throw new Error(`tender ${state.tender.id} is not launched`);
    await enterEvent(tx, event, state, doer);
    await enqueueEffects(tx, event, state, tender);
  }
  if (state === null) throw new Error('a complaint begins with its filing');
  if (events.length > 0) await saveComplaint(tx, state);
  return state;
}

async function enterEvent(
  tx: Tx,
  event: ComplaintEvent,
  state: ComplaintState,
  { actor, address, commandId }: Doer,
): Promise<void> {
  const { data, secret, documents } = complaintRecordParts(event, state);
  await enterRecord(tx, {
    id: uuidv7(),
    tenderId: state.tender.id,
    event: event.name,
    at: event.at,
    rehearsal: state.rehearsal,
    role: actor.role,
    party: nameable(actor),
    rule: event.rule,
    article: event.article,
    documents,
    data,
    private: { person: actor.personId, party: actor.uscc, address, command: commandId, ...secret },
  });
}

async function enqueueEffects(
  tx: Tx,
  event: ComplaintEvent,
  state: ComplaintState,
  tender: TenderState,
): Promise<void> {
  const lane = `tender:${tender.id}`;
  const announcement = complaintAnnouncementOf(event, state, tender);
  if (announcement !== null) {
    const payload = { announcement, release: null };
    await enqueueDelivery(tx, { id: uuidv7(), lane, kind: 'publish', tenderId: tender.id, payload });
  }
  for (const payload of complaintNoticesOf(event, state, tender)) {
    await enqueueDelivery(tx, { id: uuidv7(), lane, kind: 'notify', tenderId: tender.id, payload });
  }
}
