import type { Named } from '../../case/chapter.ts';
import { citedIn } from '../../disclosure/basis.ts';
import { enInstant, zhInstant } from '../../disclosure/format/instant.ts';
import type { PartyNotice } from '../../disclosure/notices/notice.ts';
import { bidSecurities, heldBy, interest, interestEn } from '../../disclosure/notices/securities.ts';
import { termsOf } from '../../disclosure/terms.ts';
import { rulesOf } from '../../procedure/index.ts';
import type { TenderState } from '../ground/state.ts';
import type { SecurityEvent } from './commands-and-events.ts';

type Event<Name extends SecurityEvent['name']> = Named<SecurityEvent, Name>;

/** Bid securities went back. The sum of interest paid to all is nobody's business but the tenderee's. */
export function securityNotices(event: Event<'securityReturned'>, state: TenderState): PartyNotice[] {
  const { owner } = termsOf(state.draft);
  const securities = bidSecurities(state);
  const { rule, article } = event;
  return securityOwners(event, state).map((to): PartyNotice => {
    return {
      to,
      kind: 'security-returned',
      titleZh: `${state.draft.title}：${securities}已退还`,
      titleEn: `${state.draft.title}: bid securities returned`,
      textZh: `${owner}于${zhInstant(event.at)}登记已退还${securities}${interest(state)}。未收到的请与${owner}联系。`,
      textEn: `The tenderee recorded at ${enInstant(event.at)} that bid securities${interestEn(state)} were returned. If yours has not arrived, please contact the tenderee.`,
      ...citedIn(state, rule === null ? { rule: rulesOf(state.draft).securityReturn, article } : event),
    };
  });
}

/** Whose securities went back. */
function securityOwners({ whose }: Event<'securityReturned'>, state: TenderState): PartyNotice['to'][] {
  if (whose === 'withdrawn') {
    const bids = (state.openedBids ?? []).filter((bid) => bid.attribution === 'not-bidder');
    return bids.map(({ partyId }) => ({ partyId }));
  }
  return heldBy(whose === 'others' && state.award !== null ? 'losers' : 'bidders', state);
}
