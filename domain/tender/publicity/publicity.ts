import type { Named } from '../../case/chapter.ts';
import { nobody } from '../../disclosure/notices/notice.ts';
import { warningOf } from '../../law/breach.ts';
import { hasRule, type LawContext } from '../../law/context.ts';
import type { Breach } from '../../law/types.ts';
import { rulesOf } from '../../procedure/index.ts';
import { moved, parts } from '../../record/parts.ts';
import type { Refusal } from '../../refusal.ts';
import { isoShanghai, MS_PER_DAY, type Instant } from '../../time/instant.ts';
import { shownEnd, shownInstant } from '../../time/text.ts';
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
  return [...refusals, ...refusePast('公示结束时间', 'publicityEndsAt', publicityEndsAt, at)];
}

/** What is to be heeded of a publicity until the end asked for, or the earliest lawful one. */
function adviseOnPublicity(
  { publicityEndsAt }: Command<'publishCandidates'>,
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): Breach[] {
  if (rulesOf(state.draft).publicity === null) return [];
  const { breaches, earliestEndAt } = checkPublicity(ctx, state, at, publicityEndsAt);
  return [...breaches, ...checkValidity(publicityEndsAt ?? earliestEndAt, state, ctx)];
}

/** A publicity that outlasts the bids (ZTB-208). It refuses nothing: the validity may be extended with each bidder (ZTB-209), outside the platform. */
function checkValidity(endsAt: Instant, { bidDeadlineAt, draft }: TenderState, ctx: LawContext): Breach[] {
  const validUntilAt = bidDeadlineAt + draft.bidValidityDays * MS_PER_DAY;
  if (endsAt <= validUntilAt || !hasRule(ctx, 'ZTB-208')) return [];
  return [
    warningOf(ctx, 'ZTB-208', {
      field: 'publicityEndsAt',
      zh: `公示至${shownEnd(endsAt)}，超出投标有效期（至${shownInstant(validUntilAt)}）；需要延长的，应当书面通知所有投标人并取得其同意。`,
      en: `A publicity until ${shownEnd(endsAt)} outlasts the validity of the bids, which ends at ${shownInstant(validUntilAt)}: an extension is asked of all bidders in writing, and each may decline.`,
      accepted: {
        zh: `公示至${shownInstant(validUntilAt)}或者更早，或者依法延长投标有效期。`,
        en: `Published until ${shownInstant(validUntilAt)} or earlier, or a validity that is extended by the law.`,
      },
    }),
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
      advise: (command, { state, at, ctx }) => [
        ...adviseOnPublicity(command, state, at, ctx),
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
