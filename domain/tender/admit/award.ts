import { refusalFor, ruleOf, type LawContext } from '../../law/context.ts';
import { checkAward } from '../../law/checks/award.ts';
import { checkContract } from '../../law/checks/contract.ts';
import { platformRefusal, type Refusal } from '../../refusal.ts';
import { rulesOf } from '../../procedure/index.ts';
import type { Instant } from '../../time/instant.ts';
import { hasBidSecurity } from '../bid-security.ts';
import { awardEndWords, remainingCandidates } from '../cancelled-award.ts';
import type { TenderCommand } from '../commands.ts';
import type { Candidate, TenderState } from '../state.ts';
import { refuseBreaches } from './breaches.ts';
import { refuseEmptyTexts, refuseMalformedAmounts } from './words.ts';

type Command<N extends TenderCommand['name']> = Extract<TenderCommand, { name: N }>;

/** Whether the award may go to this candidate. A reason opens the way past the first ranked (条例55); without one it is refused. */
export function admitAwardNotice(
  command: Command<'issueAwardNotice'>,
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): Refusal[] {
  const candidates = remainingCandidates(state);
  if (candidates.length === 0) return [refuseNoneLeft(state, ctx)];
  const candidate = candidates.find((one) => one.bidId === command.bidId);
  if (candidate === undefined) return [refuseNotLeft(command.bidId, candidates, state)];
  const { firstRank } = rulesOf(state.draft);
  const excused = command.reason !== null && command.reason.trim() !== '' ? firstRank : null;
  return refuseBreaches(checkAward(ctx, state, candidate, at), excused);
}

/** Every candidate has lost its award: nobody is left to win. */
function refuseNoneLeft(state: TenderState, ctx: LawContext): Refusal {
  return refusalFor(
    ruleOf(ctx, rulesOf(state.draft).nextCandidate),
    '推荐的候选人均已丧失中标（成交）资格，没有可以依次确定的候选人。',
    'Every candidate has lost its award: there is no next one to win.',
    { zh: '终止本次活动，重新招标（采购）。', en: 'Terminate this tender and hold it anew.' },
  );
}

/** Who lost its award wins no more, and who is no candidate never could. */
function refuseNotLeft(bidId: string, candidates: readonly Candidate[], state: TenderState): Refusal {
  const accepted = {
    zh: `${candidates.map((one) => `${one.bidId}（${one.name}）`).join('、')}之一。`,
    en: `One of ${candidates.map((one) => one.bidId).join(', ')}.`,
  };
  const lost = state.cancelledAwards.find((one) => one.candidate.bidId === bidId);
  if (lost === undefined) {
    const zh = `投标 ${bidId} 不在中标候选人名单内。`;
    return platformRefusal('not-a-candidate', zh, `The bid ${bidId} is not among the candidates.`, accepted);
  }
  const { rule, article, ground, candidate } = lost;
  const { zh, en } = awardEndWords(ground, state.draft);
  return {
    code: rule,
    rule,
    article,
    zh: `${candidate.name}${zh}，已丧失中标（成交）资格，不能再次确定。`,
    en: `The bidder of ${bidId} ${en}: it has lost its award and cannot win again.`,
    accepted,
  };
}

/** Whether the contract may be signed on these amounts. Signed late it is still taken: the timed-out step tells. */
export function admitContract(
  command: Command<'signContract'>,
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): Refusal[] {
  const { amountFen, performanceSecurityFen } = command;
  const malformed = refuseMalformedAmounts({ amountFen, performanceSecurityFen });
  if (malformed.length > 0) return malformed;
  return refuseBreaches(checkContract(ctx, state, { amountFen, performanceSecurityFen }, at));
}

/** Whether there is a bid security to return. */
export function admitSecurityReturn(command: Command<'returnBidSecurity'>, state: TenderState): Refusal[] {
  if (!hasBidSecurity(state)) {
    return [
      platformRefusal(
        'no-bid-security',
        '本项目未要求投标保证金。',
        'This tender asked for no bid security.',
      ),
    ];
  }
  const early = refuseEarlyReturn(command, state);
  return early.length > 0 ? early : refuseMalformedAmounts({ interestFen: command.interestFen });
}

/** Whether the written report says something; in procurement it files the contract, which must be there (GP-308). */
export function admitWrittenReport(command: Command<'submitWrittenReport'>, state: TenderState): Refusal[] {
  const empty = refuseEmptyTexts({ text: ['书面报告', command.text] });
  if (rulesOf(state.draft).closingReportFrom === 'award' || state.contract !== null) return empty;
  return [
    platformRefusal('wrong-phase', '合同尚未订立，不能备案。', 'There is no contract yet to be filed.', {
      zh: '订立合同之后备案。',
      en: 'File the contract once it is signed.',
    }),
    ...empty,
  ];
}

/** Securities of bids that count as withdrawn go back once, from the opening on. */
function refuseWithdrawnReturn({ openedBids, milestones }: TenderState): Refusal[] {
  if (milestones.withdrawnSecurityReturned !== undefined) {
    return [
      platformRefusal(
        'already-done',
        '视为撤回的投标人的投标保证金已经退还。',
        'The securities of the bids that count as withdrawn went back already.',
      ),
    ];
  }
  if (openedBids?.some((bid) => bid.attribution === 'not-bidder') === true) return [];
  return [
    platformRefusal(
      'wrong-return',
      '本项目没有视为撤回的投标文件。',
      'No bid of this tender counts as withdrawn.',
    ),
  ];
}

/** Securities go back after the award (条例 57, 采条 33), or when the tender is given up. */
function refuseEarlyReturn({ whose }: Command<'returnBidSecurity'>, state: TenderState): Refusal[] {
  if (whose === 'withdrawn') return refuseWithdrawnReturn(state);
  if (whose === 'others' && rulesOf(state.draft).othersSecurityReturn === null) {
    return [
      platformRefusal(
        'wrong-return',
        '本项目的投标保证金在合同签订后一并退还。',
        'In this tender all securities go back together.',
        { zh: '全部退还。', en: 'Return all of them.' },
      ),
    ];
  }
  if (whose === 'others' && state.milestones.othersSecurityReturned !== undefined) {
    return [
      platformRefusal(
        'already-done',
        '未中标人的投标保证金已经退还。',
        "The others' securities went back already.",
      ),
    ];
  }
  if (state.award !== null || (state.outcome !== null && state.outcome !== 'reported')) return [];
  return [
    platformRefusal(
      'wrong-phase',
      '中标人尚未确定，不能退还投标保证金。',
      'Nobody is awarded yet: the securities are still held.',
      { zh: '发出中标通知书之后退还。', en: 'Return them after the award notice.' },
    ),
  ];
}
