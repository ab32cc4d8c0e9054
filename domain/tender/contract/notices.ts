import type { Named } from '../../case/chapter.ts';
import { citedIn } from '../../disclosure/basis.ts';
import { enEnd, enInstant, zhEnd, zhInstant } from '../../disclosure/format/instant.ts';
import type { PartyNotice } from '../../disclosure/notices/notice.ts';
import { paperNotices } from '../../disclosure/notices/paper-notices.ts';
import { bidSecurities, heldBy, interest, interestEn } from '../../disclosure/notices/securities.ts';
import { termsOf } from '../../disclosure/terms.ts';
import { rulesOf } from '../../procedure/index.ts';
import { CONTRACT } from '../../visibility/audiences.ts';
import type { TenderState } from '../ground/state.ts';
import type { ContractEvent } from './commands-and-events.ts';

type Event<Name extends ContractEvent['name']> = Named<ContractEvent, Name>;

/** The contract is signed: bid securities fall due for return, where any were asked for. */
export function contractNotices(event: Event<'contractSigned'>, state: TenderState): PartyNotice[] {
  const { securityReturn } = rulesOf(state.draft);
  const securityDue = event.deadlines.find((deadline) => deadline.rule === securityReturn)?.endsAt;
  if (securityDue === undefined) return [];
  const { owner } = termsOf(state.draft);
  const securities = bidSecurities(state);
  return heldBy('bidders', state).map((to): PartyNotice => {
    return {
      to,
      kind: 'contract-signed',
      titleZh: `${state.draft.title}：合同已签订，${securities}退还期限`,
      titleEn: `${state.draft.title}: contract signed, bid securities to be returned`,
      textZh: `书面合同已于${zhInstant(event.contract.signedAt)}签订。${owner}最迟应当于${zhEnd(securityDue)}前退还${securities}${interest(state)}。`,
      textEn: `The contract was signed at ${enInstant(event.contract.signedAt)}. Bid securities${interestEn(state)} must be returned by ${enEnd(securityDue)}.`,
      ...citedIn(state, { rule: securityReturn, article: null }),
    };
  });
}

/** The contract is kept with its hash; the two that signed it and the authorities read it. */
export function signedContractNotices(event: Event<'contractSigned'>, state: TenderState): PartyNotice[] {
  return paperNotices(event, state, [{ event: 'contractSigned', papers: CONTRACT }]);
}
