import type { Named } from '../../case/chapter.ts';
import { happened } from '../../case/happened.ts';
import { refuseEmptyTexts } from '../../case/refusals.ts';
import { refusalFor, ruleOf, type LawContext } from '../../law/context.ts';
import { deadlineAfter } from '../../law/deadline.ts';
import type { Deadline } from '../../law/types.ts';
import { numberOf } from '../../law/values.ts';
import { hashesOf, parts } from '../../record/parts.ts';
import { platformRefusal, type Refusal } from '../../refusal.ts';
import type { Instant } from '../../time/instant.ts';
import { monthsBefore } from '../../time/months.ts';
import { sealed } from '../../visibility/audiences.ts';
import { complaintDuty } from '../ground/duties.ts';
import type { ComplaintChapter } from '../ground/kind.ts';
import { ended, withBegun, withoutOpenDuties } from '../ground/progress.ts';
import { OF_COMPLAINT, shownDues } from '../ground/recorded.ts';
import { complaintRules } from '../ground/rules.ts';
import type { ComplaintState } from '../ground/state.ts';
import type { Surroundings } from '../ground/surroundings.ts';
import { decisionAnnouncement } from './announcement.ts';
import type { DecisionCommand, DecisionEvent } from './commands-and-events.ts';
import { clueNotices, decidedNotices, publishedNotices } from './notices.ts';
import { remediesFor } from './remedies.ts';

type Command<Name extends DecisionCommand['name']> = Named<DecisionCommand, Name>;

type Event<Name extends DecisionEvent['name']> = Named<DecisionEvent, Name>;

type Events = DecisionEvent[];

/** A decision says what was found; only a complaint that is upheld has consequences, and those that the tender's stage allows. */
export function admitDecision(
  command: Command<'decideComplaint'>,
  state: ComplaintState,
  ctx: LawContext,
  around: Surroundings,
): Refusal[] {
  const refusals = refuseEmptyTexts({ reasons: ['处理决定的理由', command.reasons] });
  const open = state.excludedTime.filter((one) => one.closedAt === null).map((one) => one.id);
  if (open.length > 0) {
    refusals.push(
      refusalFor(
        ruleOf(ctx, complaintRules(ctx).decision),
        '检验、检测、鉴定或者专家评审尚未结束。',
        'An inspection, test, appraisal or review is still under way.',
        { zh: `先结束：${open.join('、')}。`, en: `Close it first: ${open.join(', ')}.` },
      ),
    );
  }
  return [...refusals, ...refuseRemedy(command, state, ctx, around)];
}

function refuseRemedy(
  { outcome, remedy }: Command<'decideComplaint'>,
  state: ComplaintState,
  ctx: LawContext,
  { tender }: Surroundings,
): Refusal[] {
  if (outcome !== 'upheld') {
    if (remedy === null) return [];
    return [
      platformRefusal(
        'remedy-unfit',
        '驳回的投诉没有处理后果。',
        'A complaint that is rejected has no remedy.',
      ),
    ];
  }
  const fit = remediesFor(state.regime, tender);
  if (remedy !== null && fit.includes(remedy)) return [];
  const accepted = { zh: `${fit.join('、')}。`, en: `${fit.join(', ')}.` };
  const zh = '投诉成立的，应当按项目进展确定处理后果。';
  const en = 'A complaint that is upheld has the remedy that the stage of the tender allows.';
  const { remedies } = complaintRules(ctx);
  return [
    remedies === null
      ? platformRefusal('remedy-unfit', zh, en, accepted)
      : refusalFor(ruleOf(ctx, remedies), zh, en, accepted),
  ];
}

/** The decision; in procurement its publication falls due, and complaints without basis are counted. */
export function decideDecision(
  { outcome, remedy, reasons, documents }: Command<'decideComplaint'>,
  at: Instant,
  ctx: LawContext,
  around: Surroundings,
): Events {
  const rules = complaintRules(ctx);
  const publication: Deadline | null =
    rules.publication === null ? null : deadlineAfter(ctx, rules.publication, at);
  const rule = outcome === 'fabricated' ? (rules.fabricated ?? rules.decision) : rules.decision;
  const found: DecisionEvent = happened(at, ctx, rule, {
    name: 'complaintDecided',
    decision: { outcome, remedy, reasons, documents, decidedAt: at },
    deadlines: publication === null ? [] : [publication],
    duties: publication === null ? [] : [complaintDuty('publish', 'supervisor', publication)],
  });
  return outcome === 'upheld' ? [found] : [found, ...repeated(rules.repeated, at, ctx, around)];
}

/** So many complaints without basis in so many months are a clue for the authority; people judge it (GP-513). */
function repeated(rule: string | null, at: Instant, ctx: LawContext, { unfoundedAt }: Surroundings): Events {
  if (rule === null) return [];
  const since = monthsBefore(at, numberOf(ctx, rule, 'months'));
  const count = 1 + unfoundedAt.filter((one) => one >= since && one <= at).length;
  if (count < numberOf(ctx, rule, 'complaints')) return [];
  return [happened(at, ctx, rule, { name: 'unfoundedComplaintsCounted', count })];
}

/** The decision is published; tendering names no rule of its own for that. */
function decidePublication(at: Instant, ctx: LawContext): Events {
  const { remedies, decision: decided } = complaintRules(ctx);
  return [happened(at, ctx, remedies ?? decided, { name: 'complaintDecisionPublished' })];
}

/** Nothing is owed once it is decided but that it is published. */
export function decided(event: Event<'complaintDecided'>, state: ComplaintState): ComplaintState {
  return {
    ...withBegun(event, withoutOpenDuties(state, 'decide'), 'decide'),
    status: 'decided',
    decision: event.decision,
  };
}

/** A decision that is published ends the complaint. */
export function published(
  { at }: Event<'complaintDecisionPublished'>,
  state: ComplaintState,
): ComplaintState {
  return { ...ended(state, at, 'publish'), status: 'published', publishedAt: at };
}

export const decision: ComplaintChapter<DecisionCommand, never, DecisionEvent> = {
  commands: {
    decideComplaint: {
      zh: '作出投诉处理决定',
      en: 'deciding the complaint',
      by: 'authority',
      while: ['accepted'],
      refuse: (command, { state, ctx, around }) => admitDecision(command, state, ctx, around),
      decide: (command, { at, ctx, around }) => decideDecision(command, at, ctx, around),
    },
    publishDecision: {
      zh: '公布投诉处理决定',
      en: 'publishing the decision',
      by: 'authority',
      while: ['decided'],
      refuse: () => [],
      decide: (_, { at, ctx }) => decidePublication(at, ctx),
    },
  },
  steps: {},
  events: {
    complaintDecided: {
      apply: decided,
      record: ({ decision: { outcome, remedy, reasons, documents }, duties }) =>
        parts({ outcome, remedy, duties: shownDues(duties) }, { reasons, documents: hashesOf(documents) }),
      reads: OF_COMPLAINT,
      announces: null,
      tells: decidedNotices,
    },
    unfoundedComplaintsCounted: {
      apply: (event, state) => ({ ...state, repeatedlyUnfounded: event.count }),
      // A clue about a party is for the authority alone: nobody is found guilty by a count.
      record: ({ count }) => parts({}, { count }),
      reads: sealed({ asked: 'at-once' }),
      announces: null,
      tells: clueNotices,
    },
    complaintDecisionPublished: {
      apply: published,
      record: () => parts({}),
      reads: OF_COMPLAINT,
      announces: { kind: 'complaint-decision', body: decisionAnnouncement },
      tells: publishedNotices,
    },
  },
};
