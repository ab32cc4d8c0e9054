import { prospect, prospectsOfOpen } from '../../case/actions.ts';
import type { Named } from '../../case/chapter.ts';
import { meetDuty } from '../../case/duty.ts';
import { happened } from '../../case/happened.ts';
import { refuseEmptyTexts } from '../../case/refusals.ts';
import type { LawContext } from '../../law/context.ts';
import { deadlineAfter } from '../../law/deadline.ts';
import { hashesOf, parts } from '../../record/parts.ts';
import { platformRefusal, type Refusal } from '../../refusal.ts';
import { isoShanghai, type Instant } from '../../time/instant.ts';
import { COMPLAINANTS, open } from '../../visibility/audiences.ts';
import { complaintDuty, decisionDeadline, dueAgain } from '../ground/duties.ts';
import type { ComplaintChapter } from '../ground/kind.ts';
import { withBegun } from '../ground/progress.ts';
import { OF_COMPLAINT, shownDues } from '../ground/recorded.ts';
import { complaintRules } from '../ground/rules.ts';
import type { ComplaintState } from '../ground/state.ts';
import type { ExaminationCommand, ExaminationEvent } from './commands-and-events.ts';
import { copyNotices, excludedNotices, runsAgainNotices, statementNotices } from './notices.ts';

type Command<Name extends ExaminationCommand['name']> = Named<ExaminationCommand, Name>;

type Event<Name extends ExaminationEvent['name']> = Named<ExaminationEvent, Name>;

type Events = ExaminationEvent[];

/** Copies go out in procurement, once. */
export function admitCopies(state: ComplaintState, ctx: LawContext): Refusal[] {
  if (complaintRules(ctx).copies === null) {
    return [
      platformRefusal(
        'no-copies',
        '投诉受理后即送达被投诉人，不另发副本。',
        'The respondent sees a complaint once it is accepted: under the law of this tender there are no copies to send.',
      ),
    ];
  }
  return state.copiesSentAt === null ? [] : [done('副本已经发出。', 'The copies went out already.')];
}

/** The respondent explains itself once: in procurement after it got the copy. */
export function admitStatement(
  command: Command<'makeStatement'>,
  state: ComplaintState,
  ctx: LawContext,
): Refusal[] {
  return [...refuseEmptyTexts({ text: ['说明', command.text] }), ...refuseAnyStatement(state, ctx)];
}

function refuseAnyStatement(state: ComplaintState, ctx: LawContext): Refusal[] {
  if (state.statement !== null) return [done('说明已经提交。', 'The statement was made already.')];
  if (complaintRules(ctx).statement === null || state.copiesSentAt !== null) return [];
  return [
    platformRefusal(
      'no-copy-yet',
      '投诉书副本尚未发出。',
      'The copy of the complaint has not gone out yet.',
      { zh: '收到副本之后提交。', en: 'Once the copy is there.' },
    ),
  ];
}

/** Whether an interval can be opened: it says for what, and once. */
export function admitExcludedTime(command: Command<'openExcludedTime'>, state: ComplaintState): Refusal[] {
  const refusals = refuseEmptyTexts({ text: ['事由', command.text] });
  const twice = state.excludedTime.some((one) => one.id === command.id);
  return twice ? [...refusals, done('该期间已经开始。', 'This interval was opened already.')] : refusals;
}

/** Whether an interval can be closed: the authority opened it, and it still runs. */
export function admitExcludedEnd(command: Command<'closeExcludedTime'>, state: ComplaintState): Refusal[] {
  const interval = state.excludedTime.find((one) => one.id === command.excludedTimeId);
  if (interval === undefined || interval.kind === 'correction') {
    const open = state.excludedTime.filter((one) => one.closedAt === null).map((one) => one.id);
    return [
      platformRefusal(
        'unknown-excluded-time',
        `没有编号为 ${command.excludedTimeId} 的不计算期间。`,
        `There is no excluded time ${command.excludedTimeId}.`,
        open.length === 0 ? null : { zh: `${open.join('、')}。`, en: `${open.join(', ')}.` },
      ),
    ];
  }
  return interval.closedAt === null ? [] : [done('该期间已经结束。', 'This interval was closed already.')];
}

function done(zh: string, en: string): Refusal {
  return platformRefusal('already-done', zh, en);
}

/** The respondent has the copy: its time to explain itself runs. */
export function decideCopies(at: Instant, ctx: LawContext): Events {
  const { copies, statement } = complaintRules(ctx);
  const deadline = statement === null ? null : deadlineAfter(ctx, statement, at);
  return [
    happened(at, ctx, copies, {
      name: 'complaintCopiesSent',
      deadlines: deadline === null ? [] : [deadline],
      duties: deadline === null ? [] : [complaintDuty('statement', 'respondent', deadline)],
    }),
  ];
}

/** An interval begins that the time of the decision does not count. */
export function decideExcludedTime(
  { id, kind, text }: Command<'openExcludedTime'>,
  at: Instant,
  ctx: LawContext,
): Events {
  const excluded = { id, kind, text, openedAt: at, closedAt: null };
  return [happened(at, ctx, complaintRules(ctx).decision, { name: 'excludedTimeOpened', excluded })];
}

/** An interval ends: the decision falls due later by the days it took. */
export function decideExcludedEnd(
  { excludedTimeId }: Command<'closeExcludedTime'>,
  state: ComplaintState,
  at: Instant,
  ctx: LawContext,
): Events {
  if (state.acceptedAt === null) throw new Error(`complaint ${state.id} is not accepted`);
  const excludedTime = state.excludedTime.map((one) =>
    one.id === excludedTimeId ? { ...one, closedAt: at } : one,
  );
  const deadline = decisionDeadline(ctx, { ...state, excludedTime }, state.acceptedAt);
  return [happened(at, ctx, deadline.rule, { name: 'excludedTimeClosed', excludedTimeId, deadline })];
}

export function copiesSent(event: Event<'complaintCopiesSent'>, state: ComplaintState): ComplaintState {
  return { ...withBegun(event, state, 'copies'), copiesSentAt: event.at };
}

export function statementMade(event: Event<'complaintStatementMade'>, state: ComplaintState): ComplaintState {
  const { text, documents, at } = event;
  return {
    ...state,
    statement: { text, documents, madeAt: at },
    duties: meetDuty(state.duties, 'statement', at),
  };
}

/** While an interval runs the decision does not fall due. */
export function excludedTimeOpened(
  event: Event<'excludedTimeOpened'>,
  state: ComplaintState,
): ComplaintState {
  return { ...state, excludedTime: [...state.excludedTime, event.excluded] };
}

/** The decision falls due later by what was excluded. */
export function excludedTimeClosed(
  event: Event<'excludedTimeClosed'>,
  state: ComplaintState,
): ComplaintState {
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

export const examination: ComplaintChapter<ExaminationCommand, never, ExaminationEvent> = {
  commands: {
    sendCopies: {
      zh: '发出投诉答复通知书及副本',
      en: 'sending the copies',
      by: 'authority',
      while: ['accepted'],
      prospects: ({ state, ctx }) => [prospect(admitCopies(state, ctx))],
      refuse: (_, { state, ctx }) => admitCopies(state, ctx),
      decide: (_, { at, ctx }) => decideCopies(at, ctx),
    },
    makeStatement: {
      zh: '提交说明',
      en: 'making a statement',
      by: 'respondent',
      while: ['accepted'],
      prospects: ({ state, ctx }) => [prospect(refuseAnyStatement(state, ctx))],
      refuse: (command, { state, ctx }) => admitStatement(command, state, ctx),
      decide: ({ text, documents }, { at, ctx }) => [
        happened(at, ctx, complaintRules(ctx).statement, { name: 'complaintStatementMade', text, documents }),
      ],
    },
    openExcludedTime: {
      zh: '开始不计算期间',
      en: 'opening excluded time',
      by: 'authority',
      while: ['accepted'],
      refuse: (command, { state }) => admitExcludedTime(command, state),
      decide: (command, { at, ctx }) => decideExcludedTime(command, at, ctx),
    },
    closeExcludedTime: {
      zh: '结束不计算期间',
      en: 'closing excluded time',
      by: 'authority',
      while: ['accepted'],
      prospects: ({ state }) =>
        prospectsOfOpen(
          'excludedTimeId',
          state.excludedTime
            .filter(({ kind, closedAt }) => kind !== 'correction' && closedAt === null)
            .map((one) => one.id),
          platformRefusal(
            'no-open-excluded-time',
            '没有正在进行的不计算期间。',
            'No excluded time is running.',
          ),
        ),
      refuse: (command, { state }) => admitExcludedEnd(command, state),
      decide: (command, { state, at, ctx }) => decideExcludedEnd(command, state, at, ctx),
    },
  },
  steps: {},
  events: {
    complaintCopiesSent: {
      apply: copiesSent,
      record: ({ duties }) => parts({ duties: shownDues(duties) }),
      reads: OF_COMPLAINT,
      announces: null,
      tells: copyNotices,
    },
    complaintStatementMade: {
      apply: statementMade,
      record: ({ text, documents }) => parts({}, { text, documents: hashesOf(documents) }),
      reads: open({ facts: { ...COMPLAINANTS, owner: 'at-once' } }),
      announces: null,
      tells: statementNotices,
    },
    excludedTimeOpened: {
      apply: excludedTimeOpened,
      record: ({ excluded: { id, kind, text } }) => parts({ excludedTimeId: id, kind }, { text }),
      reads: OF_COMPLAINT,
      announces: null,
      tells: excludedNotices,
    },
    excludedTimeClosed: {
      apply: excludedTimeClosed,
      record: ({ excludedTimeId, deadline }) =>
        parts({ excludedTimeId, decisionDueAt: isoShanghai(deadline.endsAt) }),
      reads: OF_COMPLAINT,
      announces: null,
      tells: runsAgainNotices,
    },
  },
};
