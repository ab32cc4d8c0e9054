import type { Candidate, OpenedBid, RejectedBid } from '../../tender/state.ts';
import { breachOf } from '../breach.ts';
import { ruleOf, type LawContext } from '../context.ts';
import type { Breach, TenderAttributes } from '../types.ts';
import { numberOf } from '../values.ts';

/** Whether candidates and rejections of a report are lawful: number and ranks (ZTB-318), grounds (ZTB-313), none left out (ZTB-316). */
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
    ...checkNobodyLeft(ctx, attributes, candidates, rejected, openedBids),
  ];
}

function checkRanks(ctx: LawContext, attributes: TenderAttributes, candidates: readonly Candidate[]): Breach[] {
  const most = numberOf(ctx, 'ZTB-318', 'maxCandidates');
  const accepted = { zh: `不超过${most}个，排序为一、二、三且不重复。`, en: `At most ${most}, ranked 1, 2, 3 without ties or gaps.` };
  const breaches: Breach[] = [];
  if (candidates.length > most) {
    breaches.push(breachOf(ctx, 'ZTB-318', attributes, { field: 'candidates', zh: `中标候选人有${candidates.length}个，超过${most}个。`, en: `There are ${candidates.length} candidates, more than ${most}.`, accepted }));
  }
  const ranks = candidates.map((candidate) => candidate.rank).toSorted((a, b) => a - b);
  if (ranks.some((rank, index) => rank !== index + 1)) {
    breaches.push(breachOf(ctx, 'ZTB-318', attributes, { field: 'candidates', zh: `中标候选人的排序（${ranks.join('、')}）不连续或者重复。`, en: `The ranks of the candidates (${ranks.join(', ')}) have gaps or ties.`, accepted }));
  }
  return breaches;
}

function checkGrounds(ctx: LawContext, attributes: TenderAttributes, rejected: readonly RejectedBid[]): Breach[] {
  const article = ruleOf(ctx, 'ZTB-313').values?.['article'];
  const grounds = Array.from({ length: numberOf(ctx, 'ZTB-313', 'grounds') }, (_, index) => `${article}-${index + 1}`);
  return rejected
    .filter(({ ground }) => !grounds.includes(ground))
    .map(({ bidId, ground }) =>
      breachOf(ctx, 'ZTB-313', attributes, {
        field: 'rejected',
        zh: `否决投标 ${bidId} 的依据 ${ground} 不是法定情形。`,
        en: `${ground} is no lawful ground for rejecting the bid ${bidId}.`,
        accepted: { zh: grounds.join('、'), en: grounds.join(', ') },
      }),
    );
}

/** No candidates means that all bids are rejected: a bid that was opened and not rejected speaks against it. */
function checkNobodyLeft(
  ctx: LawContext,
  attributes: TenderAttributes,
  candidates: readonly Candidate[],
  rejected: readonly RejectedBid[],
  openedBids: readonly OpenedBid[],
): Breach[] {
  if (candidates.length > 0) return [];
  const standing = openedBids.filter(
    (bid) => bid.result === 'opened' && !rejected.some((rejection) => rejection.bidId === bid.bidId),
  );
  return standing.map((bid) =>
    breachOf(ctx, 'ZTB-316', attributes, {
      field: 'candidates',
      zh: `没有推荐中标候选人，但投标 ${bid.bidId} 未被否决。`,
      en: `No candidate is named although the bid ${bid.bidId} is not rejected.`,
      accepted: { zh: '推荐中标候选人，或者否决全部投标并说明依据。', en: 'Name candidates, or reject every bid with its ground.' },
    }),
  );
}
