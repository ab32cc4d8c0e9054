import fc from 'fast-check';
import type { LawContext } from '../../../../domain/law/context.ts';
import type { Actor, CommandName, TenderCommand, TenderState } from '../../../../domain/tender/index.ts';
import { AWARD_GROUNDS } from '../../../../domain/procedure/index.ts';
import { MS_PER_DAY, type Instant } from '../../../../domain/time/instant.ts';
import {
  administratorActor,
  agencyActor,
  bidderActors,
  exampleCandidate,
  exampleDocument,
  EXAMPLE_PARTIES,
  strangerActor,
  supervisorActor,
  tendereeActor,
} from '../../../support/drafts.ts';
import { biddersOf, draftFor } from '../../../support/every-procedure.ts';
import { conclusion, nextBidId, orderOf, reportFor } from '../../../support/onward.ts';
import { exampleCommands as example } from '../../../support/process.ts';

/**
 * One move of a run. `n` chooses among the variants of a command, so that a run is a list of small
 * numbers that shrinks well, whatever state it meets.
 */
export type Move =
  | {
      readonly kind: 'command';
      readonly name: CommandName;
      readonly n: number;
      /** Who gives it; null: who may. */
      readonly actor: number | null;
      readonly afterMs: number;
    }
  /** Some step of the clock, due or not. */
  | { readonly kind: 'step'; readonly n: number; readonly afterMs: number }
  /** Time goes by. */
  | { readonly kind: 'wait'; readonly afterMs: number }
  /** A holiday notice is out, and the deadlines are derived again. */
  | { readonly kind: 'notice'; readonly afterMs: number }
  /** What the process waits for next. `order`: an order to suspend stays as it is. */
  | { readonly kind: 'onward'; readonly afterMs: number };

export const ACTORS: readonly Actor[] = [
  agencyActor,
  tendereeActor,
  ...bidderActors,
  strangerActor,
  { ...strangerActor, role: 'bidder' },
  supervisorActor,
  { ...supervisorActor, partyId: 'party-other', partyName: '另一行政监督部门' },
  administratorActor,
];

/** Who may give each command. */
export function rightActor(name: CommandName, n: number): Actor {
  switch (name) {
    case 'fileObjection':
    case 'askQuestion':
    case 'submitApplication':
    case 'signInAtOpening':
    case 'confirmOpening':
      return bidderActors[n % 3] ?? bidderActors[0];
    case 'issueInstruction':
    case 'closeInstruction':
      return supervisorActor;
    case 'remindDuty':
    case 'escalateDuty':
    case 'extendDuty':
    case 'rederiveDeadlines':
      return administratorActor;
    default:
      return n % 2 === 0 ? agencyActor : tendereeActor;
  }
}

const KINDS = ['suspend', 'suspend', 'resume', 'correct', 'correct', 'invalidate'] as const;
const SUBJECTS = ['documents', 'result', 'opening', 'prequalification'] as const;

/** One of a list by a number. */
export function pick<T>(all: readonly T[], n: number): T {
  return all[n % all.length] as T;
}

/** A command of a name in one of its variants: mostly what could be lawful in the state, sometimes not. */
export function commandOf(
  name: CommandName,
  n: number,
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): TenderCommand {
  const odd = n % 7 === 6;
  const text = odd ? ' ' : '理由充分。';
  switch (name) {
    case 'launchTender':
      return { name, draft: draftFor(state.procedure), rehearsal: false, ruleset: ctx.ruleset.id };
    case 'issueClarification': {
      const later = pick([null, 0, 3, 16, 30, -2], n);
      const dueAt = Math.max(state.bidDeadlineAt, at);
      const early = state.firstStage !== null && state.milestones.applicationsClosed === undefined;
      const from = early ? Math.max(state.firstStage.dueAt, at) : dueAt;
      return example.clarify({
        id: `clarification-${odd ? 1 : state.version}`,
        affectsBids: n % 2 === 0,
        text,
        newBidDeadlineAt: later === null ? null : from + later * MS_PER_DAY,
      });
    }
    case 'fileObjection':
      return example.object({ id: `objection-${odd ? 1 : state.version}`, subject: pick(SUBJECTS, n), text });
    case 'replyObjection': {
      const open = state.objections.filter((one) => one.reply === null || odd).map((one) => one.id);
      return example.reply(open.length === 0 ? 'objection-9' : pick(open, n), text);
    }
    case 'askQuestion':
      return { name, id: `question-${odd ? 1 : state.version}`, text };
    case 'answerQuestion': {
      const open = state.questions.filter((one) => one.answer === null || odd).map((one) => one.id);
      return { name, questionId: open.length === 0 ? 'question-9' : pick(open, n), text };
    }
    case 'submitEvaluationReport':
      return odd ? example.report() : reportFor(state, judgementOf(state, n));
    case 'publishCandidates':
      return example.publish(n % 3 === 0 ? at + (n % 12) * MS_PER_DAY : null);
    case 'issueAwardNotice':
      return example.award(pick([nextBidId(state), 'bid-1', 'bid-2', 'bid-9'], n), n % 3 === 0 ? text : null);
    case 'cancelAward':
      return example.cancelAward({
        ground: pick(AWARD_GROUNDS, n),
        reason: text,
        documents: n % 5 === 3 ? [] : [exampleDocument()],
      });
    case 'signContract':
      return example.sign({
        amountFen: odd ? '1' : (state.award?.candidate.priceFen ?? '0'),
        performanceSecurityFen: '0',
      });
    case 'returnBidSecurity':
      return { name, interestFen: odd ? '-1' : '12345', whose: n % 2 === 0 ? 'all' : 'others' };
    case 'submitWrittenReport':
      return example.writeReport(text);
    default:
      return laterCommandOf(name, n, state, at, ctx);
  }
}

type Later =
  | 'signInAtOpening'
  | 'confirmOpening'
  | 'submitApplication'
  | 'concludeFirstStage'
  | 'terminateTender'
  | 'issueInstruction'
  | 'acknowledgeInstruction'
  | 'reportInstruction'
  | 'closeInstruction'
  | 'remindDuty'
  | 'escalateDuty'
  | 'extendDuty'
  | 'rederiveDeadlines';

function laterCommandOf(
  name: Later,
  n: number,
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): TenderCommand {
  const odd = n % 7 === 6;
  const text = odd ? ' ' : '理由充分。';
  const instructionId = pick(['order-9', ...state.instructions.map(({ id }) => id)], n);
  const dutyId = pick(['nothing', ...state.duties.map(({ id }) => id)], n);
  switch (name) {
    case 'submitApplication':
      return { name, id: `application-${state.version}`, documents: odd ? [] : [exampleDocument()] };
    case 'signInAtOpening':
    case 'confirmOpening':
      return { name };
    case 'concludeFirstStage':
      return conclusionOf(n, state, at, ctx);
    case 'terminateTender':
      return { name, reason: text };
    case 'issueInstruction': {
      const dueAt = pick([null, at + 2 * MS_PER_DAY, at + 20 * MS_PER_DAY, at - 1], n);
      const kind = n % 13 === 12 ? 'void-award' : pick(KINDS, n);
      const order = orderOf(kind, state, `order-${odd ? 1 : state.version}`, dueAt);
      return n % 11 === 10
        ? ({ ...order, basis: pick(['ZTB-999', 'INT-06', 'GP-101', 'ZTB-001'], n) } as TenderCommand)
        : order;
    }
    case 'acknowledgeInstruction':
      return { name, instructionId };
    case 'reportInstruction':
      return { name, instructionId, text, documents: [] };
    case 'closeInstruction':
      return { name, instructionId };
    case 'remindDuty':
      return { name, dutyId };
    case 'escalateDuty':
      return { name, dutyId, reason: text };
    case 'extendDuty':
      return { name, dutyId, reason: text, toAt: at + ((n % 9) - 1) * MS_PER_DAY };
    case 'rederiveDeadlines':
      return { name };
  }
}

/** Candidates and rejections: all well, some rejected, all rejected, or a candidate left out of both. */
function judgementOf(state: TenderState, n: number): object {
  const readable = (state.openedBids ?? []).filter((bid) => bid.result === 'opened').length;
  const grounds = state.draft.regime === 'tendering' ? '51-6' : '63-5';
  const keep = pick([readable, readable, readable - 1, 0], n);
  const candidates = Array.from({ length: Math.max(0, keep) }, (_, index) => exampleCandidate(index + 1));
  const rejected = Array.from({ length: readable - candidates.length }, (_, index) => ({
    bidId: `bid-${candidates.length + index + 1}`,
    ground: grounds,
    reason: '未响应实质性要求。',
  }));
  return { candidates, rejected };
}

function conclusionOf(n: number, state: TenderState, at: Instant, ctx: LawContext): TenderCommand {
  const lawful = conclusion(state, at, ctx);
  switch (n % 6) {
    case 1:
      return {
        ...lawful,
        admitted: lawful.admitted.slice(0, 2),
        rejected: lawful.admitted.slice(2).map((uscc) => ({ uscc, reason: '业绩不足。' })),
      };
    case 2:
      return { ...lawful, admitted: [...lawful.admitted, EXAMPLE_PARTIES.stranger.uscc] };
    case 3:
      return {
        ...lawful,
        schedule: { ...lawful.schedule, documentsIssuedUntilAt: lawful.schedule.bidDeadlineAt + 1 },
      };
    default:
      return lawful;
  }
}

const afterMs = fc.oneof(
  { weight: 3, arbitrary: fc.constant(60_000) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 3_600_000 }) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 4 * MS_PER_DAY }) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 40 * MS_PER_DAY }) },
);

const often: readonly CommandName[] = [
  'issueClarification',
  'fileObjection',
  'fileObjection',
  'replyObjection',
  'replyObjection',
  'askQuestion',
  'answerQuestion',
  'submitApplication',
  'issueInstruction',
  'issueInstruction',
  'submitEvaluationReport',
  'publishCandidates',
  'issueAwardNotice',
  'cancelAward',
  'returnBidSecurity',
  'reportInstruction',
  'extendDuty',
];
export const COMMAND_NAMES: readonly CommandName[] = [
  'launchTender',
  'issueClarification',
  'fileObjection',
  'replyObjection',
  'askQuestion',
  'answerQuestion',
  'submitEvaluationReport',
  'publishCandidates',
  'issueAwardNotice',
  'cancelAward',
  'signContract',
  'returnBidSecurity',
  'submitWrittenReport',
  'submitApplication',
  'concludeFirstStage',
  'terminateTender',
  'issueInstruction',
  'acknowledgeInstruction',
  'reportInstruction',
  'closeInstruction',
  'remindDuty',
  'escalateDuty',
  'extendDuty',
  'rederiveDeadlines',
];

const given = (names: readonly CommandName[], actor: fc.Arbitrary<number | null>): fc.Arbitrary<Move> =>
  fc.record({
    kind: fc.constant('command' as const),
    name: fc.constantFrom(...names),
    n: fc.nat(999),
    actor,
    afterMs,
  });

const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 5, arbitrary: given(often, fc.constant(null)) },
  { weight: 3, arbitrary: given(COMMAND_NAMES, fc.constant(null)) },
  { weight: 2, arbitrary: given(COMMAND_NAMES, fc.nat(ACTORS.length - 1)) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('step' as const), n: fc.nat(999), afterMs }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('wait' as const), afterMs }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('notice' as const), afterMs }) },
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('onward' as const), afterMs: fc.constant(60_000) }) },
);

/** Short runs that end early in the law, and long ones that go far. */
export const moves = fc.oneof(
  fc.array(move, { minLength: 1, maxLength: 15, size: 'max' }),
  fc.array(move, { minLength: 20, maxLength: 45, size: 'max' }),
);

/** What the world does: mostly enough bidders and no trouble. */
export const world = fc.record({
  bidders: fc.constantFrom(3, 3, 3, 3, 4, 2, 1, 0),
  unreadable: fc.constantFrom(0, 0, 0, 1, 3),
  outages: fc.constantFrom(0, 0, 0, 1, 2),
});

export { biddersOf };
