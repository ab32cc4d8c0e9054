import { checkObjection } from '../../law/checks/objection.ts';
import { ruleOf, type LawContext } from '../../law/context.ts';
import { objectionRules, replyDue, suspendingRule } from '../../objection/index.ts';
import type { Instant } from '../../time/instant.ts';
import type { Actor, TenderCommand } from '../commands.ts';
import { replyDutyId } from '../duties.ts';
import type { TenderEvent } from '../events.ts';
import type { Duty, Objection, TenderState } from '../state.ts';
import { happened } from './happened.ts';
import { goOn } from './suspension.ts';

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
  const rules = objectionRules(ctx, subject);
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
  const { article } = ruleOf(ctx, suspends);
  const ground = {
    id,
    kind: 'objection',
    rule: suspends,
    article,
    sinceAt: at,
    untilAt: null,
  } as const;
  return [filed, happened(at, ctx, suspends, { name: 'processSuspended', ground })];
}

function replyDuty(ctx: LawContext, objection: Objection, ruleId: string): Duty {
  return {
    id: replyDutyId(objection.id),
    rule: ruleId,
    article: ruleOf(ctx, ruleId).article,
    owner: 'tenderee',
    dueAt: objection.replyDueAt,
    announcedAt: null,
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
  const replied = happened(at, ctx, objectionRules(ctx, objection.subject).reply, {
    name: 'objectionReplied',
    objectionId: objection.id,
    text: command.text,
  });
  return [replied, ...goOn(state, [objection.id], at, ctx)];
}
