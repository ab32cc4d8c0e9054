import type { TenderState } from '../../tender/state.ts';
import { isoShanghai, MS_PER_DAY, type Instant } from '../../time/instant.ts';
import { breachOf } from '../breach.ts';
import type { LawContext } from '../context.ts';
import { deadlineBefore } from '../deadline.ts';
import type { Breach, Deadline } from '../types.ts';
import { periodOf } from '../values.ts';

export interface ClarificationCheck {
  readonly breaches: Breach[];
  readonly deadlines: Deadline[];
  /** The bid deadline must stand here or later. */
  readonly earliestDeadlineAt: Instant;
}

/**
 * Whether the bid deadline leaves enough time after a clarification: where it may affect the bids, 条例 21
 * forces an extension (ZTB-006); where it does not, 法 23 is only a reminder (ZTB-005).
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
  const neededAt = at + count * MS_PER_DAY;
  const deadlines = [deadlineBefore(ctx, rule, deadlineAt)];
  const earliestDeadlineAt = clarification.affectsBids ? Math.max(neededAt, state.bidDeadlineAt) : state.bidDeadlineAt;
  if (deadlineAt >= neededAt) return { breaches: [], deadlines, earliestDeadlineAt };
  const breach = breachOf(ctx, rule, state.draft.attributes, {
    field: 'newBidDeadlineAt',
    zh: `距投标截止时间（${isoShanghai(deadlineAt)}）不足${count}日，${clarification.affectsBids ? '应当顺延投标截止时间' : '不影响投标文件编制的可以不顺延'}。`,
    en: `Fewer than ${count} days are left until the bid deadline (${isoShanghai(deadlineAt)})${clarification.affectsBids ? ': it must move' : ', which is no harm where bids are not affected'}.`,
    accepted: { zh: `投标截止时间${isoShanghai(neededAt)}或者更晚。`, en: `A bid deadline of ${isoShanghai(neededAt)} or later.` },
  });
  const severity = clarification.affectsBids ? breach.severity : 'warns';
  return { breaches: [{ ...breach, severity }], deadlines, earliestDeadlineAt };
}
