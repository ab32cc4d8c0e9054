import type { Named } from '../../case/chapter.ts';
import { nobody } from '../../disclosure/notices/notice.ts';
import type { LawContext } from '../../law/context.ts';
import { deadlineAfter } from '../../law/deadline.ts';
import type { Breach } from '../../law/types.ts';
import { PHASES_BEFORE_OPENING, rulesOf } from '../../procedure/index.ts';
import { parts, shownOrNull } from '../../record/parts.ts';
import type { Instant } from '../../time/instant.ts';
import { open, ORDERS } from '../../visibility/audiences.ts';
import { remind } from '../ground/advice.ts';
import { hasBidSecurity } from '../ground/bid-security.ts';
import { unreplacedAward } from '../ground/cancelled-award.ts';
import { dutiesAfterEnd, dutyFor } from '../ground/duties.ts';
import type { SharedEvent } from '../ground/events.ts';
import { happened } from '../../case/happened.ts';
import type { TenderChapter } from '../ground/kind.ts';
import { passed } from '../ground/progress.ts';
import { refuseEmptyTexts } from '../../case/refusals.ts';
import type { TenderState } from '../ground/state.ts';
import { failureAnnouncement, invalidation, termination } from './announcement.ts';
import type { EndingCommand, EndingEvent } from './commands-and-events.ts';
import { failureNotices, invalidationNotices, terminationNotices } from './notices.ts';

type Command<Name extends EndingCommand['name']> = Named<EndingCommand, Name>;

type Event<Name extends EndingEvent['name']> = Named<EndingEvent, Name>;

type Events = (EndingEvent | SharedEvent)[];

/** The tenderee gives the tender up; securities and prices paid are owed back. */
export function decideTermination(
  command: Command<'terminateTender'>,
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): Events {
  const { termination, terminationRefund, nextCandidate } = rulesOf(state.draft);
  // After a winner fell away the law itself lets the tender be held anew: nobody gives up a tender of its own accord.
  const lost = unreplacedAward(state);
  const basis = lost === null ? termination : lost.instructionId === null ? nextCandidate : lost.rule;
  const owed = hasBidSecurity(state) && state.milestones.securityReturned === undefined;
  const duty =
    terminationRefund !== null && owed ? dutyFor('repay', deadlineAfter(ctx, terminationRefund, at)) : null;
  return [happened(at, ctx, basis, { name: 'tenderTerminated', reason: command.reason, duty })];
}

/** The tenderee has given the tender up: what was due lapses, save repayment. */
export function tenderTerminated(event: Event<'tenderTerminated'>, state: TenderState): TenderState {
  const settled = dutiesAfterEnd(state);
  return {
    ...passed(state, 'terminated', event.at),
    outcome: 'terminated',
    suspension: null,
    duties: event.duty === null ? settled : [...settled, event.duty],
  };
}

/** The authority has declared the tender void: what was due lapses, save what is to be repaid. */
export function tenderInvalidated(event: Event<'tenderInvalidated'>, state: TenderState): TenderState {
  return {
    ...passed(state, 'invalidated', event.at),
    outcome: 'invalidated',
    suspension: null,
    duties: dutiesAfterEnd(state),
  };
}

/** The tender has failed: what was still due lapses with it, for a new tender begins anew. */
export function tenderFailed(event: Event<'tenderFailed'>, state: TenderState): TenderState {
  return {
    ...passed(state, 'failed', event.at),
    outcome: event.reason,
    suspension: null,
    duties: dutiesAfterEnd(state),
  };
}

function adviseOnTermination(state: TenderState, ctx: LawContext): Breach[] {
  // After a winner fell away the tender is held anew, which is no giving up (条例 55, 采条 49).
  if (unreplacedAward(state) !== null) return [];
  return [
    ...remind(ctx, state, 'ZTB-019', {
      zh: '除不可抗力外，施工招标发布公告后不得终止。',
      en: 'Short of force majeure a works tender is not terminated after its notice.',
    }),
    ...remind(ctx, state, 'GP-111', {
      zh: '除因重大变故采购任务取消外，不得擅自终止招标活动；终止的应当报财政部门。',
      en: 'Only a cancelled task ends a procurement, and the department of finance is told.',
    }),
  ];
}

export const ending: TenderChapter<EndingCommand, never, EndingEvent> = {
  commands: {
    terminateTender: {
      zh: '终止招标',
      en: 'terminating the tender',
      by: 'own',
      while: {
        phases: [...PHASES_BEFORE_OPENING, 'opening', 'evaluation', 'publicity', 'award'],
        done: null,
        rests: false,
      },
      refuse: ({ reason }) => refuseEmptyTexts({ reason: ['终止理由', reason] }),
      advise: (_, { state, ctx }) => adviseOnTermination(state, ctx),
      decide: (command, { state, at, ctx }) => decideTermination(command, state, at, ctx),
    },
  },
  steps: {},
  events: {
    tenderFailed: {
      apply: tenderFailed,
      record: ({ reason }) => parts({ reason }),
      reads: open(),
      announces: { kind: 'tender-failed', body: failureAnnouncement },
      tells: failureNotices,
    },
    tenderTerminated: {
      apply: tenderTerminated,
      // The reason is published with the announcement, where it names nobody who is secret.
      record: ({ reason, duty }) => parts({ repayDueAt: shownOrNull(duty?.dueAt ?? null) }, { reason }),
      reads: open({ facts: ORDERS }),
      announces: { kind: 'termination', body: termination },
      tells: terminationNotices,
    },
    tenderInvalidated: {
      apply: tenderInvalidated,
      record: ({ instructionId }) => parts({ instructionId }),
      reads: open(),
      announces: { kind: 'invalidation', body: invalidation },
      tells: invalidationNotices,
    },
    tenderCompleted: {
      // What is left after the award does not rest: an order may still stand, and has nothing left to suspend.
      apply: (_, state) => ({ ...state, outcome: 'reported', suspension: null }),
      record: () => parts({}),
      reads: open(),
      announces: null,
      tells: nobody,
    },
  },
};
