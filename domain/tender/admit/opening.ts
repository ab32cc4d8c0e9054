import { refuseOutsideHall } from '../../opening/hall.ts';
import { platformRefusal, type Refusal } from '../../refusal.ts';
import type { Instant } from '../../time/instant.ts';
import type { Actor, TenderCommand } from '../commands.ts';
import type { TenderState } from '../state.ts';

/**
 * Whether a bidder may sign in to the opening, or confirm its record, at this instant. That the party has a
 * bid is seen where the bids are, until they are opened; from then on here.
 */
export function admitAtOpening(
  command: Extract<TenderCommand, { name: 'signInAtOpening' | 'confirmOpening' }>,
  actor: Actor,
  state: TenderState,
  at: Instant,
): Refusal[] {
  const outside = refuseOutsideHall(state, at);
  if (outside !== null) return [outside];
  if (state.openedBids === null) return command.name === 'confirmOpening' ? [notOpened()] : [];
  return state.openedBids.some((bid) => bid.partyId === actor.partyId) ? [] : [noBid()];
}

function notOpened(): Refusal {
  return platformRefusal('not-opened', '开标记录尚未公布。', 'The opening record is not published yet.', {
    zh: '开标记录公布后确认。',
    en: 'Confirm it once it is published.',
  });
}

function noBid(): Refusal {
  return platformRefusal(
    'no-bid',
    '本单位在此项目没有投标文件，不是开标的参加人。',
    'Your party has no bid in this tender and takes no part in its opening.',
  );
}
