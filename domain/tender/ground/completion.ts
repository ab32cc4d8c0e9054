import { happened } from '../../case/happened.ts';
import type { LawContext } from '../../law/context.ts';
import type { Instant } from '../../time/instant.ts';
import { hasBidSecurity } from './bid-security.ts';
import type { SharedEvent } from './events.ts';
import type { Milestone, TenderState } from './state.ts';

/** The tender is complete when the last of its closing steps is done, in whatever order they came. */
export function completion(state: TenderState, done: Milestone, at: Instant, ctx: LawContext): SharedEvent[] {
  const last: Milestone[] = ['contractSigned', 'writtenReportSubmitted'];
  if (hasBidSecurity(state)) last.push('securityReturned');
  const complete = last.every((one) => one === done || state.milestones[one] !== undefined);
  return complete ? [happened(at, ctx, null, { name: 'tenderCompleted' })] : [];
}
