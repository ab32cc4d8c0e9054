import { complaintDues } from '../../domain/complaint/dues.ts';
import {
  admitComplaint,
  complaintFacts,
  decideComplaint,
  decideComplaintStep,
  type ComplaintCommand,
  type ComplaintEvent,
  type ComplaintFacts,
  type ComplaintState,
  type ComplaintStep,
} from '../../domain/complaint/index.ts';
import type { Calendar } from '../../domain/time/calendar.ts';
import type { Instant } from '../../domain/time/instant.ts';
import {
  complaintStart,
  loadComplaint,
  lockFilings,
  pendingComplaintCommands,
  readFence,
  surroundingsOf,
  type StoredComplaintCommand,
  type Tx,
} from '../../store/index.ts';
import type { ComplaintActivities } from '../types.ts';
import type { DecidedCase, DueStep, Judged } from './case.ts';
import { recordComplaintEvents } from './complaint-recording.ts';
import { createDecider } from './decider.ts';
import type { DecisionDeps } from './deps.ts';
import { lawOf } from './law.ts';

/** A complaint as it is decided. */
interface DecidedComplaint {
  readonly state: ComplaintState;
  readonly payload: ComplaintCommand;
  readonly step: ComplaintStep;
  readonly event: ComplaintEvent;
  readonly facts: ComplaintFacts;
  /** The shift of its clock, which is its tender's. */
  readonly beside: { readonly shiftMs: number };
}

/** The decisions of a complaint's process. The tender that it is about is only read. */
export function createComplaintDecisions(deps: DecisionDeps): ComplaintActivities {
  const of = decidedComplaint(deps);
  const decider = createDecider(deps, of);
  const take =
    (name: ComplaintStep['name']): ComplaintActivities['timeOutComplaintDuty'] =>
    ({ complaintId, dutyId, dueAt }) =>
      decider.takeStep(complaintId, dueStep({ name, dutyId }, dueAt));
  return {
    handleComplaintCommand: ({ complaintId, commandId }) => decider.handleCommand(complaintId, commandId),
    readComplaint: ({ complaintId, tenderId }) =>
      deps.store.transaction(async (tx) => {
        const state = await loadComplaint(tx, complaintId, false);
        return { facts: state && of.factsOf(state), ...(await of.beside(tx, tenderId)) };
      }),
    timeOutComplaintDuty: take('timeOutDuty'),
    remindComplaintDuty: take('announceDue'),
  };
}

/** How a complaint is decided. */
function decidedComplaint({ remindBeforeMs }: DecisionDeps): DecidedCase<DecidedComplaint> {
  return {
    noun: 'complaint',
    load: (tx, id) => loadComplaint(tx, id, true),
    tenderOf: ({ tender }) => tender.id,
    tenderById: async (em, id) => (await complaintStart(em, id))?.tenderId ?? null,
    isItsCommand: ({ complaintId }, id) => complaintId === id,
    pending: pendingComplaintCommands,
    dues: (state) => complaintDues(state).map(({ step, dueAt }) => dueStep(step, dueAt)),
    judge,
    decideStep: decideComplaintStep,
    record: recordComplaintEvents,
    factsOf: (state) => complaintFacts(state, remindBeforeMs),
    beside: async (tx, tenderId) => ({ shiftMs: await shiftOf(tx, tenderId) }),
  };
}

function dueStep(step: ComplaintStep, dueAt: Instant): DueStep<DecidedComplaint> {
  return { name: `${step.name}:${step.dutyId}`, dueAt, choose: () => Promise.resolve(step) };
}

async function shiftOf(tx: Tx, tenderId: string): Promise<number> {
  const fence = await readFence(tx, tenderId, 'share');
  if (fence === null) throw new Error(`tender ${tenderId} has no fence`);
  return fence.shiftMs;
}

async function judge(
  tx: Tx,
  { payload, actor, at, tenderId, complaintId }: StoredComplaintCommand,
  state: ComplaintState | null,
  calendar: Calendar,
): Promise<Judged<ComplaintEvent>> {
  if (payload.name === 'fileComplaint') await lockFilings(tx, tenderId, actor.partyId);
  const complainant = state?.complainant.partyId ?? actor.partyId;
  const around = await surroundingsOf(tx, tenderId, complainant, complaintId ?? '');
  const law = lawOf(around.tender, calendar);
  return {
    rehearsal: around.tender.rehearsal,
    refusals: admitComplaint(payload, actor, state, at, law, around),
    decide: () => Promise.resolve(decideComplaint(payload, actor, state, at, law, around)),
  };
}
