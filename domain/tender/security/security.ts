import { prospect, prospectsBy, type Prospect } from '../../case/actions.ts';
import type { GivenBeforehand, Named } from '../../case/chapter.ts';
import { meetDuty } from '../../case/duty.ts';
import { happened } from '../../case/happened.ts';
import { refuseMalformedAmounts } from '../../case/refusals.ts';
import type { LawContext } from '../../law/context.ts';
import { rulesOf } from '../../procedure/index.ts';
import { parts } from '../../record/parts.ts';
import { platformRefusal, type Refusal } from '../../refusal.ts';
import type { Instant } from '../../time/instant.ts';
import { open } from '../../visibility/audiences.ts';
import { hasBidSecurity } from '../ground/bid-security.ts';
import { keptBidIds } from '../ground/cancelled-award.ts';
import { completion } from '../ground/completion.ts';
import type { SharedEvent } from '../ground/events.ts';
import type { TenderChapter, TenderKind } from '../ground/kind.ts';
import { SECURITY_OWNERS } from '../ground/parts.ts';
import { passed } from '../ground/progress.ts';
import type { Milestone, TenderState } from '../ground/state.ts';
import type { SecurityCommand, SecurityEvent } from './commands-and-events.ts';
import { securityNotices } from './notices.ts';

type Command<Name extends SecurityCommand['name']> = Named<SecurityCommand, Name>;

type Event<Name extends SecurityEvent['name']> = Named<SecurityEvent, Name>;

/** Whose securities a return gives back. */
type Events = (SecurityEvent | SharedEvent)[];

/** Whether there is a bid security to return. */
export function admitSecurityReturn(command: Command<'returnBidSecurity'>, state: TenderState): Refusal[] {
  const none = refuseWithoutSecurity(state);
  const refusals = none.length > 0 ? none : refuseEarlyReturn(command.whose, state);
  return refusals.length > 0 ? refusals : refuseMalformedAmounts({ interestFen: command.interestFen });
}

function refuseWithoutSecurity(state: TenderState): Refusal[] {
  if (hasBidSecurity(state)) return [];
  return [
    platformRefusal('no-bid-security', '本项目未要求投标保证金。', 'This tender asked for no bid security.'),
  ];
}

/** Whether there is a security at all, and then whose goes back now. */
function returnProspects({ state }: GivenBeforehand<TenderKind>): Prospect[] {
  const none = refuseWithoutSecurity(state);
  if (none.length > 0) return [prospect(none)];
  return prospectsBy('whose', SECURITY_OWNERS, (whose) => refuseEarlyReturn(whose, state));
}

/** Securities of bids that count as withdrawn go back once, from the opening on. */
function refuseWithdrawnReturn({ openedBids, milestones }: TenderState): Refusal[] {
  if (milestones.withdrawnSecurityReturned !== undefined) {
    return [
      platformRefusal(
        'already-done',
        '视为撤回的投标人的投标保证金已经退还。',
        'The securities of the bids that count as withdrawn went back already.',
      ),
    ];
  }
  if (openedBids?.some((bid) => bid.attribution === 'not-bidder') === true) return [];
  return [
    platformRefusal(
      'wrong-return',
      '本项目没有视为撤回的投标文件。',
      'No bid of this tender counts as withdrawn.',
    ),
  ];
}

/** Securities go back after the award (条例 57, 采条 33), or when the tender is given up. */
function refuseEarlyReturn(whose: Command<'returnBidSecurity'>['whose'], state: TenderState): Refusal[] {
  if (whose === 'withdrawn') return refuseWithdrawnReturn(state);
  if (whose === 'others' && rulesOf(state.draft).othersSecurityReturn === null) {
    return [
      platformRefusal(
        'wrong-return',
        '本项目的投标保证金在合同签订后一并退还。',
        'In this tender all securities go back together.',
        { zh: '全部退还。', en: 'Return all of them.' },
      ),
    ];
  }
  if (whose === 'others' && state.milestones.othersSecurityReturned !== undefined) {
    return [
      platformRefusal(
        'already-done',
        '未中标人的投标保证金已经退还。',
        "The others' securities went back already.",
      ),
    ];
  }
  if (state.award !== null || (state.outcome !== null && state.outcome !== 'reported')) return [];
  return [
    platformRefusal(
      'wrong-phase',
      '中标人尚未确定，不能退还投标保证金。',
      'Nobody is awarded yet: the securities are still held.',
      { zh: '发出中标通知书之后退还。', en: 'Return them after the award notice.' },
    ),
  ];
}

/** The bid securities went back, with their interest. */
export function decideSecurityReturn(
  command: Command<'returnBidSecurity'>,
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): Events {
  const { interestFen, whose } = command;
  const rules = rulesOf(state.draft);
  const rule =
    whose === 'withdrawn'
      ? rules.withdrawnSecurityReturn
      : state.outcome === 'terminated'
        ? rules.termination
        : rules.securityReturn;
  const kept = whose === 'withdrawn' ? [] : keptBidIds(state);
  const returned: Events[number] = happened(at, ctx, rule, {
    name: 'securityReturned',
    interestFen,
    whose,
    ...(kept.length === 0 ? {} : { keptBidIds: kept }),
  });
  if (whose !== 'all' || state.outcome !== null) return [returned];
  return [returned, ...completion(state, 'securityReturned', at, ctx)];
}

/** What a return of securities passes and which duties it meets, by whose they are. */
const SECURITIES: Readonly<
  Record<Event<'securityReturned'>['whose'], { milestone: Milestone; met: readonly string[] }>
> = {
  withdrawn: { milestone: 'withdrawnSecurityReturned', met: ['return-withdrawn-security'] },
  others: { milestone: 'othersSecurityReturned', met: ['return-others-security'] },
  all: {
    milestone: 'securityReturned',
    met: ['return-withdrawn-security', 'return-others-security', 'return-security', 'repay'],
  },
};

/** Securities went back: of bids that count as withdrawn, of who did not win, or all that were still held. */
export function securityReturned(event: Event<'securityReturned'>, state: TenderState): TenderState {
  const { milestone, met } = SECURITIES[event.whose];
  return {
    ...passed(state, milestone, event.at),
    duties: met.reduce((duties, id) => meetDuty(duties, id, event.at), state.duties),
  };
}

export const security: TenderChapter<SecurityCommand, never, SecurityEvent> = {
  commands: {
    // 条例57 says at the latest after the contract: giving it back earlier is lawful.
    returnBidSecurity: {
      zh: '退还投标保证金',
      en: 'returning the bid security',
      by: 'own',
      while: { phases: null, done: 'securityReturned', rests: false, over: true },
      prospects: returnProspects,
      refuse: (command, { state }) => admitSecurityReturn(command, state),
      decide: (command, { state, at, ctx }) => decideSecurityReturn(command, state, at, ctx),
    },
  },
  steps: {},
  events: {
    securityReturned: {
      apply: securityReturned,
      record: ({ interestFen, whose, keptBidIds }) =>
        parts({ interestFen, whose, ...(keptBidIds === undefined ? {} : { keptBidIds }) }),
      reads: open(),
      announces: null,
      tells: securityNotices,
    },
  },
};
