import { warningOf } from '../../law/breach.ts';
import { ruleOf, type LawContext } from '../../law/context.ts';
import { deadlineAfter } from '../../law/deadline.ts';
import type { Deadline } from '../../law/types.ts';
import { numberOf } from '../../law/values.ts';
import { monthsBefore } from '../../time/months.ts';
import type { Instant } from '../../time/instant.ts';
import type { ComplaintCommand } from '../commands.ts';
import { complaintDuty, decisionDeadline } from '../duties.ts';
import type { ComplaintEvent } from '../events.ts';
import { complaintRules } from '../rules.ts';
import type { ComplaintState } from '../state.ts';
import type { Surroundings } from '../surroundings.ts';
import { happened } from './happened.ts';

type Command<N extends ComplaintCommand['name']> = Extract<ComplaintCommand, { name: N }>;

/** The complaint goes back once; the time it takes is not counted, and the review begins anew with what comes. */
export function decideCorrectionRequest(
  { text, dueAt }: Command<'requestCorrection'>,
  state: ComplaintState,
  at: Instant,
  ctx: LawContext,
): ComplaintEvent[] {
  const { correction } = complaintRules(ctx);
  if (correction === null) throw new Error(`complaint ${state.id} knows no correction`);
  const { id: rule, article } = ruleOf(ctx, correction);
  const duty = complaintDuty('correct', 'complainant', { rule, article, endsAt: dueAt });
  const excluded = {
    id: `correction:${state.id}`,
    kind: 'correction',
    text,
    openedAt: at,
    closedAt: null,
  } as const;
  return [
    happened(at, ctx, rule, {
      name: 'complaintCorrectionRequested',
      text,
      dueAt,
      excluded,
      deadlines: [],
      duties: [duty],
    }),
  ];
}

/** What was corrected is received anew, and reviewed from there. */
export function decideCorrection(
  { points, request, evidence }: Command<'correctComplaint'>,
  at: Instant,
  ctx: LawContext,
): ComplaintEvent[] {
  const { correction, review } = complaintRules(ctx);
  const deadline = review === null ? null : deadlineAfter(ctx, review, at);
  return [
    happened(at, ctx, correction, {
      name: 'complaintCorrected',
      content: { points, request, evidence },
      deadlines: deadline === null ? [] : [deadline],
      duties: deadline === null ? [] : [complaintDuty('review', 'supervisor', deadline)],
    }),
  ];
}

/** The authority takes the complaint: its time to decide runs, and in procurement its time to send the copies. */
export function decideAcceptance(state: ComplaintState, at: Instant, ctx: LawContext): ComplaintEvent[] {
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

/** The respondent has the copy: its time to explain itself runs. */
export function decideCopies(at: Instant, ctx: LawContext): ComplaintEvent[] {
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

/** An interval ends: the decision falls due later by the days it took. */
export function decideExcludedEnd(
  { excludedTimeId }: Command<'closeExcludedTime'>,
  state: ComplaintState,
  at: Instant,
  ctx: LawContext,
): ComplaintEvent[] {
  if (state.acceptedAt === null) throw new Error(`complaint ${state.id} is not accepted`);
  const excludedTime = state.excludedTime.map((one) =>
    one.id === excludedTimeId ? { ...one, closedAt: at } : one,
  );
  const deadline = decisionDeadline(ctx, { ...state, excludedTime }, state.acceptedAt);
  return [happened(at, ctx, deadline.rule, { name: 'excludedTimeClosed', excludedTimeId, deadline })];
}

/** The decision; in procurement its publication falls due, and complaints without basis are counted. */
export function decideDecision(
  { outcome, remedy, reasons, documents }: Command<'decideComplaint'>,
  at: Instant,
  ctx: LawContext,
  around: Surroundings,
): ComplaintEvent[] {
  const rules = complaintRules(ctx);
  const publication: Deadline | null =
    rules.publication === null ? null : deadlineAfter(ctx, rules.publication, at);
  const rule = outcome === 'fabricated' ? (rules.fabricated ?? rules.decision) : rules.decision;
  const decided = happened(at, ctx, rule, {
    name: 'complaintDecided',
    decision: { outcome, remedy, reasons, documents, decidedAt: at },
    deadlines: publication === null ? [] : [publication],
    duties: publication === null ? [] : [complaintDuty('publish', 'supervisor', publication)],
  });
  return outcome === 'upheld' ? [decided] : [decided, ...repeated(rules.repeated, at, ctx, around)];
}

/** So many complaints without basis in so many months are a clue for the authority; people judge it (GP-513). */
function repeated(
  rule: string | null,
  at: Instant,
  ctx: LawContext,
  { unfoundedAt }: Surroundings,
): ComplaintEvent[] {
  if (rule === null) return [];
  const since = monthsBefore(at, numberOf(ctx, rule, 'months'));
  const count = 1 + unfoundedAt.filter((one) => one >= since && one <= at).length;
  if (count < numberOf(ctx, rule, 'complaints')) return [];
  return [happened(at, ctx, rule, { name: 'unfoundedComplaintsCounted', count })];
}

/** The complainant takes it back, which ends it. What no verified text settles is said. */
export function decideWithdrawal(
  { reason }: Command<'withdrawComplaint'>,
  at: Instant,
  ctx: LawContext,
): ComplaintEvent[] {
  const { withdrawal } = complaintRules(ctx);
  const warnings =
    withdrawal === null
      ? []
      : [
          warningOf(ctx, withdrawal, {
            field: null,
            zh: '撤回投诉的条件和后果依据的条文未经核实：查实有明显违法行为的，行政监督部门可以不准撤回并继续处理。',
            en: 'On what conditions a complaint may be withdrawn was not verified: where a plain breach was found the authority may go on with it.',
            accepted: null,
          }),
        ];
  return [happened(at, ctx, withdrawal, { name: 'complaintWithdrawn', reason, warnings })];
}
