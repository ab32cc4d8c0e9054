import type { TenderState } from '../../tender/ground/state.ts';
import type { TenderEvent } from '../../tender/tender.ts';
import { isoShanghai, type Instant } from '../../time/instant.ts';
import { applicationsMoveCause, deadlineMoveCause } from '../causes.ts';
import { zhEnd, zhInstant } from '../format/instant.ts';
import { concealParties } from '../secrets.ts';
import { applicationsName, termsOf } from '../terms.ts';
import { amends } from './tags.ts';
import type { ReleaseContext } from './types.ts';

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
      rationale: concealParties(clarification.title, state),
      description: concealParties(clarification.text, state),
      ...(current ? { releaseID: ctx.releaseId } : {}),
    };
  });
  const own = ownAmendment(event, state, ctx);
  return own === null ? amendments : [...amendments, own];
}

function ownAmendment(event: TenderEvent, state: TenderState, ctx: ReleaseContext): Amendment | null {
  const own = { date: isoShanghai(event.at), releaseID: ctx.releaseId };
  switch (event.name) {
    case 'bidDeadlineMoved':
      return {
        ...own,
        id: `bid-deadline-${event.toAt}`,
        rationale: deadlineMoveCause(event, state).zh,
        description: movement(termsOf(state.draft).deadline, event.fromAt, event.toAt, zhInstant),
      };
    case 'applicationsDueMoved':
      return {
        ...own,
        id: `applications-due-${event.toAt}`,
        rationale: applicationsMoveCause(event, state).zh,
        description: movement(
          `${applicationsName(state.draft)}提交截止时间`,
          event.fromAt,
          event.toAt,
          zhInstant,
        ),
      };
    case 'decryptionMoved':
      return {
        ...own,
        id: `decryption-${event.toAt}`,
        rationale: `${termsOf(state.draft).opening}期间暂停，按暂停时长顺延`,
        description: movement('解密截止时间', event.fromAt, event.toAt, zhInstant),
      };
    case 'deadlinesRederived':
      return {
        ...own,
        id: `rederived-${event.at}`,
        rationale: `放假安排公布后重新推算（日历${event.calendar}）`,
        description: event.moved
          .map((moved) => movement(moved.rule, moved.fromAt, moved.toAt, zhEnd))
          .join('；'),
      };
    default:
      return null;
  }
}

function movement(what: string, fromAt: Instant, toAt: Instant, text: (at: Instant) => string): string {
  return `${what}由${text(fromAt)}变更为${text(toAt)}`;
}
