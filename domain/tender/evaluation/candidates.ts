import { breachOf } from '../../law/breach.ts';
import { ruleOf, type LawContext } from '../../law/context.ts';
import type { Breach, TenderAttributes } from '../../law/types.ts';
import { numberOf } from '../../law/values.ts';
import { PROCUREMENT_RULES, TENDERING_RULES } from '../../procedure/index.ts';
import type { Candidate, OpenedBid, RejectedBid } from '../ground/parts.ts';

/** Whether candidates and rejections of a report are lawful: number and ranks (ZTB-318), grounds (ZTB-313, GP-215), none left out (ZTB-316, GP-211). */
export function checkCandidates(
  ctx: LawContext,
  attributes: TenderAttributes,
  candidates: readonly Candidate[],
  rejected: readonly RejectedBid[],
  openedBids: readonly OpenedBid[],
): Breach[] {
  return [
    ...checkRanks(ctx, attributes, candidates),
    ...checkGrounds(ctx, attributes, rejected),
    ...(candidates.length === 0 ? checkNobodyLeft(ctx, attributes, rejected, openedBids) : []),
  ];
}

function checkRanks(
  ctx: LawContext,
  attributes: TenderAttributes,
  candidates: readonly Candidate[],
): Breach[] {
  const { ranking } = rulesBy(ctx);
  // Procurement leaves the number of candidates to its documents.
  if (ranking === null) return [];
  const most = numberOf(ctx, ranking, 'maxCandidates');
  const said = (zh: string, en: string): Breach =>
    breachOf(ctx, ranking, attributes, {
      field: 'candidates',
      zh,
      en,
      accepted: {
        zh: `不超过${most}个，自第1名起依次排序，不重复、不间断。`,
        en: `At most ${most}, ranked from 1 on without ties or gaps.`,
      },
    });
  const breaches: Breach[] = [];
  if (candidates.length > most) {
    const zh = `中标候选人为${candidates.length}个，超过${most}个。`;
    breaches.push(said(zh, `There are ${candidates.length} candidates, more than ${most}.`));
  }
  const ranks = candidates.map((candidate) => candidate.rank).toSorted((a, b) => a - b);
  if (ranks.some((rank, index) => rank !== index + 1)) {
    const zh = `中标候选人的排序（${ranks.join('、')}）不连续或者重复。`;
    breaches.push(said(zh, `The ranks of the candidates (${ranks.join(', ')}) have gaps or ties.`));
  }
  return breaches;
}

function checkGrounds(
  ctx: LawContext,
  attributes: TenderAttributes,
  rejected: readonly RejectedBid[],
): Breach[] {
  const rule = rulesBy(ctx).grounds;
  const article = ruleOf(ctx, rule).values?.['article'];
  const items = Array.from({ length: numberOf(ctx, rule, 'grounds') }, (_, index) => index + 1);
  const grounds = items.map((item) => `${article}-${item}`);
  return rejected
    .filter(({ ground }) => !grounds.includes(ground))
    .map(({ bidId, ground }) =>
      breachOf(ctx, rule, attributes, {
        field: 'rejected',
        zh: `否决投标 ${bidId} 的依据 ${ground} 不是法定的否决情形。`,
        en: `${ground} is no lawful ground for rejecting the bid ${bidId}.`,
        accepted: { zh: `${grounds.join('、')}之一。`, en: `One of ${grounds.join(', ')}.` },
      }),
    );
}

/** No candidate means that all bids are rejected: a bid that was opened and not rejected speaks against it. */
function checkNobodyLeft(
  ctx: LawContext,
  attributes: TenderAttributes,
  rejected: readonly RejectedBid[],
  openedBids: readonly OpenedBid[],
): Breach[] {
  return openedBids
    .filter((bid) => bid.result === 'opened' && !rejected.some((one) => one.bidId === bid.bidId))
    .map((bid) =>
      breachOf(ctx, rulesBy(ctx).allRejected, attributes, {
        field: 'candidates',
        zh: `没有推荐中标候选人，但投标 ${bid.bidId} 未被否决。`,
        en: `No candidate is named although the bid ${bid.bidId} is not rejected.`,
        accepted: {
          zh: '推荐中标候选人，或者逐一否决全部投标并说明依据。',
          en: 'Name candidates, or reject every bid with its ground.',
        },
      }),
    );
}

function rulesBy(ctx: LawContext): typeof TENDERING_RULES {
  return ctx.ruleset.regime === 'tendering' ? TENDERING_RULES : PROCUREMENT_RULES;
}
