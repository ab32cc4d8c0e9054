import type { LawContext } from '../../law/context.ts';
import { deadlineAfter } from '../../law/deadline.ts';
import type { Deadline } from '../../law/types.ts';
import { rulesOf } from '../../procedure/index.ts';
import type { Instant } from '../../time/instant.ts';
import { hasBidSecurity } from '../bid-security.ts';
import { keptBidIds } from '../cancelled-award.ts';
import type { TenderCommand } from '../commands.ts';
import { dutyFor } from '../duties.ts';
import type { TenderEvent } from '../events.ts';
import type { Milestone, TenderState } from '../state.ts';
import { happened } from './happened.ts';

type Command<N extends TenderCommand['name']> = Extract<TenderCommand, { name: N }>;

/** The award notice goes out: contract and written report fall due. The award is decided with the notice, so both periods start here. */
export function decideAwardNotice(
  command: Command<'issueAwardNotice'>,
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): TenderEvent[] {
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

/** The contract is signed: bid securities that are still held must go back. */
export function decideContract(
  command: Command<'signContract'>,
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): TenderEvent[] {
  const { amountFen, performanceSecurityFen, document } = command;
  const owed = hasBidSecurity(state) && state.milestones.securityReturned === undefined;
  const rules = rulesOf(state.draft);
  const due: [string, Deadline][] = [];
  if (owed) due.push(['return-security', deadlineAfter(ctx, rules.securityReturn, at)]);
  if (rules.closingReportFrom === 'contract')
    due.push(['file-contract', deadlineAfter(ctx, rules.closingReport, at)]);
  const signed = happened(at, ctx, rules.contract, {
    name: 'contractSigned',
    contract: { signedAt: at, amountFen, performanceSecurityFen, document },
    deadlines: due.map(([, deadline]) => deadline),
    duties: due.map(([id, deadline]) => dutyFor(id, deadline)),
  });
  return [signed, ...completion(state, 'contractSigned', at, ctx)];
}

/** The bid securities went back, with their interest. */
export function decideSecurityReturn(
  command: Command<'returnBidSecurity'>,
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): TenderEvent[] {
  const { interestFen, whose } = command;
  const rules = rulesOf(state.draft);
  const rule =
    whose === 'withdrawn'
      ? rules.withdrawnSecurityReturn
      : state.outcome === 'terminated'
        ? rules.termination
        : rules.securityReturn;
  const kept = whose === 'withdrawn' ? [] : keptBidIds(state);
  const returned = happened(at, ctx, rule, {
    name: 'securityReturned',
    interestFen,
    whose,
    ...(kept.length === 0 ? {} : { keptBidIds: kept }),
  });
  if (whose !== 'all' || state.outcome !== null) return [returned];
  return [returned, ...completion(state, 'securityReturned', at, ctx)];
}

/** The written report reached the supervisor. */
export function decideWrittenReport(
  command: Command<'submitWrittenReport'>,
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): TenderEvent[] {
  const { text, documents } = command;
  const submitted = happened(at, ctx, rulesOf(state.draft).closingReport, {
    name: 'writtenReportSubmitted',
    text,
    documents,
  });
  return [submitted, ...completion(state, 'writtenReportSubmitted', at, ctx)];
}

/** The tender is complete when the last of its closing steps is done, in whatever order they came. */
function completion(state: TenderState, done: Milestone, at: Instant, ctx: LawContext): TenderEvent[] {
  const last: Milestone[] = ['contractSigned', 'writtenReportSubmitted'];
  if (hasBidSecurity(state)) last.push('securityReturned');
  const complete = last.every((one) => one === done || state.milestones[one] !== undefined);
  return complete ? [happened(at, ctx, null, { name: 'tenderCompleted' })] : [];
}
