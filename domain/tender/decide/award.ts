import type { LawContext } from '../../law/context.ts';
import { deadlineAfter } from '../../law/deadline.ts';
import type { Instant } from '../../time/instant.ts';
import { hasBidSecurity } from '../bid-security.ts';
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
  const contract = deadlineAfter(ctx, 'ZTB-406', at);
  const report = deadlineAfter(ctx, 'ZTB-409', at);
  return [
    happened(at, ctx, 'ZTB-405', {
      name: 'awardNoticeIssued',
      candidate,
      reason: command.reason,
      deadlines: [contract, report],
      duties: [dutyFor('sign-contract', contract), dutyFor('written-report', report)],
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
  const deadlines = owed ? [deadlineAfter(ctx, 'ZTB-207', at)] : [];
  const signed = happened(at, ctx, 'ZTB-406', {
    name: 'contractSigned',
    contract: { signedAt: at, amountFen, performanceSecurityFen, document },
    deadlines,
    duties: deadlines.map((deadline) => dutyFor('return-security', deadline)),
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
  const { interestFen } = command;
  const returned = happened(at, ctx, 'ZTB-207', { name: 'securityReturned', interestFen });
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
  const submitted = happened(at, ctx, 'ZTB-409', { name: 'writtenReportSubmitted', text, documents });
  return [submitted, ...completion(state, 'writtenReportSubmitted', at, ctx)];
}

/** The tender is complete when the last of its closing steps is done, in whatever order they came. */
function completion(state: TenderState, done: Milestone, at: Instant, ctx: LawContext): TenderEvent[] {
  const last: Milestone[] = ['contractSigned', 'writtenReportSubmitted'];
  if (hasBidSecurity(state)) last.push('securityReturned');
  const complete = last.every((one) => one === done || state.milestones[one] !== undefined);
  return complete ? [happened(at, ctx, null, { name: 'tenderCompleted' })] : [];
}
