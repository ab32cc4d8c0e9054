import { refusalFor, ruleOf, type LawContext } from '../law/context.ts';
import type { ProcedureRules } from '../procedure/index.ts';
import { platformRefusal, type Refusal } from '../refusal.ts';
import { isoShanghai, type Instant } from '../time/instant.ts';

/** When bids, replacements and withdrawals are taken, as the deadline fence has it. */
export interface BidWindow {
  /** From here on, inclusive: the documents are out. */
  readonly fromAt: Instant;
  /** Until here, exclusive: the bid deadline in force. */
  readonly untilAt: Instant;
  /** The process rests on an objection: the deadline does not fall, bids are taken after it until the process goes on. */
  readonly heldOpen: boolean;
  /** The bids were closed; nothing reopens the window. */
  readonly closed: boolean;
}

/**
 * Why something may not be handed in at an instant, or null when it is in time. What comes late is
 * refused by the procedure's rule for a bid (ZTB-211, EB-010) or for a withdrawal (ZTB-210, EB-010).
 */
export function refuseOutsideWindow(
  window: BidWindow,
  act: 'bid' | 'withdrawal',
  rules: Pick<ProcedureRules, 'lateBid' | 'withdrawal'>,
  at: Instant,
  ctx: LawContext,
): Refusal | null {
  if (at < window.fromAt) {
    const from = isoShanghai(window.fromAt);
    return platformRefusal(
      'window-not-open',
      `投标尚未开始：招标文件自${from}起发出。`,
      `Bids are not taken yet: the tender documents are issued from ${from}.`,
      { zh: `${from}起提交。`, en: `Hand it in from ${from} on.` },
    );
  }
  if (!window.closed && (at < window.untilAt || window.heldOpen)) return null;
  const until = isoShanghai(window.untilAt);
  const received = isoShanghai(at);
  return refusalFor(
    ruleOf(ctx, act === 'bid' ? rules.lateBid : rules.withdrawal),
    act === 'bid'
      ? `投标截止时间为${until}，收到时间为${received}，逾期送达，应当拒收。`
      : `投标截止时间为${until}，收到时间为${received}，截止后不得撤回。`,
    act === 'bid'
      ? `The bid deadline was ${until}; this arrived at ${received} and must be refused as late.`
      : `The bid deadline was ${until}; at ${received} a bid can no longer be withdrawn.`,
    null,
  );
}
