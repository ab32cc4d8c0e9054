import { beforeApplications, checkClarification } from '../../law/checks/clarification.ts';
import type { LawContext } from '../../law/context.ts';
import { rulesOf } from '../../procedure/index.ts';
import type { Instant } from '../../time/instant.ts';
import type { TenderCommand } from '../commands.ts';
import type { TenderEvent } from '../events.ts';
import type { TenderState } from '../state.ts';
import { moveApplicationsDue, moveBidDeadline } from './bid-deadline.ts';
import { happened } from './happened.ts';

/** A clarification or amendment goes to all holders of the documents; with it the deadline moves when it says so. */
export function decideClarification(
  command: Extract<TenderCommand, { name: 'issueClarification' }>,
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): TenderEvent[] {
  const { id, kind, affectsBids, title, text, documents } = command;
  const early = beforeApplications(state);
  const rules = rulesOf(state.draft);
  const before = early ? (state.firstStage?.dueAt ?? state.bidDeadlineAt) : state.bidDeadlineAt;
  const after = command.newBidDeadlineAt ?? before;
  const affected = early ? rules.applicationClarification : rules.clarification;
  const issued = happened(at, ctx, affectsBids ? affected : (rules.reminder ?? affected), {
    name: 'clarificationIssued',
    clarification: {
      id,
      kind,
      issuedAt: at,
      affectsBids,
      title,
      text,
      documents,
      bidDeadlineBeforeAt: before,
      bidDeadlineAfterAt: after,
    },
    deadlines: checkClarification(ctx, state, command, at).deadlines,
  });
  if (after === before) return [issued];
  return early
    ? [issued, moveApplicationsDue(state, after, at, ctx, affected)]
    : [issued, moveBidDeadline(state, after, 'amendment', at, ctx, affected)];
}
