import { checkObjection } from '../../law/checks/objection.ts';
import { ruleOf, type LawContext } from '../../law/context.ts';
import { endAfterSuspension, objectionRules, replyDue, suspendingRule } from '../../objection/index.ts';
import type { Instant } from '../../time/instant.ts';
import type { Actor, TenderCommand } from '../commands.ts';
import { replyDutyId } from '../duties.ts';
import type { TenderEvent } from '../events.ts';
import type { Duty, Objection, TenderState } from '../state.ts';
import { moveBidDeadline } from './bid-deadline.ts';
import { happened } from './happened.ts';

/** An objection is received: a reply falls due, and the process rests until it where the law says so. */
export function decideObjection(
  command: Extract<TenderCommand, { name: 'fileObjection' }>,
  actor: Actor,
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): TenderEvent[] {
  if (actor.partyId === null) throw new Error('an objection needs a party');
  const { id, subject, text } = command;
  const rules = objectionRules(subject);
  const { dueAt, deadline } = replyDue(ctx, state, subject, at);
  const objection: Objection = {
    id,
    subject,
    partyId: actor.partyId,
    text,
    filedAt: at,
    replyDueAt: dueAt,
    reply: null,
  };
  const others = checkObjection(ctx, state, subject, at).deadlines.filter((one) => one.rule !== rules.reply);
  const filed = happened(at, ctx, rules.filing, {
    name: 'objectionFiled',
    objection,
    deadlines: deadline === null ? others : [...others, deadline],
    duty: replyDuty(ctx, objection, rules.reply),
  });
  const suspends = suspendingRule(ctx, subject, state.draft.attributes);
  if (suspends === null) return [filed];
  return [filed, happened(at, ctx, suspends, { name: 'processSuspended', objectionId: id })];
}

function replyDuty(ctx: LawContext, objection: Objection, ruleId: string): Duty {
  return {
    id: replyDutyId(objection.id),
    rule: ruleId,
    article: ruleOf(ctx, ruleId).article,
    owner: 'tenderee',
    dueAt: objection.replyDueAt,
    metAt: null,
    timedOutAt: null,
  };
}

/** An objection is answered. With the last open one the process goes on, and who lost time to the pause gets it back. */
export function decideReply(
  command: Extract<TenderCommand, { name: 'replyObjection' }>,
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): TenderEvent[] {
  const objection = state.objections.find((one) => one.id === command.objectionId);
  if (objection === undefined) throw new Error(`no objection ${command.objectionId}`);
  const replied = happened(at, ctx, objectionRules(objection.subject).reply, {
    name: 'objectionReplied',
    objectionId: objection.id,
    text: command.text,
  });
  const { suspension } = state;
  const lastOpen = suspension?.objectionIds.every((id) => id === objection.id) ?? false;
  if (suspension === null || !lastOpen) return [replied];
  const resumed = happened(at, ctx, suspension.rule, {
    name: 'processResumed',
    suspendedMs: Math.max(0, at - suspension.sinceAt),
  });
  return [replied, resumed, ...giveBackTime(state, suspension.sinceAt, at, ctx)];
}

/** The end points still to come that the pause reached or pressed upon. */
function giveBackTime(state: TenderState, sinceAt: Instant, at: Instant, ctx: LawContext): TenderEvent[] {
  const { bidsClosed, publicityEnded } = state.milestones;
  if (bidsClosed === undefined) {
    const toAt = endAfterSuspension(state.bidDeadlineAt, sinceAt, at);
    return toAt === state.bidDeadlineAt ? [] : [moveBidDeadline(state, toAt, 'suspension', at, ctx)];
  }
  const fromAt = state.publicityEndsAt;
  if (fromAt === null || publicityEnded !== undefined) return [];
  const toAt = endAfterSuspension(fromAt, sinceAt, at);
  return toAt === fromAt ? [] : [happened(at, ctx, 'ZTB-107', { name: 'publicityMoved', fromAt, toAt })];
}
