import { checkCandidates } from '../../law/checks/candidates.ts';
import { checkCommittee } from '../../law/checks/committee.ts';
import { checkPublicity } from '../../law/checks/publicity.ts';
import type { LawContext } from '../../law/context.ts';
import { platformRefusal, type Refusal } from '../../refusal.ts';
import type { Instant } from '../../time/instant.ts';
import type { TenderCommand } from '../commands.ts';
import type { Candidate, OpenedBid, RejectedBid, TenderState } from '../state.ts';
import { refuseBreaches } from './breaches.ts';
import { refuseEmptyTexts, refusePast } from './words.ts';

type SubmitEvaluationReport = Extract<TenderCommand, { name: 'submitEvaluationReport' }>;
type PublishCandidates = Extract<TenderCommand, { name: 'publishCandidates' }>;

/** Whether an evaluation report can be taken: its committee, its candidates and its rejections. */
export function admitEvaluationReport(
  command: SubmitEvaluationReport,
  state: TenderState,
  ctx: LawContext,
): Refusal[] {
  const { committee, candidates, rejected } = command;
  const { attributes } = state.draft;
  const opened = state.openedBids ?? [];
  return [
    ...refuseBreaches(checkCommittee(ctx, state.draft, committee)),
    ...refuseBreaches(checkCandidates(ctx, attributes, candidates, rejected, opened)),
    ...refuseCandidates(candidates, rejected, opened),
    ...refuseRejections(rejected, opened),
    ...refuseEmptyTexts({ summary: ['评标情况', command.summary] }),
  ];
}

/** Candidates are bids of this opening that could be read and were not rejected, each once. */
function refuseCandidates(
  candidates: readonly Candidate[],
  rejected: readonly RejectedBid[],
  opened: readonly OpenedBid[],
): Refusal[] {
  const refusals: Refusal[] = [];
  for (const { bidId } of repeated(candidates)) {
    refusals.push(
      platformRefusal(
        'duplicate-candidate',
        `投标 ${bidId} 多次列为候选人。`,
        `The bid ${bidId} is a candidate twice.`,
      ),
    );
  }
  for (const candidate of candidates) {
    const bid = opened.find((one) => one.bidId === candidate.bidId);
    if (bid === undefined || bid.result !== 'opened') {
      refusals.push(candidateNotOpened(candidate, opened));
    } else if (bid.uscc !== candidate.uscc) {
      refusals.push(
        platformRefusal(
          'candidate-mismatch',
          `候选人 ${candidate.name}（${candidate.uscc}）与投标 ${bid.bidId} 的投标人不符。`,
          `The candidate ${candidate.name} (${candidate.uscc}) is not who handed in the bid ${bid.bidId}.`,
          { zh: `${bid.name}（${bid.uscc}）`, en: `${bid.name} (${bid.uscc})` },
        ),
      );
    }
    if (rejected.some((one) => one.bidId === candidate.bidId)) {
      refusals.push(
        platformRefusal(
          'candidate-rejected',
          `投标 ${candidate.bidId} 已被否决，不能列为候选人。`,
          `The bid ${candidate.bidId} is rejected in the same report and cannot be a candidate.`,
        ),
      );
    }
  }
  return [...refusals, ...refuseMalformedPrices(candidates)];
}

function refuseMalformedPrices(candidates: readonly Candidate[]): Refusal[] {
  return candidates
    .filter((one) => !/^[1-9]\d{0,17}$/.test(one.priceFen))
    .map((one) =>
      platformRefusal(
        'malformed-amount',
        `候选人 ${one.bidId} 的投标报价应为以分为单位的正整数。`,
        `The price of the candidate ${one.bidId} must be a whole number of fen above zero.`,
        { zh: '例如 1768000000（即1768万元）。', en: 'For example 1768000000 (17,680,000 yuan).' },
      ),
    );
}

function refuseRejections(rejected: readonly RejectedBid[], opened: readonly OpenedBid[]): Refusal[] {
  const unknown = rejected.filter((one) => !opened.some((bid) => bid.bidId === one.bidId));
  return [
    ...repeated(rejected).map(({ bidId }) =>
      platformRefusal(
        'duplicate-rejection',
        `投标 ${bidId} 多次被否决。`,
        `The bid ${bidId} is rejected twice.`,
      ),
    ),
    ...unknown.map(({ bidId }) =>
      platformRefusal(
        'unknown-bid',
        `开标记录中没有投标 ${bidId}，不能否决。`,
        `There is no bid ${bidId} in the opening record to reject.`,
      ),
    ),
    ...rejected.flatMap((one) =>
      refuseEmptyTexts({ [`rejected.${one.bidId}.reason`]: ['否决理由', one.reason] }),
    ),
  ];
}

function candidateNotOpened(candidate: Candidate, opened: readonly OpenedBid[]): Refusal {
  const readable = opened.filter((bid) => bid.result === 'opened').map((bid) => bid.bidId);
  return platformRefusal(
    'candidate-not-opened',
    `投标 ${candidate.bidId} 未在开标中成功解密，不能列为候选人。`,
    `The bid ${candidate.bidId} was not opened and read at the opening and cannot be a candidate.`,
    readable.length === 0
      ? null
      : { zh: `${readable.join('、')}中的投标。`, en: `One of ${readable.join(', ')}.` },
  );
}

/** The later occurrences of what is named more than once. */
function repeated<T extends { readonly bidId: string }>(all: readonly T[]): T[] {
  return all.filter((one, index) => all.findIndex((other) => other.bidId === one.bidId) < index);
}

/** Whether the candidates may be published until the end asked for. */
export function admitCandidates(
  command: PublishCandidates,
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): Refusal[] {
  const { publicityEndsAt } = command;
  const refusals = refuseBreaches(checkPublicity(ctx, state, at, publicityEndsAt).breaches, 'ZTB-401');
  if (publicityEndsAt === null) return refusals;
  return [...refusals, ...refusePast('公示结束时间', 'publicityEndsAt', publicityEndsAt, at)];
}
