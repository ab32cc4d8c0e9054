import type { Actor } from '../case/actor.ts';
import { actionsFrom, prospect, type Action } from '../case/actions.ts';
import type { LawContext } from '../law/context.ts';
import { rulesOf } from '../procedure/index.ts';
import { platformRefusal, type Refusal } from '../refusal.ts';
import type { Instant } from '../time/instant.ts';
import { admitBid, admitWithdrawal, type BiddingNow } from './admit.ts';

/**
 * What a bidder may do with its bid at an instant: hand it in or replace it, and withdraw it. They are no commands of the tender:
 * the fence that receives them has the last word. `hasBid`: whether the party has one now, which the party alone is told.
 */
export function bidActions(
  given: BiddingNow & { readonly hasBid: boolean },
  actor: Actor,
  at: Instant,
  ctx: LawContext,
): Action[] {
  const { state, window, hasBid } = given;
  const { tenderee, agency } = state.draft;
  if (actor.role !== 'bidder' || actor.uscc === tenderee.uscc || actor.uscc === agency?.uscc) return [];
  const rules = rulesOf(state.draft);
  const endsAt = window.heldOpen ? null : window.untilAt;
  const known = (refusal: Refusal | null, rule: string) =>
    prospect(refusal === null ? [] : [refusal], { at: endsAt, rule });
  const withdrawal = admitWithdrawal(given, actor, at, ctx) ?? (hasBid ? null : noBidToWithdraw());
  return [
    ...actionsFrom(
      { name: 'submitBid', zh: '递交（替换）投标文件', en: 'submitting a bid, or replacing it' },
      [known(admitBid(given, actor, at, ctx), rules.lateBid)],
      ctx,
    ),
    ...actionsFrom(
      { name: 'withdrawBid', zh: '撤回投标文件', en: 'withdrawing the bid' },
      [known(withdrawal, rules.withdrawal)],
      ctx,
    ),
  ];
}

/** The refusal of a withdrawal where the party has no bid. */
export function noBidToWithdraw(): Refusal {
  return platformRefusal('unknown-bid', '本单位没有可撤回的投标文件。', 'Your party has no bid to withdraw.');
}
