import type { TenderEvent, TenderState } from '../../tender/index.ts';
import type { Instant } from '../../time/instant.ts';
import { isoShanghai } from '../../time/instant.ts';
import { zhEnd, zhInstant } from '../format/instant.ts';
import type { ReleaseContext } from './types.ts';
import { amends } from './tags.ts';

interface Amendment {
  readonly id: string;
  readonly date: string;
  readonly rationale: string;
  readonly description: string;
  /** The release that this amendment came with, where it is this one. */
  readonly releaseID?: string;
}

/** Formal changes so far: amendments and clarifications that moved the deadline, and what this very event moves. */
export function amendmentsOf(event: TenderEvent, state: TenderState, ctx: ReleaseContext): Amendment[] {
  const amendments = state.clarifications.filter(amends).map((clarification): Amendment => {
    const current = event.name === 'clarificationIssued' && event.clarification.id === clarification.id;
    return {
      id: clarification.id,
      date: isoShanghai(clarification.issuedAt),
      rationale: clarification.title,
      description: clarification.text,
      ...(current ? { releaseID: ctx.releaseId } : {}),
    };
  });
  const own = ownAmendment(event, ctx);
  return own === null ? amendments : [...amendments, own];
}

function ownAmendment(event: TenderEvent, ctx: ReleaseContext): Amendment | null {
  if (event.name === 'bidDeadlineMoved') {
    return {
      id: `bid-deadline-${event.toAt}`,
      date: isoShanghai(event.at),
      rationale:
        event.because === 'suspension' ? '异议答复前暂停，截止时间顺延' : '澄清或者修改后，截止时间顺延',
      description: movement('投标截止时间', event.fromAt, event.toAt, zhInstant),
      releaseID: ctx.releaseId,
    };
  }
  if (event.name === 'deadlinesRederived') {
    return {
      id: `rederived-${event.at}`,
      date: isoShanghai(event.at),
      rationale: `放假安排公布后重新推算（日历${event.calendar}）`,
      description: event.moved
        .map((moved) => movement(moved.rule, moved.fromAt, moved.toAt, zhEnd))
        .join('；'),
      releaseID: ctx.releaseId,
    };
  }
  return null;
}

function movement(what: string, fromAt: Instant, toAt: Instant, text: (at: Instant) => string): string {
  return `${what}由${text(fromAt)}变更为${text(toAt)}`;
}
