import { breachOf, warningOf } from '../../law/breach.ts';
import { ruleOf, type LawContext } from '../../law/context.ts';
import type { Breach } from '../../law/types.ts';
import { fenOf, numberOf } from '../../law/values.ts';
import { rulesOf } from '../../procedure/index.ts';
import type { TenderDraft } from './draft.ts';
import type { CommitteeMember } from './parts.ts';

/** Whether an evaluation committee has enough members, an odd number, and enough experts among them (ZTB-303, GP-204). A large procurement wants more; `estimateFen` is its budget. */
export function checkCommittee(
  ctx: LawContext,
  { attributes, ...draft }: TenderDraft,
  committee: readonly CommitteeMember[],
  estimateFen: string | null = draft.estimatedPriceFen,
): Breach[] {
  const rule = rulesOf(draft).committee;
  if (rule === null) return [];
  const min = leastMembers(ctx, rule, estimateFen);
  const share = numberOf(ctx, rule, 'expertShare');
  const of = numberOf(ctx, rule, 'expertShareOf');
  const members = committee.length;
  const experts = committee.filter((member) => member.role === 'expert').length;
  const said = (zh: string, en: string, accepted: { zh: string; en: string }): Breach =>
    breachOf(ctx, rule, attributes, { field: 'committee', zh, en, accepted });

  const breaches: Breach[] = [];
  const enough = { zh: `${min}人以上单数。`, en: `${min} or more members, an odd number.` };
  if (members < min) {
    const zh = `评标委员会为${members}人，少于${min}人。`;
    breaches.push(said(zh, `The committee has ${members} members, fewer than ${min}.`, enough));
  } else if (members % 2 === 0) {
    const zh = `评标委员会为${members}人，不是单数。`;
    breaches.push(said(zh, `The committee has ${members} members, an even number.`, enough));
  }
  if (experts * of < members * share) {
    const needed = Math.ceil((members * share) / of);
    const zh = `${members}名成员中专家${experts}名，少于${share}/${of}。`;
    const en = `${experts} of ${members} members are experts, fewer than ${share}/${of}.`;
    breaches.push(said(zh, en, { zh: `专家不少于${needed}名。`, en: `At least ${needed} experts.` }));
  }
  return breaches;
}

/**
 * Who stands in a committee twice and so may make up its number alone (ZTB-303, GP-204). Two people may share name
 * and employer: it is said, and refuses nothing.
 */
export function checkNamedOnce(
  ctx: LawContext,
  draft: TenderDraft,
  committee: readonly CommitteeMember[],
): Breach[] {
  const rule = rulesOf(draft).committee;
  if (rule === null) return [];
  const known = committee.map(({ name, employer }) => `${name}（${employer}）`);
  const twice = new Set(known.filter((one, index) => known.indexOf(one) < index));
  return [...twice].map((one) =>
    warningOf(ctx, rule, {
      field: 'committee',
      zh: `评标委员会成员${one}重复填写。`,
      en: `${one} stands in the committee more than once.`,
      accepted: { zh: '每名成员填写一次。', en: 'Each member once.' },
    }),
  );
}

function leastMembers(ctx: LawContext, rule: string, estimateFen: string | null): number {
  const min = numberOf(ctx, rule, 'minMembers');
  if (estimateFen === null || ruleOf(ctx, rule).values?.['largeFen'] === undefined) return min;
  return BigInt(estimateFen) >= fenOf(ctx, rule, 'largeFen') ? numberOf(ctx, rule, 'minMembersLarge') : min;
}
