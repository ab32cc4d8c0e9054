import { breachOf, warningOf } from '../../law/breach.ts';
import type { LawContext } from '../../law/context.ts';
import { enAmount, zhAmount } from '../../law/money.ts';
import type { Breach } from '../../law/types.ts';
import { rulesOf, type Method } from '../../procedure/index.ts';
import type { TenderDraft } from './draft.ts';
import type { Candidate, OpenedBid } from './parts.ts';

/** Grounds on which the price of a bid is corrected: the items of 87号令第五十九条, and 评标委员会和评标方法暂行规定第十九条. */
const CORRECTION_GROUNDS = {
  'government-procurement': ['59-1', '59-2', '59-3', '59-4'],
  tendering: ['19'],
} as const;

/** Where the parties come to a last price in talks, which is not the one that was opened (74号令 33, 43; 214号 21). */
const TALKED_OVER: readonly Method[] = ['negotiation', 'consultation', 'single-source'];

/** The tenders, of which alone 87号令第六十三条 speaks in procurement. */
const TENDERS: readonly Method[] = ['open', 'invited', 'two-stage'];

/**
 * Whether the prices of a report are lawful: each is the one that was opened, or in a tender that one corrected on a lawful
 * ground and confirmed by the bidder (招标投标法 46, 87号令 59), and none is above the ceiling (条例 51(五), 87号令 63(四)).
 */
export function checkReportedPrices(
  ctx: LawContext,
  draft: TenderDraft,
  candidates: readonly Candidate[],
  openedBids: readonly OpenedBid[],
): Breach[] {
  return candidates
    .filter(({ priceFen }) => isAmount(priceFen))
    .flatMap((candidate) => [
      ...checkOpenedPrice(ctx, draft, candidate, openedBids),
      ...checkCeiling(ctx, draft, candidate),
    ]);
}

/** A candidate's price and the one that was opened: equal, or corrected as the law lets it be. */
export function checkOpenedPrice(
  ctx: LawContext,
  draft: TenderDraft,
  { bidId, priceFen, priceCorrection = null }: Candidate,
  openedBids: readonly OpenedBid[],
): Breach[] {
  const openedFen = openedBids.find((bid) => bid.bidId === bidId)?.priceFen ?? null;
  if (openedFen === null || TALKED_OVER.includes(draft.method)) return [];
  // A correction that the bidder did not confirm voids its bid, whatever price is written down.
  const isVoid = priceCorrection !== null && !priceCorrection.confirmed;
  if (openedFen === priceFen && !isVoid) return [];
  const [opened, reported] = [BigInt(openedFen), BigInt(priceFen)];
  const { contract } = rulesOf(draft);
  // The articles on corrections speak of tenders alone: elsewhere none counts.
  const correctable = TENDERS.includes(draft.method);
  const said = (rule: string, zh: string, en: string): Breach[] => [
    breachOf(ctx, rule, draft.attributes, {
      field: 'candidates',
      zh: `投标 ${bidId} 的开标价为${zhAmount(opened)}，报告中为${zhAmount(reported)}：${zh}。`,
      en: `The bid ${bidId} was opened with ${enAmount(opened)} and is reported with ${enAmount(reported)}: ${en}.`,
      accepted: {
        zh: `开标价${zhAmount(opened)}${correctable ? '，或者附依据并经投标人确认的修正' : ''}。`,
        en: `The price that was opened, ${enAmount(opened)}${correctable ? ', or a correction with its ground that the bidder confirmed' : ''}.`,
      },
    }),
  ];
  if (!correctable) return said(contract, '该采购方式的报价不作修正', 'this method corrects no prices');
  if (priceCorrection === null) return said(contract, '没有记载报价修正', 'no correction is stated');
  const grounds: readonly string[] = CORRECTION_GROUNDS[draft.regime];
  if (!grounds.includes(priceCorrection.ground)) {
    const listed = grounds.join('、');
    return said(
      contract,
      `${priceCorrection.ground} 不是报价修正的依据（${listed}）`,
      `${priceCorrection.ground} is no ground of a correction`,
    );
  }
  if (priceCorrection.confirmed) return [];
  const rule = draft.regime === 'government-procurement' ? 'GP-217' : contract;
  return said(rule, '修正未经投标人确认，其投标无效', 'the bidder has not confirmed it, which voids its bid');
}

/** A price above the ceiling: who asks it is rejected, and cannot be a candidate. Equal is allowed. */
export function checkCeiling(ctx: LawContext, draft: TenderDraft, { bidId, priceFen }: Candidate): Breach[] {
  const ceiling = ceilingOf(draft);
  const price = BigInt(priceFen);
  if (ceiling === null || price <= ceiling) return [];
  const { grounds } = rulesOf(draft);
  const said = {
    field: 'candidates',
    zh: `投标 ${bidId} 的报价${zhAmount(price)}高于最高限价${zhAmount(ceiling)}，应当否决（作无效处理），不能列为候选人。`,
    en: `The bid ${bidId} asks ${enAmount(price)}, above the ceiling of ${enAmount(ceiling)}: it is rejected and cannot be a candidate.`,
    accepted: {
      zh: `报价不高于${zhAmount(ceiling)}的投标；该投标以${overCeilingGround(draft)}否决。`,
      en: `A bid of at most ${enAmount(ceiling)}; this one is rejected on the ground ${overCeilingGround(draft)}.`,
    },
  };
  return [
    TENDERS.includes(draft.method)
      ? breachOf(ctx, grounds, draft.attributes, said)
      : warningOf(ctx, grounds, said),
  ];
}

/** The highest price that is taken, in fen; null where none is set. In procurement the budget is one as well (87号令 63(四)). */
function ceilingOf({ regime, ceilingPriceFen, estimatedPriceFen }: TenderDraft): bigint | null {
  const budgetFen = regime === 'government-procurement' ? estimatedPriceFen : null;
  const limits = [ceilingPriceFen, budgetFen].filter((one) => one !== null).map(BigInt);
  return limits.reduce<bigint | null>((least, one) => (least === null || one < least ? one : least), null);
}

/** Opened bids whose price is above the ceiling. Candidates are none of them: their price is the reported one, which may be corrected. */
export function aboveCeiling(
  draft: TenderDraft,
  openedBids: readonly OpenedBid[],
  candidates: readonly Candidate[],
): readonly OpenedBid[] {
  const ceiling = ceilingOf(draft);
  if (ceiling === null || !TENDERS.includes(draft.method)) return [];
  const reported = new Set(candidates.map(({ bidId }) => bidId));
  return openedBids.filter(
    ({ bidId, result, priceFen }) =>
      result === 'opened' && priceFen !== null && BigInt(priceFen) > ceiling && !reported.has(bidId),
  );
}

/** The item of the law on which a price above the ceiling is rejected. */
export function overCeilingGround({ regime }: Pick<TenderDraft, 'regime'>): string {
  return regime === 'tendering' ? '51-5' : '63-4';
}

function isAmount(priceFen: string): boolean {
  return /^[1-9]\d{0,17}$/.test(priceFen);
}
