import type { ComplaintState } from '../../complaint/ground/state.ts';
import { opensInSecret } from '../../procedure/index.ts';
import type { TenderState } from '../../tender/ground/state.ts';
import { memberOf } from '../announcements/sections.ts';
import { conceal } from '../format/text.ts';
import { concealParties } from '../secrets.ts';

/** What stands for a complainant who is not named. */
const COMPLAINANT = '投诉人';

/**
 * Whether others may know who complains: in procurement the decision names the parties, but nobody who took part
 * is named before the bids are opened (招标投标法 22); in tendering the complainant stays unnamed.
 */
export function complainantMayBeNamed(state: ComplaintState, tender: TenderState): boolean {
  if (state.regime !== 'government-procurement') return false;
  // Where the opening is secret nobody who took part is named but the winner.
  if (opensInSecret(tender.draft)) return tender.award?.candidate.uscc === state.complainant.uscc;
  return tender.milestones.bidsOpened !== undefined;
}

/** A text of the authority as others may read it: without the names that are still secret. */
export function withoutSecretNames(text: string, state: ComplaintState, tender: TenderState): string {
  const committee =
    tender.milestones.awardNoticeIssued === undefined
      ? (tender.evaluation?.committee.map(({ name }) => name) ?? [])
      : [];
  const { name, uscc } = state.complainant;
  const unnamed = complainantMayBeNamed(state, tender)
    ? text
    : conceal(text, [name, uscc, ...aliases(name)], COMPLAINANT);
  return concealParties(conceal(unnamed, committee, memberOf(tender.draft)), tender);
}

/** A company is often called by its name without the legal form. */
function aliases(name: string): string[] {
  const short = name.replace(/(股份)?有限(责任)?公司$/u, '');
  return short === name || short.length < 4 ? [] : [short];
}
