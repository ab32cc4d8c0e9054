import type { CommitteeMember } from '../../tender/state.ts';
import { breachOf } from '../breach.ts';
import type { LawContext } from '../context.ts';
import type { Breach, TenderAttributes } from '../types.ts';
import { numberOf } from '../values.ts';

/** Whether an evaluation committee has enough members, an odd number, and enough experts among them (ZTB-303). */
export function checkCommittee(
  ctx: LawContext,
  attributes: TenderAttributes,
  committee: readonly CommitteeMember[],
): Breach[] {
  const min = numberOf(ctx, 'ZTB-303', 'minMembers');
  const share = numberOf(ctx, 'ZTB-303', 'expertShare');
  const of = numberOf(ctx, 'ZTB-303', 'expertShareOf');
  const members = committee.length;
  const experts = committee.filter((member) => member.role === 'expert').length;
  const wrong = (zh: string, en: string, accepted: { zh: string; en: string }): Breach =>
    breachOf(ctx, 'ZTB-303', attributes, { field: 'committee', zh, en, accepted });
  const breaches: Breach[] = [];
  if (members < min) {
    breaches.push(wrong(`评标委员会只有${members}人。`, `The committee has only ${members} members.`, { zh: `${min}人以上单数。`, en: `${min} or more, an odd number.` }));
  } else if (members % 2 === 0) {
    breaches.push(wrong(`评标委员会有${members}人，不是单数。`, `The committee has ${members} members, an even number.`, { zh: `${min}人以上单数。`, en: `${min} or more, an odd number.` }));
  }
  if (experts * of < members * share) {
    const needed = Math.ceil((members * share) / of);
    breaches.push(wrong(`${members}名成员中只有${experts}名专家，不足三分之二。`, `Only ${experts} of ${members} members are experts, fewer than two thirds.`, { zh: `专家不少于${needed}人。`, en: `At least ${needed} experts.` }));
  }
  return breaches;
}
