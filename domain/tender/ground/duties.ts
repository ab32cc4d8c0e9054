import { dutyBegun, unsettledDuties } from '../../case/duty.ts';
import type { Deadline } from '../../law/types.ts';
import type { Instant } from '../../time/instant.ts';
import type { Duty } from './parts.ts';
import { restsByOrder } from './rest.ts';
import type { TenderState } from './state.ts';

/** A duty of the tenderee that ends with a statutory deadline. */
export function dutyFor(id: string, { rule, article, endsAt }: Deadline): Duty {
  return dutyBegun({ id, rule, article, owner: 'tenderee', dueAt: endsAt });
}

/** The duty id of the reply to an objection. */
export function replyDutyId(objectionId: string): string {
  return `reply:${objectionId}`;
}

/** The duty id of the answer to a question. */
export function answerDutyId(questionId: string): string {
  return `answer:${questionId}`;
}

/** The duty id of the correction that an instruction orders. */
export function correctionDutyId(instructionId: string): string {
  return `correct:${instructionId}`;
}

/** The steps by which the tenderee brings the process forward: while the authority has it suspended their time does not run. */
const RESTING: readonly string[] = ['publish-candidates', 'issue-award', 'sign-contract'];

/** Whether a duty's time stands still while the process rests by the authority's order (INT-06). */
export function restsWithProcess(duty: Duty): boolean {
  return RESTING.includes(duty.id);
}

const REPAYMENTS: readonly string[] = [
  'repay',
  'return-security',
  'return-others-security',
  'return-withdrawn-security',
];

/** Whether a duty gives bidders their money back: that is owed whatever becomes of the tender. */
export function isRepayment(duty: Duty): boolean {
  return REPAYMENTS.includes(duty.id);
}

/** The open duties whose time runs now. */
export function runningDuties(state: TenderState): Duty[] {
  const ordered = restsByOrder(state);
  return openDuties(state).filter((duty) => !ordered || !restsWithProcess(duty));
}

/** The instant from which a duty's period runs, as the state knows it; null when it has none (a reply on the spot). */
export function dutyStartsAt(state: TenderState, duty: Duty): Instant | null {
  switch (duty.id) {
    case 'publish-candidates':
    case 'issue-award':
      return state.milestones.evaluationReported ?? null;
    case 'sign-contract':
      return state.milestones.awardNoticeIssued ?? null;
    case 'written-report':
      return state.award?.decidedAt ?? null;
    case 'file-contract':
      return state.milestones.contractSigned ?? null;
    case 'return-withdrawn-security':
      return state.milestones.bidsOpened ?? null;
    case 'return-others-security':
      return state.milestones.awardNoticeIssued ?? null;
    case 'repay':
      return state.milestones.terminated ?? null;
    case 'return-security':
      return state.milestones.contractSigned ?? null;
    default: {
      const instruction = state.instructions.find((one) => correctionDutyId(one.id) === duty.id);
      if (instruction !== undefined) return instruction.issuedAt;
      const question = state.questions.find((one) => answerDutyId(one.id) === duty.id);
      if (question !== undefined) return question.askedAt;
      const objection = state.objections.find((one) => replyDutyId(one.id) === duty.id);
      return objection === undefined || objection.subject === 'opening' ? null : objection.filedAt;
    }
  }
}

/** What a tender's own side owes no more once it has ended: then it can still owe replies, corrections and money. */
const LAPSING: readonly string[] = [...RESTING, 'written-report', 'file-contract'];

/** The duties that are owed: not met, though they timed out; what rests or lapsed with the tender is not among them. */
export function owedDuties(state: TenderState): Duty[] {
  const ordered = restsByOrder(state);
  return state.duties.filter(
    (duty) =>
      duty.metAt === null &&
      (state.outcome === null || !LAPSING.includes(duty.id)) &&
      (duty.timedOutAt !== null || !ordered || !restsWithProcess(duty)),
  );
}

/** Duties neither met nor timed out, soonest first. What lapses with a tender is taken from it when it ends. */
export function openDuties(state: TenderState): Duty[] {
  return unsettledDuties(state.duties);
}

/**
 * What is left of the duties when a tender ends early: what was settled, and the securities that go back
 * to bidders, which are owed whatever becomes of the tender. The rest lapses with it.
 */
export function dutiesAfterEnd({ duties }: Pick<TenderState, 'duties'>): Duty[] {
  return duties.filter((duty) => duty.metAt !== null || duty.timedOutAt !== null || isRepayment(duty));
}
