import type { Actor } from '../case/actor.ts';
import { refusalFor, ruleOf, type LawContext } from '../law/context.ts';
import { rulesOf } from '../procedure/index.ts';
import { platformRefusal, type Refusal } from '../refusal.ts';
import type { TenderState } from '../tender/ground/state.ts';
import { OUTCOME_NAMES } from '../tender/ground/words.ts';
import type { Instant } from '../time/instant.ts';
import { refuseOutsideWindow, type BidWindow } from './window.ts';

/** A tender as far as bids go by it. */
export interface BiddingNow {
  readonly state: TenderState;
  readonly window: BidWindow;
}

/**
 * Whether this actor may hand in (or replace) a bid at this instant; null when admitted. The state says who may bid and whether
 * bids are taken at all, the window when: it is the deadline fence's (store/fence.ts), whose clock and deadline decide.
 * Sealing and hashes are checked where the bytes are (EB-009).
 */
export function admitBid(
  { state, window }: BiddingNow,
  actor: Actor,
  at: Instant,
  ctx: LawContext,
): Refusal | null {
  return (
    refuseOver(state) ??
    refuseBidder(state, actor) ??
    refuseUninvited(state, actor, ctx) ??
    refuseOutsideWindow(window, 'bid', rulesOf(state.draft), at, ctx)
  );
}

/** Whether this actor may withdraw (撤回) a bid at this instant; null when admitted. After the deadline there is only revocation (撤销). */
export function admitWithdrawal(
  { state, window }: BiddingNow,
  actor: Actor,
  at: Instant,
  ctx: LawContext,
): Refusal | null {
  return (
    refuseOver(state) ??
    refuseBidder(state, actor) ??
    refuseOutsideWindow(window, 'withdrawal', rulesOf(state.draft), at, ctx)
  );
}

/** What was terminated, declared void or failed before the bids were closed takes no more of them. */
function refuseOver(state: TenderState): Refusal | null {
  if (state.outcome === null || state.milestones.bidsClosed !== undefined) return null;
  const { zh, en } = OUTCOME_NAMES[state.outcome];
  return platformRefusal(
    'tender-over',
    `该项目的招标程序已经结束（${zh}），不再接收投标文件。`,
    `This tender is over (${en}): no more bids are taken.`,
  );
}

function refuseBidder(state: TenderState, actor: Actor): Refusal | null {
  if (actor.role !== 'bidder' || actor.partyId === null || actor.uscc === null) {
    return platformRefusal(
      'wrong-role',
      '只有以投标人身份登录的单位才能进行此操作。',
      'Only a party acting as a bidder may do this.',
      { zh: '以投标人身份登录后提交。', en: 'Sign in acting as a bidder.' },
    );
  }
  if (actor.uscc === state.draft.tenderee.uscc || actor.uscc === state.draft.agency?.uscc) {
    return platformRefusal(
      'own-tender',
      '招标人和招标代理机构不得在本项目投标。',
      'The tenderee and its agency may not bid in their own tender.',
    );
  }
  return null;
}

/** Where only some may bid (invited, qualified, or with a proposal) the bids of others are refused (条例 36). */
function refuseUninvited(state: TenderState, actor: Actor, ctx: LawContext): Refusal | null {
  if (state.admitted === null || state.admitted.some((party) => party.uscc === actor.uscc)) return null;
  const { lateBid, invitation } = rulesOf(state.draft);
  return refusalFor(
    ruleOf(ctx, invitation ?? lateBid),
    '本单位不在有资格投标的单位之列（未受邀请、未通过资格预审或者未提交技术建议），其投标文件应当拒收。',
    'Your party is not among those who may bid (not invited, not qualified, or without a proposal): its bid is refused.',
  );
}
