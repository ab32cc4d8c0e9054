import { v7 as uuidv7 } from 'uuid';
import type { Actor } from '../../domain/case/actor.ts';
import type { Happened } from '../../domain/case/chapter.ts';
import type { RecordParts } from '../../domain/record/parts.ts';
import type { RecordedEvent } from '../../domain/visibility/index.ts';
import { enqueueDelivery, enterRecord, nameableUscc, type Tx } from '../../store/index.ts';

/** Who did what happened, and from where; the system itself for steps of the clock. */
export interface Doer {
  readonly actor: Actor;
  readonly address: string | null;
  readonly commandId: string | null;
}

/** An event that has a name in the record. */
type Recorded = Happened<{ readonly name: RecordedEvent }>;

/** What an event calls for: what is published, if anything, and the notices to parties. */
export interface Effects {
  readonly publication: { readonly announcement: object | null; readonly release: object | null } | null;
  readonly notices: readonly object[];
}

/** What differs from one kind of case to the next when its history grows. */
export interface RecordedCase<State, Event> {
  readonly apply: (event: Event, state: State | null) => State;
  /** The tender in whose record and lane it stands. */
  readonly standsIn: (state: State) => { readonly tenderId: string; readonly rehearsal: boolean };
  readonly parts: (event: Event, state: State) => RecordParts;
  /** What has to be entered before the event that led from one state to the next. */
  readonly prepare: (tx: Tx, before: State | null, after: State) => Promise<void>;
  /** `id`: that of the publication, should there be one. */
  readonly effects: (tx: Tx, event: Event, state: State, id: string) => Promise<Effects>;
  /** Brings the projection up to date, once all events are entered. */
  readonly save: (tx: Tx, state: State) => Promise<void>;
}

/**
 * The one place where the history of a case grows: in the transaction given, each event is applied, entered in the
 * record of its tender, and what it calls for is queued in the tender's lane; then the projection follows. Gives the
 * new state. Throws an Error where there is no state before and nothing happens.
 */
export async function recordHistory<State, Event extends Recorded>(
  tx: Tx,
  of: RecordedCase<State, Event>,
  before: State | null,
  events: readonly Event[],
  doer: Doer,
): Promise<State> {
  let state = before;
  for (const event of events) {
    const after = of.apply(event, state);
    await of.prepare(tx, state, after);
    await enterEvent(tx, of, event, after, doer);
    await enqueueEffects(tx, of, event, after);
    state = after;
  }
  if (state === null) throw new Error('a case begins with an event');
  if (events.length > 0) await of.save(tx, state);
  return state;
}

async function enterEvent<State, Event extends Recorded>(
  tx: Tx,
  of: RecordedCase<State, Event>,
  event: Event,
  state: State,
  { actor, address, commandId }: Doer,
): Promise<void> {
  const { data, secret, documents } = of.parts(event, state);
  await enterRecord(tx, {
    ...of.standsIn(state),
    id: uuidv7(),
    event: event.name,
    at: event.at,
    role: actor.role,
    party: nameableUscc(actor),
    rule: event.rule,
    article: event.article,
    documents,
    data,
    private: { person: actor.personId, party: actor.uscc, address, command: commandId, ...secret },
  });
}

async function enqueueEffects<State, Event>(
  tx: Tx,
  of: RecordedCase<State, Event>,
  event: Event,
  state: State,
): Promise<void> {
  const { tenderId } = of.standsIn(state);
  const lane = `tender:${tenderId}`;
  const id = uuidv7();
  const { publication, notices } = await of.effects(tx, event, state, id);
  if (publication !== null) {
    await enqueueDelivery(tx, { id, lane, kind: 'publish', tenderId, payload: publication });
  }
  for (const payload of notices) {
    await enqueueDelivery(tx, { id: uuidv7(), lane, kind: 'notify', tenderId, payload });
  }
}
