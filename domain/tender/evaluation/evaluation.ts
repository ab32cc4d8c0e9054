import type { Named } from '../../case/chapter.ts';
import type { LawContext } from '../../law/context.ts';
import { deadlineAfter } from '../../law/deadline.ts';
import { numberOf } from '../../law/values.ts';
import { rulesOf } from '../../procedure/index.ts';
import { hashesOf, parts } from '../../record/parts.ts';
import { platformRefusal, type Refusal } from '../../refusal.ts';
import type { Instant } from '../../time/instant.ts';
import { COMMITTEE, EVALUATION, open } from '../../visibility/audiences.ts';
import { checkCommittee } from '../ground/committee.ts';
import { dutyFor } from '../ground/duties.ts';
import type { SharedEvent } from '../ground/events.ts';
import { happened } from '../../case/happened.ts';
import type { TenderChapter } from '../ground/kind.ts';
import type { Candidate, EvaluationReport, OpenedBid, RejectedBid } from '../ground/parts.ts';
import { passed, withDeadlines } from '../ground/progress.ts';
import { refuseBreaches, refuseEmptyTexts } from '../../case/refusals.ts';
import { ownDemand } from '../ground/signatures.ts';
import { aboveCeiling, checkReportedPrices } from '../ground/prices.ts';
import type { TenderState } from '../ground/state.ts';
import { adviseOnReport } from './advice.ts';
import { checkCandidates } from './candidates.ts';
import type { EvaluationCommand, EvaluationEvent } from './commands-and-events.ts';
import { evaluationNotices } from './notices.ts';

type Command<Name extends EvaluationCommand['name']> = Named<EvaluationCommand, Name>;

type Event<Name extends EvaluationEvent['name']> = Named<EvaluationEvent, Name>;

type Events = (EvaluationEvent | SharedEvent)[];

/** Whether an evaluation report can be taken: its committee, its candidates and its rejections. */
export function admitEvaluationReport(
  command: Command<'submitEvaluationReport'>,
  state: TenderState,
  ctx: LawContext,
): Refusal[] {
  const { committee, candidates, rejected } = command;
  const { attributes } = state.draft;
  const opened = state.openedBids ?? [];
  return [
    ...refuseBreaches(checkCommittee(ctx, state.draft, committee)),
    ...refuseBreaches(checkCandidates(ctx, attributes, candidates, rejected, opened)),
    ...refuseBreaches(checkReportedPrices(ctx, state.draft, candidates, opened)),
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
    } else if (bid.uscc !== candidate.uscc || bid.name !== candidate.name) {
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
  return [...refusals, ...refuseMisordered(candidates), ...refuseMalformedPrices(candidates)];
}

/** A candidate that stands before another with a higher score: either the ranks or the scores are mistaken. */
function refuseMisordered(candidates: readonly Candidate[]): Refusal[] {
  const ranked = candidates.toSorted((a, b) => a.rank - b.rank);
  return ranked.flatMap((candidate, index) => {
    const better = ranked
      .slice(index + 1)
      .find(({ score, rank }) => candidate.rank < rank && isHigher(score, candidate.score));
    if (better === undefined) return [];
    return [
      platformRefusal(
        'rank-against-score',
        `投标 ${candidate.bidId}（第${candidate.rank}名，${candidate.score}分）排在得分更高的 ${better.bidId}（第${better.rank}名，${better.score}分）之前。`,
        `The bid ${candidate.bidId} (rank ${candidate.rank}, score ${candidate.score}) stands before ${better.bidId} (rank ${better.rank}, score ${better.score}).`,
        {
          zh: '按得分由高到低排序；不以得分排序的，得分留空。',
          en: 'Ranks by falling score; no scores where these do not rank.',
        },
      ),
    ];
  });
}

/** Scores are decimals of at most four places, compared exactly. */
function isHigher(one: string | null, other: string | null): boolean {
  return one !== null && other !== null && tenThousandths(one) > tenThousandths(other);
}

function tenThousandths(score: string): number {
  const [whole = '', part = ''] = score.split('.');
  return Number(`${whole}${part.padEnd(4, '0')}`);
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

/** The evaluation report is received; without a candidate the tender has failed. */
export function decideEvaluationReport(
  command: Command<'submitEvaluationReport'>,
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): Events {
  const { committee, candidates, rejected, summary, documents } = command;
  const rules = rulesOf(state.draft);
  const next = rules.candidatesDue ?? rules.awardDue;
  if (next === null) throw new RangeError(`${state.procedure} has nothing due after the evaluation`);
  const due = deadlineAfter(ctx, next, at);
  const reported: Events[number] = happened(at, ctx, rules.evaluationReport, {
    name: 'evaluationReported',
    report: { reportedAt: at, committee, candidates, rejected, summary, documents },
    deadlines: [due],
    duty: dutyFor(rules.candidatesDue === null ? 'issue-award' : 'publish-candidates', due),
  });
  if (candidates.length === 0) {
    return [reported, happened(at, ctx, rules.allRejected, { name: 'tenderFailed', reason: 'all-rejected' })];
  }
  if (!tooFewConform(state, command, rules.fewConforming, ctx)) return [reported];
  const reason = 'failed-fewer-than-three';
  return [reported, happened(at, ctx, rules.fewConforming, { name: 'tenderFailed', reason })];
}

/** In procurement too few conforming bids end the tender (87号令 43); under 招标投标法 the committee decides. */
function tooFewConform(
  { draft, openedBids }: TenderState,
  { candidates, rejected }: Pick<EvaluationReport, 'candidates' | 'rejected'>,
  rule: string | null,
  ctx: LawContext,
): boolean {
  if (rule === null) return false;
  const opened = (openedBids ?? []).filter((bid) => bid.result === 'opened');
  // A line may be rejected that was never opened, and is not to be subtracted from those that were.
  const out = [...rejected, ...aboveCeiling(draft, opened, candidates)].map(({ bidId }) => bidId);
  const conforming = opened.filter(({ bidId }) => !out.includes(bidId)).length;
  return conforming < numberOf(ctx, rule, 'minConforming');
}

/** The evaluation report is in: the candidates are due to be published. */
export function evaluationReported(event: Event<'evaluationReported'>, state: TenderState): TenderState {
  return {
    ...passed(state, 'evaluationReported', event.at, publishes(state) ? 'publicity' : 'award'),
    evaluation: event.report,
    duties: [...state.duties, event.duty],
    deadlines: withDeadlines(state.deadlines, event.deadlines),
  };
}

/** Whether candidates are published before the award; procurement publishes the result after it. */
function publishes(state: TenderState): boolean {
  return rulesOf(state.draft).publicity !== null;
}

export const evaluation: TenderChapter<EvaluationCommand, never, EvaluationEvent> = {
  commands: {
    submitEvaluationReport: {
      zh: '提交评标报告',
      en: 'submitting the evaluation report',
      by: 'own',
      while: { phases: ['evaluation'], done: 'evaluationReported', rests: true },
      signs: ({ documents }, { draft }) => [ownDemand(draft, 'evaluationReport', documents)],
      refuse: (command, { state, ctx }) => admitEvaluationReport(command, state, ctx),
      advise: (command, { state, ctx }) => adviseOnReport(command, state, ctx),
      decide: (command, { state, at, ctx }) => decideEvaluationReport(command, state, at, ctx),
    },
  },
  steps: {},
  events: {
    evaluationReported: {
      apply: evaluationReported,
      record: ({ report: { committee, candidates, rejected, summary, documents } }) =>
        parts({}, { committee, candidates, rejected, summary }, hashesOf(documents)),
      reads: open({ facts: COMMITTEE, papers: EVALUATION }),
      announces: null,
      tells: evaluationNotices,
    },
  },
};
