import type { Named } from '../../case/chapter.ts';
import { nobody } from '../../disclosure/notices/notice.ts';
import type { LawContext } from '../../law/context.ts';
import { rulesOf } from '../../procedure/index.ts';
import { moved, parts } from '../../record/parts.ts';
import { platformRefusal, type Refusal } from '../../refusal.ts';
import { isoShanghai, MS_PER_DAY, type Instant } from '../../time/instant.ts';
import { mayFollowObjection, open } from '../../visibility/audiences.ts';
import { remind } from '../ground/advice.ts';
import { meetDuty } from '../../case/duty.ts';
import type { SharedEvent } from '../ground/events.ts';
import { happened } from '../../case/happened.ts';
import type { TenderChapter } from '../ground/kind.ts';
import { passed, withDeadlines } from '../ground/progress.ts';
import { refuseBreaches, refusePast } from '../../case/refusals.ts';
import type { TenderState } from '../ground/state.ts';
import { candidatePublicity, publicityMoved } from './announcement.ts';
import type { PublicityCommand, PublicityEvent, PublicityStep } from './commands-and-events.ts';
import { checkPublicity } from './earliest-end.ts';
import { publicityMovedNotices, publicityNotices } from './notices.ts';

type Command<Name extends PublicityCommand['name']> = Named<PublicityCommand, Name>;

type Event<Name extends PublicityEvent['name']> = Named<PublicityEvent, Name>;

type Events = (PublicityEvent | SharedEvent)[];

/** Whether the candidates may be published until the end asked for. */
export function admitCandidates(
  command: Command<'publishCandidates'>,
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): Refusal[] {
  const { publicityEndsAt } = command;
  const refusals = refuseBreaches(checkPublicity(ctx, state, at, publicityEndsAt).breaches, 'ZTB-401');
  if (publicityEndsAt === null) return refusals;
  return [
    ...refusals,
    ...refusePast('公示结束时间', 'publicityEndsAt', publicityEndsAt, at),
    ...refuseBeyondValidity(publicityEndsAt, state, at, ctx),
  ];
}

/** Nobody can be awarded once the bids are no longer valid (ZTB-208): a publicity ends before, as far as its least time lets it. */
function refuseBeyondValidity(endsAt: Instant, state: TenderState, at: Instant, ctx: LawContext): Refusal[] {
  const { bidDeadlineAt, draft } = state;
  const validUntilAt = bidDeadlineAt + draft.bidValidityDays * MS_PER_DAY;
  const latestAt = Math.max(validUntilAt, checkPublicity(ctx, state, at, null).earliestEndAt);
  if (endsAt <= latestAt) return [];
  return [
    platformRefusal(
      'beyond-bid-validity',
      `公示至${isoShanghai(endsAt)}，超出投标有效期（投标截止后${draft.bidValidityDays}日）。`,
      `A publicity until ${isoShanghai(endsAt)} goes beyond the validity of the bids, ${draft.bidValidityDays} days from their deadline.`,
      { zh: `不晚于${isoShanghai(latestAt)}。`, en: `Until ${isoShanghai(latestAt)} at the latest.` },
    ),
  ];
}

/** The candidates are published, until the end asked for or the earliest lawful one. */
export function decideCandidates(
  command: Command<'publishCandidates'>,
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): Events {
  const { deadlines, earliestEndAt } = checkPublicity(ctx, state, at, command.publicityEndsAt);
  return [
    happened(at, ctx, rulesOf(state.draft).candidatesDue, {
      name: 'candidatesPublished',
      publicityEndsAt: command.publicityEndsAt ?? earliestEndAt,
      deadlines,
    }),
  ];
}

export function endPublicity(state: TenderState, at: Instant, ctx: LawContext): Events {
  const { publicityEndsAt, suspension } = state;
  if (state.phase !== 'publicity' || suspension !== null) return [];
  if (publicityEndsAt === null || at < publicityEndsAt) return [];
  return [happened(at, ctx, rulesOf(state.draft).publicity, { name: 'publicityEnded' })];
}

/** The candidates are public. */
export function candidatesPublished(event: Event<'candidatesPublished'>, state: TenderState): TenderState {
  return {
    ...passed(state, 'candidatesPublished', event.at),
    publicityEndsAt: event.publicityEndsAt,
    duties: meetDuty(state.duties, 'publish-candidates', event.at),
    deadlines: withDeadlines(state.deadlines, event.deadlines),
  };
}

export const publicity: TenderChapter<PublicityCommand, PublicityStep, PublicityEvent> = {
  commands: {
    publishCandidates: {
      zh: '公示中标候选人',
      en: 'publishing the candidates',
      by: 'own',
      while: { phases: ['publicity'], done: 'candidatesPublished', rests: true },
      instants: ({ publicityEndsAt }): Record<string, Instant> =>
        publicityEndsAt === null ? {} : { publicityEndsAt },
      refuse: (command, { state, at, ctx }) => admitCandidates(command, state, at, ctx),
      advise: ({ publicityEndsAt }, { state, at, ctx }) => [
        ...(rulesOf(state.draft).publicity === null
          ? []
          : checkPublicity(ctx, state, at, publicityEndsAt).breaches),
        ...remind(ctx, state, 'ZTB-321', {
          zh: '公示前应当认真审查评标报告，发现异常情形的依照法定程序复核纠正。',
          en: 'Examine the report before the publicity, and have what is abnormal in it reviewed.',
        }),
      ],
      decide: (command, { state, at, ctx }) => decideCandidates(command, state, at, ctx),
    },
  },
  steps: {
    endPublicity: {
      clock: {
        dueAt: ({ publicityEndsAt }) => publicityEndsAt,
        awaited: ({ phase }) => phase === 'publicity',
      },
      decide: (_, { state, at, ctx }) => endPublicity(state, at, ctx),
    },
  },
  events: {
    candidatesPublished: {
      apply: candidatesPublished,
      record: ({ publicityEndsAt }) => parts({ publicityEndsAt: isoShanghai(publicityEndsAt) }),
      reads: open(),
      announces: { kind: 'candidate-publicity', body: candidatePublicity },
      tells: publicityNotices,
    },
    publicityMoved: {
      apply: ({ toAt }, state) => ({ ...state, publicityEndsAt: toAt }),
      record: ({ fromAt, toAt }) => parts(moved(fromAt, toAt)),
      reads: mayFollowObjection,
      announces: { kind: 'publicity-moved', body: publicityMoved },
      tells: publicityMovedNotices,
    },
    publicityEnded: {
      apply: ({ at }, state) => passed(state, 'publicityEnded', at, 'award'),
      record: () => parts({}),
      reads: open(),
      announces: null,
      tells: nobody,
    },
  },
};
