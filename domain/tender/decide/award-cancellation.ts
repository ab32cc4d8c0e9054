import type { LawContext } from '../../law/context.ts';
import { rulesOf } from '../../procedure/index.ts';
import type { Instant } from '../../time/instant.ts';
import { hasBidSecurity } from '../bid-security.ts';
import type { TenderCommand } from '../commands.ts';
import type { TenderEvent } from '../events.ts';
import type { TenderState } from '../state.ts';
import { happened } from './happened.ts';

/**
 * The winner loses its award, by the rule that names the ground. Where that rule says so its bid security
 * is kept, if it is still held.
 */
export function decideAwardCancellation(
  { ground, reason, documents }: Extract<TenderCommand, { name: 'cancelAward' }>,
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): TenderEvent[] {
  const { awardGrounds, securityForfeiture } = rulesOf(state.draft);
  const rule = awardGrounds[ground];
  if (state.award === null || rule === undefined) throw new Error(`no award is lost by ${ground}`);
  const held = hasBidSecurity(state) && state.milestones.securityReturned === undefined;
  return [
    happened(at, ctx, rule, {
      name: 'awardCancelled',
      candidate: state.award.candidate,
      ground,
      reason,
      documents,
      securityKept: held && rule === securityForfeiture,
      instructionId: null,
    }),
  ];
}
