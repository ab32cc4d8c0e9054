import type { LawContext } from '../../law/context.ts';
import { deadlineAfter } from '../../law/deadline.ts';
import { QUESTION_RULE } from '../../objection/index.ts';
import type { Instant } from '../../time/instant.ts';
import type { Actor, TenderCommand } from '../commands.ts';
import { answerDutyId, dutyFor } from '../duties.ts';
import type { TenderEvent } from '../events.ts';
import { happened } from './happened.ts';

/** A question is received: its answer falls due. It rests nothing and moves no other time. */
export function decideQuestion(
  { id, text }: Extract<TenderCommand, { name: 'askQuestion' }>,
  actor: Actor,
  at: Instant,
  ctx: LawContext,
): TenderEvent[] {
  if (actor.partyId === null) throw new Error('a question needs a party');
  const deadline = deadlineAfter(ctx, QUESTION_RULE, at);
  return [
    happened(at, ctx, QUESTION_RULE, {
      name: 'questionAsked',
      question: { id, partyId: actor.partyId, text, askedAt: at, answer: null },
      deadlines: [deadline],
      duty: dutyFor(answerDutyId(id), deadline),
    }),
  ];
}

/** A question is answered, to who asked it. */
export function decideAnswer(
  { questionId, text }: Extract<TenderCommand, { name: 'answerQuestion' }>,
  at: Instant,
  ctx: LawContext,
): TenderEvent[] {
  return [happened(at, ctx, QUESTION_RULE, { name: 'questionAnswered', questionId, text })];
}
