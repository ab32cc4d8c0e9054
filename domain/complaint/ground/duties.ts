import { dutyBegun, unsettledDuties } from '../../case/duty.ts';
import type { LawContext } from '../../law/context.ts';
import { deadlineAfter } from '../../law/deadline.ts';
import type { Deadline } from '../../law/types.ts';
import type { Instant } from '../../time/instant.ts';
import { excludedDates } from './excluded-time.ts';
import { complaintRules } from './rules.ts';
import type { ComplaintDuty, ComplaintDutyOwner, ComplaintState } from './state.ts';

/** A duty that ends with a statutory deadline, or at the instant that the authority set. */
export function complaintDuty(
  id: ComplaintDuty['id'],
  owner: ComplaintDutyOwner,
  { rule, article, endsAt }: Pick<Deadline, 'rule' | 'article' | 'endsAt'>,
): ComplaintDuty {
  return dutyBegun({ id, owner, rule, article, dueAt: endsAt });
}

/** Whether time is being excluded: while it is, the decision does not fall due. */
const decisionRests = ({ excludedTime }: Pick<ComplaintState, 'excludedTime'>): boolean =>
  excludedTime.some((one) => one.closedAt === null);

/** The duties neither met nor timed out whose time runs now, soonest first. While time is excluded the decision does not fall due. */
export function runningComplaintDuties(state: ComplaintState): ComplaintDuty[] {
  const resting = decisionRests(state);
  return unsettledDuties(state.duties).filter(({ id }) => !(resting && id === 'decide'));
}

/** The duties that are owed: not met, though they timed out. After the decision nothing but its publication is. */
export function owedComplaintDuties(state: ComplaintState): ComplaintDuty[] {
  const resting = decisionRests(state);
  return state.duties.filter(
    ({ id, metAt }) =>
      metAt === null && !(resting && id === 'decide') && (state.status !== 'decided' || id === 'publish'),
  );
}

/** A duty that falls due at another instant: its owner is reminded of that one anew. */
export function dueAgain(duty: ComplaintDuty, dueAt: Instant): ComplaintDuty {
  return duty.dueAt === dueAt ? duty : { ...duty, dueAt, announcedAt: null };
}

/** The instant at which a duty began; null when it has not. */
export function complaintDutyStartsAt(state: ComplaintState, id: ComplaintDuty['id']): Instant | null {
  switch (id) {
    case 'review':
      return state.receivedAt;
    case 'correct':
      return state.correction?.requestedAt ?? null;
    case 'copies':
    case 'decide':
      return state.acceptedAt;
    case 'statement':
      return state.copiesSentAt;
    case 'publish':
      return state.decision?.decidedAt ?? null;
    default:
      return id satisfies never;
  }
}

/**
 * By when the complaint is to be decided: from its acceptance (CMP-005), in procurement from its first receipt
 * (GP-510), what the law does not count left out.
 */
export function decisionDeadline(
  ctx: LawContext,
  state: Pick<ComplaintState, 'regime' | 'filedAt' | 'excludedTime'>,
  acceptedAt: Instant,
): Deadline {
  const { decision, decisionFrom } = complaintRules(ctx);
  const startsAt = decisionFrom === 'acceptance' ? acceptedAt : state.filedAt;
  return deadlineAfter(ctx, decision, startsAt, undefined, excludedDates(state.excludedTime));
}
