import { admitBid, refuseOutsideWindow } from '../../domain/bid/index.ts';
import type { LawContext } from '../../domain/law/context.ts';
import { rulesOf } from '../../domain/procedure/index.ts';
import { platformRefusal, type Refusal } from '../../domain/refusal.ts';
import type { TenderState } from '../../domain/tender/ground/state.ts';
import { OUTCOME_NAMES } from '../../domain/tender/index.ts';
import {
  hasReceipt,
  readFenceFor,
  readFenceUnlocked,
  type Entrant,
  type FenceReading,
  type RefusedBid,
} from '../../store/index.ts';
import { actorOf, type Deps, type Identity } from '../deps.ts';
import { refuseSigningKey, refuseWithoutSignature, type SigningHeaders } from './bidder-signature.ts';

/** Whose submission is handled. */
export interface Submitting {
  readonly deps: Deps;
  readonly identity: Identity;
  readonly entrant: Entrant | null;
  readonly address: string;
  readonly tenderId: string;
  readonly name: string;
}

/** The state as far as it says who may bid (`admitted` above all); its instants are the fence's to say. */
export const whoMayBid = (state: TenderState): TenderState => ({
  ...state,
  bidDeadlineAt: Infinity,
  documentsIssuedFromAt: 0,
  milestones: {},
  outcome: null,
});

/** What was terminated, declared void or failed before the bids were closed takes no more of them. */
export function refuseOver(state: TenderState): Refusal | null {
  if (state.outcome === null || state.milestones.bidsClosed !== undefined) return null;
  const { zh, en } = OUTCOME_NAMES[state.outcome];
  return platformRefusal(
    'tender-over',
    `该项目的招标程序已经结束（${zh}），不再接收投标文件。`,
    `This tender is over (${en}): no more bids are taken.`,
  );
}

export const windowOf = (fence: FenceReading) => ({
  fromAt: fence.documentsFromAt,
  untilAt: fence.bidDeadlineAt,
  heldOpen: fence.held && fence.closedAt === null,
  closed: fence.closedAt !== null,
});

/**
 * The refusal of a bid that can be told before its bytes are read: of who may not bid, before the documents are out,
 * of what is not here yet although the deadline has passed, and of what names a key that cannot sign, or comes unsigned in the
 * place of a bid that named one. Null: only the fence can tell; or it is a repeat.
 */
export async function refusedUnread(
  by: Submitting,
  given: { state: TenderState; law: LawContext; signing: SigningHeaders; idempotencyKey: string },
): Promise<RefusedBid | null> {
  const { deps, identity, entrant, tenderId } = by;
  const { state, law, signing, idempotencyKey } = given;
  const em = deps.store.em();
  if (await hasReceipt(em, identity.personId, idempotencyKey)) return null;
  const judge = (fence: FenceReading): Refusal | null =>
    refuseOver(state) ??
    admitBid(whoMayBid(state), actorOf(identity), fence.at, law) ??
    refuseOutsideWindow(windowOf(fence), 'bid', rulesOf(state.draft), fence.at, law);
  const shownFence = await readFenceUnlocked(em, tenderId);
  if (shownFence === null) return null;
  if (judge(shownFence) === null) {
    const refusal = (await refuseSigningKey(by, signing)) ?? (await refuseWithoutSignature(by, signing));
    return refusal && { refusal, at: shownFence.at, rehearsal: shownFence.rehearsal };
  }
  const fence = await deps.store.plainTransaction((tx) =>
    readFenceFor(tx, tenderId, entrant?.arrival ?? null),
  );
  const refusal = fence && judge(fence);
  return refusal ? { refusal, at: fence.at, rehearsal: fence.rehearsal } : null;
}
