import { ruleOf, type LawContext } from '../../law/context.ts';
import { deadlineAfter } from '../../law/deadline.ts';
import { rulesOf } from '../../procedure/index.ts';
import type { Instant } from '../../time/instant.ts';
import { hasBidSecurity } from '../bid-security.ts';
import { unreplacedAward } from '../cancelled-award.ts';
import type { Actor, TenderCommand } from '../commands.ts';
import { correctionDutyId, dutyFor } from '../duties.ts';
import type { TenderEvent } from '../events.ts';
import type { Duty, Ground, Instruction, TenderState } from '../state.ts';
import { happened } from './happened.ts';
import { goOn } from './suspension.ts';

type Command<N extends TenderCommand['name']> = Extract<TenderCommand, { name: N }>;

/** An order of the authority goes out, and does what it says. */
export function decideInstruction(
  command: Command<'issueInstruction'>,
  actor: Actor,
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): TenderEvent[] {
  const { id, kind, basis, text, dueAt } = command;
  const { article } = ruleOf(ctx, basis);
  const instruction: Instruction = {
    id,
    ...(command.complaintId === undefined ? {} : { complaintId: command.complaintId }),
    kind,
    basis,
    article,
    authority: actor.partyName ?? '',
    text,
    issuedAt: at,
    dueAt,
    acknowledgedAt: null,
    report: null,
    closedAt: null,
  };
  const issued = happened(at, ctx, basis, {
    name: 'instructionIssued',
    instruction,
    duty: correctionDuty(instruction),
  });
  switch (kind) {
    case 'suspend':
      return [issued, suspended(instruction, state, at, ctx)];
    case 'resume':
      return [issued, ...lift(state, 'order', at, ctx)];
    case 'invalidate':
      return [issued, happened(at, ctx, basis, { name: 'tenderInvalidated', instructionId: id })];
    case 'void-award':
      return [issued, voided(instruction, state, at, ctx)];
    case 'correct':
      return [issued];
  }
}

/** The authority has declared the award void: whether its bid security is kept the law leaves open, so it is not. */
function voided({ id, basis }: Instruction, state: TenderState, at: Instant, ctx: LawContext): TenderEvent {
  if (state.award === null) throw new Error(`tender ${state.id} has no award`);
  return happened(at, ctx, basis, {
    name: 'awardCancelled',
    candidate: state.award.candidate,
    ground: 'declared-void',
    reason: null,
    documents: [],
    securityKept: false,
    instructionId: id,
  });
}

function correctionDuty({ id, kind, basis, article, dueAt }: Instruction): Duty | null {
  if (kind !== 'correct' || dueAt === null) return null;
  return {
    id: correctionDutyId(id),
    rule: basis,
    article,
    owner: 'tenderee',
    dueAt,
    announcedAt: null,
    metAt: null,
    timedOutAt: null,
  };
}

function suspended(instruction: Instruction, state: TenderState, at: Instant, ctx: LawContext): TenderEvent {
  const { suspensionLimit } = rulesOf(state.draft);
  const { id, basis: rule, article } = instruction;
  const untilAt = suspensionLimit === null ? null : deadlineAfter(ctx, suspensionLimit, at).endsAt;
  const ground: Ground = { id, kind: 'instruction', rule, article, sinceAt: at, untilAt };
  return happened(at, ctx, rule, { name: 'processSuspended', ground });
}

/** The orders to suspend end: all of them by a new order, those at their limit by themselves. */
export function lift(
  state: TenderState,
  because: 'order' | 'limit',
  at: Instant,
  ctx: LawContext,
): TenderEvent[] {
  const over = (state.suspension?.grounds ?? []).filter(
    ({ kind, untilAt }) =>
      kind === 'instruction' && (because === 'order' || (untilAt !== null && at >= untilAt)),
  );
  if (over.length === 0) return [];
  const lifted = over.map(({ id, rule }) =>
    happened(at, ctx, rule, { name: 'suspensionLifted', groundId: id, because }),
  );
  return [
    ...lifted,
    ...goOn(
      state,
      over.map(({ id }) => id),
      at,
      ctx,
    ),
  ];
}

/** The tenderee gives the tender up; securities and prices paid are owed back. */
export function decideTermination(
  command: Command<'terminateTender'>,
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): TenderEvent[] {
  const { termination, terminationRefund, nextCandidate } = rulesOf(state.draft);
  // After a winner fell away the law itself lets the tender be held anew: nobody gives up a tender of its own accord.
  const lost = unreplacedAward(state);
  const basis = lost === null ? termination : lost.instructionId === null ? nextCandidate : lost.rule;
  const owed = hasBidSecurity(state) && state.milestones.securityReturned === undefined;
  const duty =
    terminationRefund !== null && owed ? dutyFor('repay', deadlineAfter(ctx, terminationRefund, at)) : null;
  return [happened(at, ctx, basis, { name: 'tenderTerminated', reason: command.reason, duty })];
}

/** What becomes of an order: taken note of, carried out, found done. */
export function decideFollowUp(
  command: Command<'acknowledgeInstruction' | 'reportInstruction' | 'closeInstruction'>,
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): TenderEvent[] {
  const { instructionId } = command;
  const basis = state.instructions.find((one) => one.id === instructionId)?.basis ?? null;
  switch (command.name) {
    case 'acknowledgeInstruction':
      return [happened(at, ctx, basis, { name: 'instructionAcknowledged', instructionId })];
    case 'reportInstruction': {
      const { text, documents } = command;
      return [happened(at, ctx, basis, { name: 'instructionReported', instructionId, text, documents })];
    }
    case 'closeInstruction':
      return [happened(at, ctx, basis, { name: 'instructionClosed', instructionId })];
  }
}

/** What the administrator does about a duty: reminds its owner, tells the authority, or gives more time where no law sets it. */
export function decideDuty(
  command: Command<'remindDuty' | 'escalateDuty' | 'extendDuty'>,
  state: TenderState,
  at: Instant,
): TenderEvent[] {
  const duty = state.duties.find((one) => one.id === command.dutyId);
  if (duty === undefined) throw new Error(`no duty ${command.dutyId}`);
  const { rule, article, id: dutyId, dueAt } = duty;
  const by = { at, rule, article };
  switch (command.name) {
    case 'remindDuty':
      return [{ ...by, name: 'dutyReminded', dutyId, dueAt }];
    case 'escalateDuty':
      return [{ ...by, name: 'stepEscalated', dutyId, reason: command.reason }];
    case 'extendDuty': {
      const moved = [{ dutyId, fromAt: dueAt, toAt: command.toAt }];
      return [{ ...by, name: 'dutiesMoved', because: 'extension', reason: command.reason, moved }];
    }
  }
}
