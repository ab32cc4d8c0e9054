import { prospect, type Prospect } from '../../case/actions.ts';
import type { Actor } from '../../case/actor.ts';
import type { GivenBeforehand, Named } from '../../case/chapter.ts';
import { happened } from '../../case/happened.ts';
import { nobody } from '../../disclosure/notices/notice.ts';
import { refusalFor, ruleOf, type LawContext } from '../../law/context.ts';
import { procedureById } from '../../procedure/index.ts';
import { hashesOf, moved, parts } from '../../record/parts.ts';
import { platformRefusal, type Refusal } from '../../refusal.ts';
import { isoShanghai, type Instant } from '../../time/instant.ts';
import { APPLICANTS, COMMITTEE, mayFollowObjection, open, sealed } from '../../visibility/audiences.ts';
import { firstStageRule } from '../ground/applications.ts';
import type { SharedEvent } from '../ground/events.ts';
import type { TenderChapter, TenderKind } from '../ground/kind.ts';
import type { Application, FirstStage } from '../ground/parts.ts';
import { FIRST_STAGE } from '../ground/place.ts';
import { passed, withDeadlines } from '../ground/progress.ts';
import { shownSchedule } from '../ground/schedule-text.ts';
import { ownDemand } from '../ground/signatures.ts';
import type { TenderState } from '../ground/state.ts';
import { applicationsMovedAnnouncement, firstStageResult } from './announcement.ts';
import type { FirstStageCommand, FirstStageEvent, FirstStageStep } from './commands-and-events.ts';
import { admitConclusion, decideConclusion, refuseBeforeClosing } from './conclusion.ts';
import {
  applicationNotices,
  applicationsClosedNotices,
  applicationsMovedNotices,
  firstStageNotices,
} from './notices.ts';
import { tooFewQualified } from './too-few.ts';

type Command<Name extends FirstStageCommand['name']> = Named<FirstStageCommand, Name>;

type Step<Name extends FirstStageStep['name']> = Named<FirstStageStep, Name>;

type Event<Name extends FirstStageEvent['name']> = Named<FirstStageEvent, Name>;

type Events = (FirstStageEvent | SharedEvent)[];

/** Whether an application or proposal comes in time; while an objection is open its time does not end. */
export function admitApplication(
  command: Command<'submitApplication'>,
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): Refusal[] {
  const refusals = refuseLate(state, at, ctx);
  if (command.documents.length === 0) {
    refusals.push(
      platformRefusal('no-documents', '没有申请文件。', 'The application has no documents.', {
        zh: '至少上传一份文件。',
        en: 'Attach at least one document.',
      }),
    );
  }
  return refusals;
}

function refuseLate(state: TenderState, at: Instant, ctx: LawContext): Refusal[] {
  const dueAt = state.firstStage?.dueAt ?? at;
  if (at < dueAt || state.suspension !== null) return [];
  return [
    refusalFor(
      ruleOf(ctx, firstStageRule(state)),
      `提交截止时间为${isoShanghai(dueAt)}，收到时间为${isoShanghai(at)}，逾期送达，应当拒收。`,
      `It was due before ${isoShanghai(dueAt)} and arrived at ${isoShanghai(at)}: it is refused as late.`,
    ),
  ];
}

/** While an objection is open the time for applications does not end, so that no end is known. */
function applicationProspects({ state, at, ctx }: GivenBeforehand<TenderKind>): Prospect[] {
  const endsAt = state.suspension === null ? (state.firstStage?.dueAt ?? null) : null;
  return [prospect(refuseLate(state, at, ctx), { at: endsAt, rule: firstStageRule(state) })];
}

/** An application, or a technical proposal, is received. */
export function decideApplication(
  command: Command<'submitApplication'>,
  actor: Actor,
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): Events {
  const { partyId, uscc, partyName } = actor;
  if (partyId === null || uscc === null) throw new Error('an application needs a party');
  const application: Application = {
    id: command.id,
    partyId,
    party: { name: partyName ?? uscc, uscc },
    filedAt: at,
    documents: command.documents,
  };
  return [happened(at, ctx, firstStageRule(state), { name: 'applicationSubmitted', application })];
}

/** Beginning and closing of a prequalification, or of the stage of proposals; empty when it is not time. */
export function decideFirstStageStep(
  step: Step<'openFirstStage' | 'closeApplications'>,
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): Events {
  const { firstStage } = state;
  if (firstStage === null) return [];
  const rule = firstStageRule(state);
  if (step.name === 'openFirstStage') {
    if (state.phase !== 'notice' || at < firstStage.issuedFromAt) return [];
    return [happened(at, ctx, rule, { name: 'firstStageOpened' })];
  }
  const { firstStageOpened, applicationsClosed } = state.milestones;
  if (firstStageOpened === undefined || applicationsClosed !== undefined) return [];
  if (state.suspension !== null || at < firstStage.dueAt) return [];
  const count = firstStage.applications.length;
  return [happened(at, ctx, rule, { name: 'applicationsClosed', count })];
}

function stageOf(state: TenderState): FirstStage {
  if (state.firstStage === null) throw new Error(`tender ${state.id} has no first stage`);
  return state.firstStage;
}

/** The prequalification, or the stage of proposals, begins. */
export function firstStageOpened(event: Event<'firstStageOpened'>, state: TenderState): TenderState {
  const { phases } = procedureById(state.procedure);
  const phase = phases.includes('proposals') ? 'proposals' : 'prequalification';
  return passed(state, 'firstStageOpened', event.at, phase);
}

/** An application, in place of an earlier one of the same party. */
export function applicationSubmitted(
  { application }: Event<'applicationSubmitted'>,
  state: TenderState,
): TenderState {
  const stage = stageOf(state);
  const others = stage.applications.filter((one) => one.partyId !== application.partyId);
  return { ...state, firstStage: { ...stage, applications: [...others, application] } };
}

/** No more applications: the result is awaited. */
export function applicationsClosed(event: Event<'applicationsClosed'>, state: TenderState): TenderState {
  return passed(state, 'applicationsClosed', event.at);
}

/** The applications are due later, and what is counted backwards from them. */
export function applicationsDueMoved(event: Event<'applicationsDueMoved'>, state: TenderState): TenderState {
  return {
    ...state,
    firstStage: { ...stageOf(state), dueAt: event.toAt },
    deadlines: withDeadlines(state.deadlines, event.deadlines ?? []),
  };
}

/** Who may bid is settled, and when: from here on the documents and the bids have their own times. */
export function firstStageConcluded(event: Event<'firstStageConcluded'>, state: TenderState): TenderState {
  const { conclusion, schedule } = event;
  return {
    ...passed(state, 'firstStageConcluded', event.at),
    firstStage: { ...stageOf(state), conclusion },
    admitted: conclusion.admitted,
    draft: {
      ...state.draft,
      schedule,
      documents: event.documents.length === 0 ? state.draft.documents : event.documents,
    },
    documentsIssuedFromAt: schedule.documentsIssuedFromAt,
    documentsIssuedUntilAt: schedule.documentsIssuedUntilAt,
    bidDeadlineAt: schedule.bidDeadlineAt,
    deadlines: withDeadlines(state.deadlines, event.deadlines),
  };
}

export const firstStage: TenderChapter<FirstStageCommand, FirstStageStep, FirstStageEvent> = {
  commands: {
    submitApplication: {
      zh: '提交申请文件',
      en: 'submitting an application or proposal',
      by: 'bidder',
      while: { phases: FIRST_STAGE, done: 'applicationsClosed', rests: false },
      signs: ({ documents }, { actor }) => [
        { kind: 'bid', documents, by: [[{ uscc: actor.uscc ?? '', role: 'bidder' }]], needsDocument: true },
      ],
      prospects: applicationProspects,
      refuse: (command, { state, at, ctx }) => admitApplication(command, state, at, ctx),
      decide: (command, { actor, state, at, ctx }) => decideApplication(command, actor, state, at, ctx),
    },
    concludeFirstStage: {
      zh: '公布第一阶段结果',
      en: 'concluding the first stage',
      by: 'own',
      while: { phases: FIRST_STAGE, done: 'firstStageConcluded', rests: true },
      instants: ({ schedule }) => ({ ...schedule }),
      // Without documents of its own the second stage has those of the draft, which are signed.
      signs: ({ documents, report = [] }, { draft }) => [
        ownDemand(draft, 'documents', documents, false),
        ownDemand(draft, 'evaluationReport', report, draft.qualification === 'before'),
      ],
      prospects: ({ state }) => [prospect(refuseBeforeClosing(state))],
      refuse: (command, { state, at, ctx }) => admitConclusion(command, state, at, ctx),
      decide: (command, { state, at, ctx }) => decideConclusion(command, state, at, ctx),
    },
  },
  steps: {
    openFirstStage: {
      clock: {
        dueAt: ({ firstStage }) => firstStage?.issuedFromAt ?? null,
        awaited: ({ phase, firstStage }) => phase === 'notice' && firstStage !== null,
      },
      decide: (step, { state, at, ctx }) => decideFirstStageStep(step, state, at, ctx),
    },
    closeApplications: {
      clock: {
        dueAt: ({ firstStage }) => firstStage?.dueAt ?? null,
        awaited: ({ phase, milestones }) =>
          FIRST_STAGE.includes(phase) && milestones.applicationsClosed === undefined,
      },
      decide: (step, { state, at, ctx }) => decideFirstStageStep(step, state, at, ctx),
    },
  },
  events: {
    firstStageOpened: {
      apply: firstStageOpened,
      record: () => parts({}),
      reads: open(),
      announces: null,
      tells: nobody,
    },
    // That there is an application is secret, and so is how many there are and what became of them.
    applicationSubmitted: {
      apply: applicationSubmitted,
      record: ({ application: { id, party, filedAt, documents } }) =>
        parts({}, { application: { id, party, filedAt: isoShanghai(filedAt) } }, hashesOf(documents)),
      reads: sealed(APPLICANTS, APPLICANTS, APPLICANTS),
      announces: null,
      tells: applicationNotices,
    },
    applicationsClosed: {
      apply: applicationsClosed,
      record: ({ count }) => parts({}, { count }),
      reads: open({ facts: APPLICANTS }),
      announces: null,
      tells: applicationsClosedNotices,
    },
    applicationsDueMoved: {
      apply: applicationsDueMoved,
      record: ({ fromAt, toAt }) => parts(moved(fromAt, toAt)),
      reads: mayFollowObjection,
      announces: { kind: 'applications-due-moved', body: applicationsMovedAnnouncement },
      tells: applicationsMovedNotices,
    },
    firstStageConcluded: {
      apply: firstStageConcluded,
      record: ({ conclusion: { admitted, rejected, committee, report }, schedule, documents }) =>
        parts(
          shownSchedule(schedule),
          { admitted, rejected, committee },
          hashesOf([...report, ...documents]),
        ),
      reads: open({
        facts: COMMITTEE,
        papers: { owner: 'at-once', asked: 'at-opening', observing: 'at-opening' },
      }),
      announces: {
        // With too few qualified the tender fails at once, which is announced instead.
        kind: (event, state) => (tooFewQualified(event, state) ? null : 'first-stage-concluded'),
        body: firstStageResult,
      },
      tells: firstStageNotices,
    },
  },
};
