import type { Deadline } from '../law/types.ts';
import type { Instant } from '../time/instant.ts';
import type { Duty, TenderState } from './state.ts';

/** A duty of the tenderee that ends with a statutory deadline. */
export function dutyFor(id: string, deadline: Deadline): Duty {
  return {
    id,
    rule: deadline.rule,
    article: deadline.article,
    owner: 'tenderee',
    dueAt: deadline.endsAt,
    metAt: null,
    timedOutAt: null,
  };
}

/** The duty id of the reply to an objection. */
export function replyDutyId(objectionId: string): string {
  return `reply:${objectionId}`;
}

/** The instant from which a duty's period runs, as the state knows it; null when it has none (a reply on the spot). */
export function dutyStartsAt(state: TenderState, duty: Duty): Instant | null {
  switch (duty.id) {
    case 'publish-candidates':
      return state.milestones.evaluationReported ?? null;
    case 'sign-contract':
      return state.milestones.awardNoticeIssued ?? null;
    case 'written-report':
      return state.award?.decidedAt ?? null;
    case 'return-security':
      return state.milestones.contractSigned ?? null;
    default: {
      const objection = state.objections.find((one) => replyDutyId(one.id) === duty.id);
      return objection === undefined || objection.subject === 'opening' ? null : objection.filedAt;
    }
  }
}

/** Duties neither met nor timed out, soonest first; none once the tender is over. */
export function openDuties(state: TenderState): Duty[] {
  if (state.outcome !== null) return [];
  return state.duties
    .filter((duty) => duty.metAt === null && duty.timedOutAt === null)
    .toSorted((a, b) => a.dueAt - b.dueAt || (a.id < b.id ? -1 : 1));
}

/** The duties with one of them met. A duty met late keeps the instant at which it timed out. */
export function meetDuty(duties: readonly Duty[], id: string, at: Instant): readonly Duty[] {
  return duties.map((duty) => (duty.id === id && duty.metAt === null ? { ...duty, metAt: at } : duty));
}
