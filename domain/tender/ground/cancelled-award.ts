import type { Words } from '../../case/words.ts';
import type { TenderDraft } from './draft.ts';
import type { AwardEnd, CancelledAward, Candidate, OpenedBid } from './parts.ts';
import type { TenderState } from './state.ts';

const WORDS: Readonly<Record<AwardEnd, Words>> = {
  withdrew: { zh: '有正当理由放弃中标', en: 'gave the award up for good reason' },
  'force-majeure': {
    zh: '因不可抗力不能履行合同',
    en: 'cannot perform the contract because of force majeure',
  },
  unlawful: {
    zh: '被查实存在影响中标结果的违法行为',
    en: 'was found to have broken the law in a way that bears on the result',
  },
  'no-performance-security': {
    zh: '不按照招标文件要求提交履约保证金',
    en: 'does not put up the performance security that the documents ask for',
  },
  'will-not-sign': {
    zh: '无正当理由拒绝订立合同',
    en: 'refuses without good reason to sign the contract',
  },
  'added-conditions': {
    zh: '在签订合同时提出附加条件',
    en: 'sets conditions of its own for signing the contract',
  },
  'declared-void': {
    zh: '中标（成交）被行政监督部门认定无效',
    en: 'was awarded the tender by an award that the authority declared void',
  },
};

/** 采条 49 asks for no lack of a good reason. */
const PROCUREMENT_WORDS: Readonly<Partial<Record<AwardEnd, Words>>> = {
  'will-not-sign': { zh: '拒绝签订合同', en: 'refuses to sign the contract' },
};

/** A ground in the words of the tender's law, as part of a sentence whose subject is the winner. */
export function awardEndWords(ground: AwardEnd, { regime }: Pick<TenderDraft, 'regime'>): Words {
  return (regime === 'tendering' ? undefined : PROCUREMENT_WORDS[ground]) ?? WORDS[ground];
}

type Awards = Pick<TenderState, 'award' | 'cancelledAwards'>;

/** The candidates in the order of the report, without those whose award was lost: who may win now. */
export function remainingCandidates({
  evaluation,
  cancelledAwards,
}: Pick<TenderState, 'evaluation' | 'cancelledAwards'>): readonly Candidate[] {
  return (evaluation?.candidates ?? [])
    .filter(({ bidId }) => !cancelledAwards.some(({ candidate }) => candidate.bidId === bidId))
    .toSorted((a, b) => a.rank - b.rank);
}

/** Whether a result was ever notified: what became public with it stays so, though its winner fell away. */
export function wasAwarded({ award, cancelledAwards }: Awards): boolean {
  return award !== null || cancelledAwards.length > 0;
}

/** The award that was lost and is not replaced yet; null while there is a winner, or none was ever named. */
export function unreplacedAward({ award, cancelledAwards }: Awards): CancelledAward | null {
  return award === null ? (cancelledAwards.at(-1) ?? null) : null;
}

/** The bids whose security is not given back. */
export function keptBidIds({ cancelledAwards }: Pick<TenderState, 'cancelledAwards'>): string[] {
  return cancelledAwards.filter(({ securityKept }) => securityKept).map(({ candidate }) => candidate.bidId);
}

/** The opened bid of a winner; null where the opening has none of its id. */
export function bidOf(
  { openedBids }: Pick<TenderState, 'openedBids'>,
  { bidId }: Candidate,
): OpenedBid | null {
  return openedBids?.find((bid) => bid.bidId === bidId) ?? null;
}

export function losersOf(state: TenderState, winner: Candidate): readonly OpenedBid[] {
  const bids = state.openedBids ?? [];
  const winners = bids.filter(({ bidId }) => bidId === winner.bidId).map(({ partyId }) => partyId);
  return bids.filter(({ partyId }) => !winners.includes(partyId));
}
