import { basesHeld, type LawContext } from '../../law/context.ts';
import { deadlineAfter } from '../../law/deadline.ts';
import type { Deadline } from '../../law/types.ts';
import type { Objection } from '../../tender/ground/parts.ts';
import type { TenderState } from '../../tender/ground/state.ts';
import type { Instant } from '../../time/instant.ts';
import { waitingDates } from '../ground/excluded-time.ts';
import { complaintRules } from '../ground/rules.ts';
import type { ComplaintSubject } from '../ground/state.ts';

/** When the complainant knew as it counts, and until when it may complain; no deadline while its objection waits for the reply. */
export interface FilingTime {
  readonly knownAt: Instant;
  readonly deadline: Deadline | null;
}

/**
 * The time of a complaint. In tendering it runs from when the complainant knew or should have known (CMP-001),
 * which is never later than the record shows, and leaves out the time of its objection's reply (CMP-003). In
 * procurement it runs from the end of the time in which the challenge was to be answered (GP-507), whenever the
 * answer came.
 *
 * Interpretation: who objected in the time that the law gives for objecting is taken to have known when it
 * objected, not when the documents were issued or the result published: else the time to complain would be over
 * before the time to object is.
 */
export function filingTime(
  ctx: LawContext,
  tender: TenderState,
  given: { readonly subject: ComplaintSubject; readonly claimedAt: Instant },
  objection: Objection | null,
): FilingTime {
  const { filing, waiting } = complaintRules(ctx);
  if (ctx.ruleset.regime === 'government-procurement') {
    // An end at 24:00 is no longer of its day; the day itself is what counts from.
    const startsAt = (objection?.replyDueAt ?? given.claimedAt) - (objection === null ? 0 : 1);
    return { knownAt: given.claimedAt, deadline: deadlineAfter(ctx, filing, startsAt) };
  }
  const shownAt = objection?.filedAt ?? shouldHaveKnownAt(tender, given.subject);
  const knownAt = shownAt === null ? given.claimedAt : Math.min(given.claimedAt, shownAt);
  if (objection === null) return { knownAt, deadline: deadlineAfter(ctx, filing, knownAt) };
  if (objection.reply === null) return { knownAt, deadline: null };
  // A right holds wherever the rule does: also where the rule would not refuse what somebody does.
  const left = waiting !== null && basesHeld(ctx, [waiting]).length > 0;
  const excluded = left ? waitingDates(objection.filedAt, objection.reply.repliedAt) : undefined;
  return { knownAt, deadline: deadlineAfter(ctx, filing, knownAt, undefined, excluded) };
}

/** When everybody could know, by what was published; null where nothing shows it. */
function shouldHaveKnownAt({ milestones }: TenderState, subject: ComplaintSubject): Instant | null {
  if (subject === 'opening') return milestones.bidsOpened ?? null;
  if (subject === 'result') return milestones.candidatesPublished ?? milestones.awardNoticeIssued ?? null;
  return null;
}
