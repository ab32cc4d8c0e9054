import { prospectsBy } from '../../case/actions.ts';
import type { Named } from '../../case/chapter.ts';
import { happened } from '../../case/happened.ts';
import { refuseEmptyTexts } from '../../case/refusals.ts';
import { refusalFor, ruleOf, type LawContext } from '../../law/context.ts';
import { deadlineAfter } from '../../law/deadline.ts';
import { parts } from '../../record/parts.ts';
import { platformRefusal, type Refusal } from '../../refusal.ts';
import type { Instant } from '../../time/instant.ts';
import { shownEnd } from '../../time/text.ts';
import { complaintDuty, decisionDeadline } from '../ground/duties.ts';
import type { ComplaintChapter } from '../ground/kind.ts';
import { ended, withBegun } from '../ground/progress.ts';
import { OF_COMPLAINT, shownDues } from '../ground/recorded.ts';
import { complaintRules } from '../ground/rules.ts';
import { REFUSAL_GROUNDS, type ComplaintState, type RefusalGround } from '../ground/state.ts';
import type { AcceptanceCommand, AcceptanceEvent } from './commands-and-events.ts';
import { acceptedNotices, refusedNotices } from './notices.ts';

type Command<Name extends AcceptanceCommand['name']> = Named<AcceptanceCommand, Name>;

type Event<Name extends AcceptanceEvent['name']> = Named<AcceptanceEvent, Name>;

type Events = AcceptanceEvent[];

/** A complaint that is being corrected is refused only when the time for it is over. */
export function admitRefusal(
  command: Command<'refuseComplaint'>,
  state: ComplaintState,
  at: Instant,
  ctx: LawContext,
): Refusal[] {
  return [
    ...refuseEmptyTexts({ reason: ['不予受理的理由', command.reason] }),
    ...refuseGround(command.ground, state, at, ctx),
  ];
}

function refuseGround(ground: RefusalGround, state: ComplaintState, at: Instant, ctx: LawContext): Refusal[] {
  const refusals: Refusal[] = [];
  const correcting = state.status === 'correcting' && state.correction !== null;
  if (correcting && (ground !== 'not-corrected' || at < state.correction.dueAt)) {
    const due = shownEnd(state.correction.dueAt);
    refusals.push(
      refusalFor(
        ruleOf(ctx, complaintRules(ctx).refusal ?? complaintRules(ctx).decision),
        `投诉人的补正期限（至${due}）尚未届满或者理由不符。`,
        `The complainant may correct until ${due}; after that, not having corrected is the ground.`,
        { zh: `${due}之后，以未按期补正为由。`, en: `After ${due}, for not being corrected.` },
      ),
    );
  }
  if (!correcting && ground === 'not-corrected' && state.correction === null) {
    refusals.push(
      platformRefusal(
        'ground-unfit',
        '该投诉没有通知过补正，不能以未补正为由不予受理。',
        'No correction was asked for: that cannot be the ground.',
      ),
    );
  }
  return refusals;
}

/** The authority takes the complaint: its time to decide runs, and in procurement its time to send the copies. */
export function decideAcceptance(state: ComplaintState, at: Instant, ctx: LawContext): Events {
  const { review, copies } = complaintRules(ctx);
  const decision = decisionDeadline(ctx, state, at);
  const sending = copies === null ? null : deadlineAfter(ctx, copies, state.receivedAt, 'copies');
  return [
    happened(at, ctx, review, {
      name: 'complaintAccepted',
      deadlines: [decision, ...(sending === null ? [] : [sending])],
      duties: [
        complaintDuty('decide', 'supervisor', decision),
        ...(sending === null ? [] : [complaintDuty('copies', 'supervisor', sending)]),
      ],
    }),
  ];
}

export function accepted(event: Event<'complaintAccepted'>, state: ComplaintState): ComplaintState {
  return { ...withBegun(event, state, 'review'), status: 'accepted', acceptedAt: event.at };
}

/** A refusal ends the complaint. */
export function refused(event: Event<'complaintRefused'>, state: ComplaintState): ComplaintState {
  const { ground, reason, at } = event;
  return { ...ended(state, at, 'review'), status: 'refused', refusal: { ground, reason, refusedAt: at } };
}

export const acceptance: ComplaintChapter<AcceptanceCommand, never, AcceptanceEvent> = {
  commands: {
    acceptComplaint: {
      zh: '受理投诉',
      en: 'accepting the complaint',
      by: 'authority',
      while: ['filed'],
      refuse: () => [],
      decide: (_, { state, at, ctx }) => decideAcceptance(state, at, ctx),
    },
    refuseComplaint: {
      zh: '决定不予受理',
      en: 'refusing the complaint',
      by: 'authority',
      while: ['filed', 'correcting'],
      prospects: ({ state, at, ctx }) =>
        prospectsBy('ground', REFUSAL_GROUNDS, (ground) => refuseGround(ground, state, at, ctx)),
      refuse: (command, { state, at, ctx }) => admitRefusal(command, state, at, ctx),
      decide: ({ ground, reason }, { at, ctx }) => [
        happened(at, ctx, complaintRules(ctx).refusal, { name: 'complaintRefused', ground, reason }),
      ],
    },
  },
  steps: {},
  events: {
    complaintAccepted: {
      apply: accepted,
      record: ({ duties }) => parts({ duties: shownDues(duties) }),
      reads: OF_COMPLAINT,
      announces: null,
      tells: acceptedNotices,
    },
    complaintRefused: {
      apply: refused,
      record: ({ ground, reason }) => parts({ ground }, { reason }),
      reads: OF_COMPLAINT,
      announces: null,
      tells: refusedNotices,
    },
  },
};
