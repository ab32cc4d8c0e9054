import type { TenderState } from '../../tender/state.ts';
import { MS_PER_DAY, type Instant } from '../../time/instant.ts';
import { shownInstant } from '../../time/text.ts';
import { breachOf, warningOf } from '../breach.ts';
import type { LawContext } from '../context.ts';
import { deadlineBefore } from '../deadline.ts';
import type { Breach, Deadline } from '../types.ts';
import { periodOf } from '../values.ts';

export interface ClarificationCheck {
  readonly breaches: Breach[];
  readonly deadlines: Deadline[];
  /** The bid deadline must stand here or later; never before the one in force. */
  readonly earliestDeadlineAt: Instant;
}

/**
 * Whether the bid deadline leaves enough time after a clarification issued at `at`: where it may affect
 * the bids, 条例 21 forces an extension (ZTB-006); where it does not, 法 23 is only a reminder (ZTB-005),
 * for 条例 21 settles that no lead is due.
 */
export function checkClarification(
  ctx: LawContext,
  state: TenderState,
  clarification: { readonly affectsBids: boolean; readonly newBidDeadlineAt: Instant | null },
  at: Instant,
): ClarificationCheck {
  const rule = clarification.affectsBids ? 'ZTB-006' : 'ZTB-005';
  const { count } = periodOf(ctx, rule);
  const deadlineAt = clarification.newBidDeadlineAt ?? state.bidDeadlineAt;
  const deadlines = [deadlineBefore(ctx, rule, deadlineAt)];
  // So many times 24 hours are as many civil dates too, so that one comparison says both (INT-02).
  const neededAt = at + count * MS_PER_DAY;
  const earliestDeadlineAt = clarification.affectsBids
    ? Math.max(neededAt, state.bidDeadlineAt)
    : state.bidDeadlineAt;
  if (deadlineAt >= neededAt) return { breaches: [], deadlines, earliestDeadlineAt };

  const [now, until, needed] = [shownInstant(at), shownInstant(deadlineAt), shownInstant(neededAt)];
  const short = {
    field: 'newBidDeadlineAt',
    zh: `自${now}至投标截止时间${until}不足${count}日`,
    en: `From ${now} to the bid deadline ${until} there are fewer than ${count} days`,
    accepted: { zh: `投标截止时间为${needed}或者更晚。`, en: `A bid deadline of ${needed} or later.` },
  };
  const breach = clarification.affectsBids
    ? breachOf(ctx, rule, state.draft.attributes, {
        ...short,
        zh: `${short.zh}，可能影响投标文件编制的，应当顺延投标截止时间。`,
        en: `${short.en}: it may affect the bids, so the deadline must move.`,
      })
    : warningOf(ctx, rule, {
        ...short,
        zh: `${short.zh}；不影响投标文件编制的，可以不顺延。`,
        en: `${short.en}, which is no harm where the bids are not affected.`,
      });
  return { breaches: [breach], deadlines, earliestDeadlineAt };
}
