import type { LawContext } from '../../law/context.ts';
import { deadlineAfter } from '../../law/deadline.ts';
import { rulesOf } from '../../procedure/index.ts';
import type { Instant } from '../../time/instant.ts';
import { hasBidSecurity } from '../bid-security.ts';
import type { Actor, SystemStep, TenderCommand } from '../commands.ts';
import { dutyFor } from '../duties.ts';
import type { TenderEvent } from '../events.ts';
import type { TenderState } from '../state.ts';
import { happened } from './happened.ts';

/** The duty to give back the securities of bids that count as withdrawn. */
export const WITHDRAWN_SECURITY = 'return-withdrawn-security';

/** A bidder signs in, or confirms the record; a second time nothing happens. */
export function decideAtOpening(
  command: Extract<TenderCommand, { name: 'signInAtOpening' | 'confirmOpening' }>,
  actor: Actor,
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): TenderEvent[] {
  const { partyId } = actor;
  if (partyId === null) throw new Error('at the opening there are parties');
  if (command.name === 'signInAtOpening') {
    if (state.signedIn.some((one) => one.partyId === partyId)) return [];
    return [happened(at, ctx, 'EB-012', { name: 'bidderSignedIn', partyId })];
  }
  if (state.confirmations.some((one) => one.partyId === partyId)) return [];
  const bid = state.openedBids?.find((one) => one.partyId === partyId);
  if (bid === undefined) throw new Error('only a bidder confirms the opening record');
  const { opened } = rulesOf(state.draft);
  return [happened(at, ctx, opened, { name: 'openingConfirmed', partyId, bidId: bid.bidId })];
}

/**
 * The bids are opened, and read out together. Those that failed through no doing of their bidders count as
 * withdrawn (EB-014): their securities fall due for return.
 */
export function decideOpened(
  { bids }: Extract<SystemStep, { name: 'openBids' }>,
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): TenderEvent[] {
  const { opened, withdrawnSecurityReturn } = rulesOf(state.draft);
  const owed = hasBidSecurity(state) && bids.some((bid) => bid.attribution === 'not-bidder');
  const deadline = owed ? deadlineAfter(ctx, withdrawnSecurityReturn, at) : null;
  return [
    happened(at, ctx, opened, {
      name: 'bidsOpened',
      bids,
      deadlines: deadline === null ? [] : [deadline],
      duty: deadline === null ? null : dutyFor(WITHDRAWN_SECURITY, deadline),
    }),
  ];
}
