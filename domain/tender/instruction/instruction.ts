import type { Actor } from '../../case/actor.ts';
import type { Named } from '../../case/chapter.ts';
import { dutyBegun, meetDuty } from '../../case/duty.ts';
import { happened } from '../../case/happened.ts';
import { ruleOf, type LawContext } from '../../law/context.ts';
import { deadlineAfter } from '../../law/deadline.ts';
import { rulesOf } from '../../procedure/index.ts';
import { hashesOf, parts, shownOrNull } from '../../record/parts.ts';
import type { Instant } from '../../time/instant.ts';
import { open, ORDERS } from '../../visibility/audiences.ts';
import { correctionDutyId } from '../ground/duties.ts';
import type { SharedEvent } from '../ground/events.ts';
import type { TenderChapter } from '../ground/kind.ts';
import type { Duty, Ground, Instruction } from '../ground/parts.ts';
import { ALSO_AFTER_THE_END } from '../ground/place.ts';
import { liftOrders } from '../ground/resumption.ts';
import type { TenderState } from '../ground/state.ts';
import type { InstructionCommand, InstructionEvent } from './commands-and-events.ts';
import { admitFollowUp, followUpProspects } from './follow-up.ts';
import { admitInstruction } from './lawful-order.ts';
import {
  acknowledgementNotices,
  instructionClosedNotices,
  instructionNotices,
  reportNotices,
} from './notices.ts';

type Command<Name extends InstructionCommand['name']> = Named<InstructionCommand, Name>;

type Event<Name extends InstructionEvent['name']> = Named<InstructionEvent, Name>;

type Events = (InstructionEvent | SharedEvent)[];

/** An order of the authority goes out, and does what it says. */
export function decideInstruction(
  command: Command<'issueInstruction'>,
  actor: Actor,
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): Events {
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
  const issued: Events[number] = happened(at, ctx, basis, {
    name: 'instructionIssued',
    instruction,
    duty: correctionDuty(instruction),
  });
  switch (kind) {
    case 'suspend':
      return [issued, suspended(instruction, state, at, ctx)];
    case 'resume':
      return [issued, ...liftOrders(state, 'order', at, ctx)];
    case 'invalidate':
      return [issued, happened(at, ctx, basis, { name: 'tenderInvalidated', instructionId: id })];
    case 'void-award':
      return [issued, voided(instruction, state, at, ctx)];
    case 'correct':
      return [issued];
  }
}

/** The authority has declared the award void: whether its bid security is kept the law leaves open, so it is not. */
function voided(
  { id, basis }: Instruction,
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): Events[number] {
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
  return dutyBegun({ id: correctionDutyId(id), rule: basis, article, owner: 'tenderee', dueAt });
}

function suspended(
  instruction: Instruction,
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): Events[number] {
  const { suspensionLimit } = rulesOf(state.draft);
  const { id, basis: rule, article } = instruction;
  const untilAt = suspensionLimit === null ? null : deadlineAfter(ctx, suspensionLimit, at).endsAt;
  const ground: Ground = { id, kind: 'instruction', rule, article, sinceAt: at, untilAt };
  return happened(at, ctx, rule, { name: 'processSuspended', ground });
}

/** What becomes of an order: taken note of, carried out, found done. */
export function decideFollowUp(
  command: Command<'acknowledgeInstruction' | 'reportInstruction' | 'closeInstruction'>,
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): Events {
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

/** An order of the authority; a correction with a due is a duty from here on. */
export function instructionIssued(event: Event<'instructionIssued'>, state: TenderState): TenderState {
  return {
    ...state,
    instructions: [...state.instructions, event.instruction],
    duties: event.duty === null ? state.duties : [...state.duties, event.duty],
  };
}

function changed(state: TenderState, id: string, change: Partial<Instruction>): TenderState {
  return {
    ...state,
    instructions: state.instructions.map((one) => (one.id === id ? { ...one, ...change } : one)),
  };
}

/** The tenderee has taken note of an order. */
export function instructionAcknowledged(
  event: Event<'instructionAcknowledged'>,
  state: TenderState,
): TenderState {
  return changed(state, event.instructionId, { acknowledgedAt: event.at });
}

/** The tenderee says what it did. */
export function instructionReported(event: Event<'instructionReported'>, state: TenderState): TenderState {
  const { instructionId, text, documents, at } = event;
  const reported = changed(state, instructionId, { report: { text, documents, reportedAt: at } });
  return { ...reported, duties: meetDuty(state.duties, correctionDutyId(instructionId), at) };
}

/** The authority is satisfied: nothing is left to correct, reported on or not. */
export function instructionClosed(event: Event<'instructionClosed'>, state: TenderState): TenderState {
  const { instructionId, at } = event;
  const closed = changed(state, instructionId, { closedAt: at });
  return { ...closed, duties: meetDuty(state.duties, correctionDutyId(instructionId), at) };
}

export const instruction: TenderChapter<InstructionCommand, never, InstructionEvent> = {
  commands: {
    // Void a tender may be declared after its end as well (条例 81).
    issueInstruction: {
      zh: '发出行政监督指令',
      en: 'issuing an instruction',
      by: 'supervisor',
      while: ALSO_AFTER_THE_END,
      refuse: (command, { state, at, ctx }) => admitInstruction(command, state, at, ctx),
      decide: (command, { actor, state, at, ctx }) => decideInstruction(command, actor, state, at, ctx),
    },
    acknowledgeInstruction: {
      zh: '签收行政监督指令',
      en: 'acknowledging an instruction',
      by: 'own',
      while: ALSO_AFTER_THE_END,
      prospects: followUpProspects('acknowledgeInstruction'),
      refuse: (command, { actor, state }) => admitFollowUp(command, actor, state),
      decide: (command, { state, at, ctx }) => decideFollowUp(command, state, at, ctx),
    },
    reportInstruction: {
      zh: '报告行政监督指令落实情况',
      en: 'reporting on an instruction',
      by: 'own',
      while: ALSO_AFTER_THE_END,
      prospects: followUpProspects('reportInstruction'),
      refuse: (command, { actor, state }) => admitFollowUp(command, actor, state),
      decide: (command, { state, at, ctx }) => decideFollowUp(command, state, at, ctx),
    },
    closeInstruction: {
      zh: '办结行政监督指令',
      en: 'closing an instruction',
      by: 'supervisor',
      while: ALSO_AFTER_THE_END,
      prospects: followUpProspects('closeInstruction'),
      refuse: (command, { actor, state }) => admitFollowUp(command, actor, state),
      decide: (command, { state, at, ctx }) => decideFollowUp(command, state, at, ctx),
    },
  },
  steps: {},
  events: {
    // What an order brings about (suspension, resumption, invalidation) is announced; the order is between the two.
    instructionIssued: {
      apply: instructionIssued,
      record: ({ instruction: { id, kind, basis, article, authority, dueAt, text } }) =>
        parts({ instructionId: id, kind, basis, article, authority, dueAt: shownOrNull(dueAt) }, { text }),
      reads: open({ facts: ORDERS }),
      announces: null,
      tells: instructionNotices,
    },
    instructionAcknowledged: {
      apply: instructionAcknowledged,
      record: ({ instructionId }) => parts({ instructionId }),
      reads: open(),
      announces: null,
      tells: acknowledgementNotices,
    },
    instructionReported: {
      apply: instructionReported,
      record: ({ instructionId, text, documents }) => parts({ instructionId }, { text }, hashesOf(documents)),
      reads: open({ facts: ORDERS, papers: ORDERS }),
      announces: null,
      tells: reportNotices,
    },
    instructionClosed: {
      apply: instructionClosed,
      record: ({ instructionId }) => parts({ instructionId }),
      reads: open(),
      announces: null,
      tells: instructionClosedNotices,
    },
  },
};
