import { prospect, prospectsBy } from '../../case/actions.ts';
import type { Named } from '../../case/chapter.ts';
import { refusalFor, ruleOf, type LawContext } from '../../law/context.ts';
import { deadlineAfter } from '../../law/deadline.ts';
import type { Breach, Deadline } from '../../law/types.ts';
import { AWARD_GROUNDS, rulesOf } from '../../procedure/index.ts';
import { hashesOf, parts } from '../../record/parts.ts';
import { platformRefusal, type Refusal } from '../../refusal.ts';
import type { Instant } from '../../time/instant.ts';
import { BETWEEN_THE_TWO, OF_OFFICE, open } from '../../visibility/audiences.ts';
import { remind } from '../ground/advice.ts';
import { hasBidSecurity } from '../ground/bid-security.ts';
import { awardEndWords, remainingCandidates } from '../ground/cancelled-award.ts';
import { dutyFor } from '../ground/duties.ts';
import { meetDuty } from '../../case/duty.ts';
import type { SharedEvent } from '../ground/events.ts';
import { happened } from '../../case/happened.ts';
import type { TenderChapter } from '../ground/kind.ts';
import type { Candidate } from '../ground/parts.ts';
import { passed, withDeadlines } from '../ground/progress.ts';
import { refuseBreaches } from '../../case/refusals.ts';
import { ownDemand } from '../ground/signatures.ts';
import type { TenderState } from '../ground/state.ts';
import { awardResult } from './announcement.ts';
import { cancellationAnnouncement } from './cancellation-announcement.ts';
import { cancellationNotices } from './cancellation-notices.ts';
import {
  admitAwardCancellation,
  awardCancelled,
  decideAwardCancellation,
  refuseGround,
} from './cancellation.ts';
import type { AwardCommand, AwardEvent } from './commands-and-events.ts';
import { checkAward, checkAwardTime } from './may-be-awarded.ts';
import { awardNotices, resultNotices } from './notices.ts';

type Command<Name extends AwardCommand['name']> = Named<AwardCommand, Name>;

type Event<Name extends AwardEvent['name']> = Named<AwardEvent, Name>;

type Events = (AwardEvent | SharedEvent)[];

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

/** What refuses an award to anybody at this instant. */
function refuseAnyAward(state: TenderState, at: Instant, ctx: LawContext): Refusal[] {
  if (remainingCandidates(state).length === 0) return [refuseNoneLeft(state, ctx)];
  return refuseBreaches(checkAwardTime(ctx, state, at));
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

/** The award notice goes out: contract and written report fall due. The award is decided with the notice, so both periods start here. */
export function decideAwardNotice(
  command: Command<'issueAwardNotice'>,
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): Events {
  const candidate = state.evaluation?.candidates.find((one) => one.bidId === command.bidId);
  if (candidate === undefined) throw new Error(`bid ${command.bidId} is not a candidate`);
  const rules = rulesOf(state.draft);
  const due: [string, Deadline][] = [['sign-contract', deadlineAfter(ctx, rules.contract, at)]];
  if (rules.closingReportFrom === 'award')
    due.push(['written-report', deadlineAfter(ctx, rules.closingReport, at)]);
  const { othersSecurityReturned, securityReturned } = state.milestones;
  const held = othersSecurityReturned === undefined && securityReturned === undefined;
  if (rules.othersSecurityReturn !== null && hasBidSecurity(state) && held)
    due.push(['return-others-security', deadlineAfter(ctx, rules.othersSecurityReturn, at)]);
  return [
    happened(at, ctx, rules.awardNotice, {
      name: 'awardNoticeIssued',
      candidate,
      reason: command.reason,
      documents: command.documents ?? [],
      deadlines: due.map(([, deadline]) => deadline),
      duties: due.map(([id, deadline]) => dutyFor(id, deadline)),
    }),
  ];
}

/** The award is decided and notified. */
export function awardNoticeIssued(event: Event<'awardNoticeIssued'>, state: TenderState): TenderState {
  return {
    ...passed(state, 'awardNoticeIssued', event.at, 'contract'),
    award: {
      candidate: event.candidate,
      decidedAt: event.at,
      noticeAt: event.at,
      documents: event.documents ?? [],
    },
    duties: [...meetDuty(state.duties, 'issue-award', event.at), ...event.duties],
    deadlines: withDeadlines(state.deadlines, event.deadlines),
  };
}

/** What is to be heeded before an award is notified. */
function adviseOnAward(
  { bidId }: Command<'issueAwardNotice'>,
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): Breach[] {
  const candidate = state.evaluation?.candidates.find((one) => one.bidId === bidId);
  return [
    ...(candidate === undefined ? [] : checkAward(ctx, state, candidate, at)),
    ...remind(ctx, state, 'ZTB-404', {
      zh: '中标候选人的经营、财务状况有较大变化或者存在违法行为，可能影响履约的，发出中标通知书前应当由原评标委员会审查确认。',
      en: 'Where the candidate has changed greatly or broken the law, so that it may not perform, the same committee confirms it before the notice.',
    }),
  ];
}

export const award: TenderChapter<AwardCommand, never, AwardEvent> = {
  commands: {
    issueAwardNotice: {
      zh: '发出中标通知书',
      en: 'issuing the award notice',
      by: 'own',
      while: { phases: ['award'], done: 'awardNoticeIssued', rests: true },
      signs: ({ documents = [] }, { draft }) => [ownDemand(draft, 'awardNotice', documents)],
      prospects: ({ state, at, ctx }) => [prospect(refuseAnyAward(state, at, ctx))],
      refuse: (command, { state, at, ctx }) => admitAwardNotice(command, state, at, ctx),
      advise: (command, { state, at, ctx }) => adviseOnAward(command, state, at, ctx),
      decide: (command, { state, at, ctx }) => decideAwardNotice(command, state, at, ctx),
    },
    cancelAward: {
      zh: '取消中标资格',
      en: 'cancelling the award',
      by: 'own',
      while: { phases: ['contract'], done: null, rests: true },
      prospects: ({ state, ctx }) =>
        prospectsBy('ground', AWARD_GROUNDS, (ground) => refuseGround(ground, state, ctx)),
      refuse: (command, { state, ctx }) => admitAwardCancellation(command, state, ctx),
      decide: (command, { state, at, ctx }) => decideAwardCancellation(command, state, at, ctx),
    },
  },
  steps: {},
  events: {
    awardNoticeIssued: {
      apply: awardNoticeIssued,
      record: ({ candidate: { bidId, name, uscc, priceFen, rank }, documents = [] }) =>
        parts({ bidId, name, uscc, priceFen, rank }, {}, hashesOf(documents)),
      reads: open({ facts: OF_OFFICE, papers: BETWEEN_THE_TWO }),
      announces: { kind: 'award-result', body: awardResult },
      tells: (event, state) => [...awardNotices(event, state), ...resultNotices(event, state)],
    },
    awardCancelled: {
      apply: awardCancelled,
      // The ground is public; the words in which one party charges another are not.
      record: ({ candidate, ground, securityKept, instructionId, reason, documents }) => {
        const { bidId, name, uscc, rank } = candidate;
        const order = instructionId === null ? {} : { instructionId };
        return parts(
          { bidId, name, uscc, rank, ground, securityKept, ...order },
          reason === null ? {} : { reason },
          hashesOf(documents),
        );
      },
      // Who loses an award reads what it is charged with.
      reads: open({ facts: OF_OFFICE, papers: OF_OFFICE }),
      announces: { kind: 'award-cancelled', body: cancellationAnnouncement },
      tells: cancellationNotices,
    },
  },
};
