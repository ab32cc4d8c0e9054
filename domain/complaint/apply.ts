import { dueAgain, meetComplaintDuty } from './duties.ts';
import type { ComplaintEvent } from './events.ts';
import { complaintEnded } from './facts.ts';
import type { ComplaintDuty, ComplaintState } from './state.ts';

type Event<N extends ComplaintEvent['name']> = Extract<ComplaintEvent, { name: N }>;

/** The state after an event. Throws an Error on a history that cannot be: an event before the filing, or after the end. */
export function applyComplaint(event: ComplaintEvent, state: ComplaintState | null): ComplaintState {
  if (event.name === 'complaintFiled') {
    if (state !== null) throw new Error(`complaint ${state.id} is filed once`);
    return filed(event);
  }
  if (state === null) throw new Error(`${event.name} before the complaint was filed`);
  if (complaintEnded(state.status)) throw new Error(`complaint ${state.id} is over, and ${event.name} came`);
  return { ...progressed(event, state), version: state.version + 1 };
}

/** The state that a whole history builds. */
export function replayComplaint(events: readonly ComplaintEvent[]): ComplaintState | null {
  return events.reduce<ComplaintState | null>((state, event) => applyComplaint(event, state), null);
}

function filed({ complaint, deadlines, duties, warnings, at }: Event<'complaintFiled'>): ComplaintState {
  return {
    ...complaint,
    version: 1,
    status: 'filed',
    filedAt: at,
    receivedAt: at,
    acceptedAt: null,
    correction: null,
    refusal: null,
    copiesSentAt: null,
    statement: null,
    excludedTime: [],
    decision: null,
    repeatedlyUnfounded: null,
    publishedAt: null,
    withdrawnAt: null,
    deadlines,
    duties,
    warnings,
  };
}

function progressed(
  event: Exclude<ComplaintEvent, Event<'complaintFiled'>>,
  state: ComplaintState,
): ComplaintState {
  const { at } = event;
  switch (event.name) {
    case 'complaintCorrectionRequested':
      return {
        ...begun(event, state, 'review'),
        status: 'correcting',
        correction: { text: event.text, requestedAt: at, dueAt: event.dueAt, correctedAt: null },
        excludedTime: [...state.excludedTime, event.excluded],
      };
    case 'complaintCorrected':
      return corrected(event, state);
    case 'complaintAccepted':
      return { ...begun(event, state, 'review'), status: 'accepted', acceptedAt: at };
    case 'complaintRefused': {
      const { ground, reason } = event;
      return { ...over(state, at, 'review'), status: 'refused', refusal: { ground, reason, refusedAt: at } };
    }
    case 'complaintCopiesSent':
      return { ...begun(event, state, 'copies'), copiesSentAt: at };
    case 'complaintStatementMade':
      return {
        ...state,
        statement: { text: event.text, documents: event.documents, madeAt: at },
        duties: meetComplaintDuty(state.duties, 'statement', at),
      };
    case 'excludedTimeOpened':
      return { ...state, excludedTime: [...state.excludedTime, event.excluded] };
    case 'excludedTimeClosed':
      return excludedTimeClosed(event, state);
    case 'complaintDecided':
      return {
        ...begun(event, lapsed(state, 'decide'), 'decide'),
        status: 'decided',
        decision: event.decision,
      };
    case 'unfoundedComplaintsCounted':
      return { ...state, repeatedlyUnfounded: event.count };
    case 'complaintDecisionPublished':
      return { ...over(state, at, 'publish'), status: 'published', publishedAt: at };
    case 'complaintWithdrawn':
      return {
        ...over(state, at, null),
        status: 'withdrawn',
        withdrawnAt: at,
        warnings: [...state.warnings, ...event.warnings],
      };
    case 'complaintStepTimedOut':
      return {
        ...state,
        duties: state.duties.map((duty) =>
          duty.id === event.dutyId && duty.metAt === null ? { ...duty, timedOutAt: at } : duty,
        ),
      };
    case 'complaintDutyReminded':
      return {
        ...state,
        duties: state.duties.map((duty) =>
          duty.id === event.dutyId && duty.metAt === null ? { ...duty, announcedAt: at } : duty,
        ),
      };
    case 'complaintDeadlinesRederived':
      return { ...state, deadlines: event.deadlines, duties: event.duties };
    default:
      return event satisfies never;
  }
}

/** One duty is met, others begin; a later one of the same id takes the place of the earlier, which was met. */
function begun(
  event: Event<
    | 'complaintCorrectionRequested'
    | 'complaintCorrected'
    | 'complaintAccepted'
    | 'complaintCopiesSent'
    | 'complaintDecided'
  >,
  state: ComplaintState,
  met: 'review' | 'copies' | 'decide' | 'correct',
): ComplaintState {
  const kept = meetComplaintDuty(state.duties, met, event.at).filter(
    (duty) => !event.duties.some(({ id }) => id === duty.id),
  );
  return {
    ...state,
    duties: [...kept, ...event.duties],
    deadlines: [...state.deadlines, ...event.deadlines],
  };
}

function corrected(event: Event<'complaintCorrected'>, state: ComplaintState): ComplaintState {
  const { at, content } = event;
  return {
    ...begun(event, state, 'correct'),
    status: 'filed',
    content,
    receivedAt: at,
    correction: state.correction && { ...state.correction, correctedAt: at },
    excludedTime: closed(state, at, (kind) => kind === 'correction'),
  };
}

function excludedTimeClosed(event: Event<'excludedTimeClosed'>, state: ComplaintState): ComplaintState {
  const { deadline, excludedTimeId, at } = event;
  return {
    ...state,
    excludedTime: state.excludedTime.map((one) =>
      one.id === excludedTimeId ? { ...one, closedAt: at } : one,
    ),
    deadlines: [...state.deadlines.filter(({ rule }) => rule !== deadline.rule), deadline],
    duties: state.duties.map((duty) =>
      duty.id === 'decide' && duty.metAt === null ? dueAgain(duty, deadline.endsAt) : duty,
    ),
  };
}

/** The end: one duty is met by it, what else was open lapses. */
function over(state: ComplaintState, at: number, met: ComplaintDuty['id'] | null): ComplaintState {
  const duties = met === null ? state.duties : meetComplaintDuty(state.duties, met, at);
  return lapsed({ ...state, duties, excludedTime: closed(state, at, () => true) }, null);
}

/** What was due and is no more is taken from the complaint; what was late stays. */
function lapsed(state: ComplaintState, kept: ComplaintDuty['id'] | null): ComplaintState {
  const duties = state.duties.filter(
    ({ id, metAt, timedOutAt }) => metAt !== null || timedOutAt !== null || id === kept,
  );
  return { ...state, duties };
}

function closed(
  state: ComplaintState,
  at: number,
  which: (kind: ComplaintState['excludedTime'][number]['kind']) => boolean,
): ComplaintState['excludedTime'] {
  return state.excludedTime.map((one) =>
    one.closedAt === null && which(one.kind) ? { ...one, closedAt: at } : one,
  );
}
