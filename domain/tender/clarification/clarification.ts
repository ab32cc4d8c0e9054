import { prospect, type Prospect } from '../../case/actions.ts';
import type { GivenBeforehand, Named } from '../../case/chapter.ts';
import type { LawContext } from '../../law/context.ts';
import { PHASES_BEFORE_OPENING, rulesOf } from '../../procedure/index.ts';
import { hashesOf, parts } from '../../record/parts.ts';
import { platformRefusal, type Refusal } from '../../refusal.ts';
import { isoShanghai, type Instant } from '../../time/instant.ts';
import { ISSUED, open } from '../../visibility/audiences.ts';
import { beforeApplications } from '../ground/applications.ts';
import { moveApplicationsDue, moveBidDeadline } from '../ground/deadlines-moved.ts';
import type { SharedEvent } from '../ground/events.ts';
import { happened } from '../../case/happened.ts';
import type { TenderChapter, TenderKind } from '../ground/kind.ts';
import { withDeadlines } from '../ground/progress.ts';
import { refuseBreaches, refuseEmptyTexts, refusePast } from '../../case/refusals.ts';
import { ownDemand } from '../ground/signatures.ts';
import type { TenderState } from '../ground/state.ts';
import { clarificationAnnouncement } from './announcement.ts';
import type { ClarificationCommand, ClarificationEvent } from './commands-and-events.ts';
import { checkClarification } from './forced-extension.ts';
import { clarificationNotices } from './notices.ts';

type Command<Name extends ClarificationCommand['name']> = Named<ClarificationCommand, Name>;

type Event<Name extends ClarificationEvent['name']> = Named<ClarificationEvent, Name>;

type Events = (ClarificationEvent | SharedEvent)[];

/** Whether a clarification or amendment may go out: before the closing, with an extension where the law forces one. */
export function admitClarification(
  command: Command<'issueClarification'>,
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): Refusal[] {
  const { newBidDeadlineAt } = command;
  const late = refuseLate(state, at);
  if (late.length > 0) return late;
  const dueAt = clarifiedUntil(state);
  const refusals = refuseBreaches(checkClarification(ctx, state, command, at).breaches);
  if (state.clarifications.some((one) => one.id === command.id)) {
    refusals.push(
      platformRefusal(
        'duplicate-clarification',
        `编号为 ${command.id} 的澄清或者修改已经存在。`,
        `A clarification with the id ${command.id} exists already.`,
      ),
    );
  }
  refusals.push(...refuseEmptyTexts({ title: ['标题', command.title], text: ['内容', command.text] }));
  if (newBidDeadlineAt === null) return refusals;
  if (newBidDeadlineAt < dueAt) refusals.push(deadlineEarlier(dueAt));
  return [...refusals, ...refusePast('新的投标截止时间', 'newBidDeadlineAt', newBidDeadlineAt, at)];
}

/** Until when what is issued now can be clarified: the due of the applications, then the bid deadline. */
function clarifiedUntil(state: TenderState): Instant {
  return beforeApplications(state) && state.firstStage !== null
    ? state.firstStage.dueAt
    : state.bidDeadlineAt;
}

function refuseLate(state: TenderState, at: Instant): Refusal[] {
  const dueAt = clarifiedUntil(state);
  return at >= dueAt && state.suspension === null ? [deadlinePassed(beforeApplications(state), dueAt)] : [];
}

/** While the process rests its deadline does not fall, so that no end is known. */
function clarificationProspects({ state, at }: GivenBeforehand<TenderKind>): Prospect[] {
  const endsAt = state.suspension === null ? clarifiedUntil(state) : null;
  return [prospect(refuseLate(state, at), { at: endsAt, rule: null })];
}

function deadlinePassed(early: boolean, dueAt: Instant): Refusal {
  const until = isoShanghai(dueAt);
  return early
    ? platformRefusal(
        'deadline-passed',
        `申请文件提交截止时间（${until}）已过，不能再澄清或者修改第一阶段的文件。`,
        `The applications were due before ${until}: what they go by can no longer be clarified or amended.`,
      )
    : platformRefusal(
        'deadline-passed',
        `投标截止时间（${until}）已过，不能再澄清或者修改招标文件。`,
        `The bid deadline (${until}) has passed: the tender documents can no longer be clarified or amended.`,
      );
}

function deadlineEarlier(dueAt: Instant): Refusal {
  const now = isoShanghai(dueAt);
  return platformRefusal(
    'bid-deadline-earlier',
    `新的截止时间不得早于现行的截止时间${now}。`,
    `The new deadline must not be earlier than the one in force, ${now}.`,
    { zh: `${now}或者更晚。`, en: `${now} or later.` },
  );
}

/** A clarification or amendment goes to all holders of the documents; with it the deadline moves when it says so. */
export function decideClarification(
  command: Command<'issueClarification'>,
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): Events {
  const { id, kind, affectsBids, title, text, documents } = command;
  const early = beforeApplications(state);
  const rules = rulesOf(state.draft);
  const before = early ? (state.firstStage?.dueAt ?? state.bidDeadlineAt) : state.bidDeadlineAt;
  const after = command.newBidDeadlineAt ?? before;
  const affected = early ? rules.applicationClarification : rules.clarification;
  const issued: Events[number] = happened(at, ctx, affectsBids ? affected : (rules.reminder ?? affected), {
    name: 'clarificationIssued',
    clarification: {
      id,
      kind,
      issuedAt: at,
      affectsBids,
      title,
      text,
      documents,
      bidDeadlineBeforeAt: before,
      bidDeadlineAfterAt: after,
    },
    deadlines: checkClarification(ctx, state, command, at).deadlines,
  });
  if (after === before) return [issued];
  return early
    ? [issued, moveApplicationsDue(state, after, at, ctx, affected)]
    : [issued, moveBidDeadline(state, after, 'amendment', at, ctx, affected)];
}

/** What was clarified or amended; a moved deadline is an event of its own. */
export function clarificationIssued(event: Event<'clarificationIssued'>, state: TenderState): TenderState {
  return {
    ...state,
    clarifications: [...state.clarifications, event.clarification],
    deadlines: withDeadlines(state.deadlines, event.deadlines),
  };
}

export const clarification: TenderChapter<ClarificationCommand, never, ClarificationEvent> = {
  commands: {
    issueClarification: {
      zh: '发出澄清或者修改',
      en: 'issuing a clarification or amendment',
      by: 'own',
      while: { phases: PHASES_BEFORE_OPENING, done: null, rests: false },
      instants: ({ newBidDeadlineAt }): Record<string, Instant> =>
        newBidDeadlineAt === null ? {} : { newBidDeadlineAt },
      signs: ({ documents }, { draft }) => [ownDemand(draft, 'clarification', documents)],
      prospects: clarificationProspects,
      refuse: (command, { state, at, ctx }) => admitClarification(command, state, at, ctx),
      advise: (command, { state, at, ctx }) => checkClarification(ctx, state, command, at).breaches,
      decide: (command, { state, at, ctx }) => decideClarification(command, state, at, ctx),
    },
  },
  steps: {},
  events: {
    clarificationIssued: {
      apply: clarificationIssued,
      record: ({ clarification: { id, kind, affectsBids, title, bidDeadlineAfterAt, documents } }) =>
        parts(
          { id, kind, affectsBids, title, bidDeadlineAt: isoShanghai(bidDeadlineAfterAt) },
          {},
          hashesOf(documents),
        ),
      reads: open({ papers: ISSUED }),
      announces: {
        kind: ({ clarification: { kind } }, { draft }) =>
          draft.regime === 'tendering' ? kind : 'correction',
        body: clarificationAnnouncement,
      },
      tells: clarificationNotices,
    },
  },
};
