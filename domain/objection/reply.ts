import type { LawContext } from '../law/context.ts';
import { deadlineAfter } from '../law/deadline.ts';
import type { Deadline } from '../law/types.ts';
import type { ObjectionSubject } from '../tender/ground/parts.ts';
import type { TenderState } from '../tender/ground/state.ts';
import type { Instant } from '../time/instant.ts';
import { objectionRules } from './rules.ts';

const MS_PER_MINUTE = 60_000;

/** By when an objection must be answered. `deadline` is null where the law counts no days. */
export interface ReplyDue {
  readonly dueAt: Instant;
  readonly deadline: Deadline | null;
}

/**
 * By when the tenderee must answer an objection received at `filedAt`.
 *
 * Interpretation: 条例44 wants an objection to the opening answered on the spot (当场) and sets no
 * period. In an online opening the spot lasts as long as the opening's own window, the one the
 * tender documents set for decryption.
 */
export function replyDue(
  ctx: LawContext,
  state: TenderState,
  subject: ObjectionSubject,
  filedAt: Instant,
): ReplyDue {
  const { reply } = objectionRules(ctx, subject);
  if (subject === 'opening' && ctx.ruleset.regime === 'tendering') {
    return { dueAt: filedAt + state.draft.decryptionWindowMinutes * MS_PER_MINUTE, deadline: null };
  }
  const deadline = deadlineAfter(ctx, reply, filedAt);
  return { dueAt: deadline.endsAt, deadline };
}
