import { deadlineAfter } from '../../domain/law/deadline.ts';
import type { LawContext } from '../../domain/law/context.ts';
import { procedureById, type ProcedureId } from '../../domain/procedure/index.ts';
import type {
  CommitteeMember,
  FirstStagePlan,
  TenderDraft,
  TenderSchedule,
  TenderState,
} from '../../domain/tender/index.ts';
import { dateOf, endOfDate, MS_PER_DAY, startOfDate, type Instant } from '../../domain/time/instant.ts';
import {
  EXAMPLE_LAUNCH_AT,
  EXAMPLE_PARTIES,
  exampleCommittee,
  exampleDocument,
  exampleDraft,
} from './drafts.ts';
import { lawAt } from './process.ts';

const NINE_HOURS = 9 * 3_600_000;
const MS_PER_HOUR = 3_600_000;

const { bidder1, bidder2, bidder3 } = EXAMPLE_PARTIES;

/** Who is invited where a procedure invites: three bidders, or the one supplier. */
function inviteesOf(id: ProcedureId): TenderDraft['invitees'] {
  const { method } = procedureById(id);
  if (method === 'single-source') return [bidder1].map(({ name, uscc }) => ({ name, uscc }));
  if (method === 'invited') return [bidder1, bidder2, bidder3].map(({ name, uscc }) => ({ name, uscc }));
  return [];
}

/** The next nine o'clock in the morning at or after an instant. */
function nineAfter(at: Instant): Instant {
  const nine = startOfDate(dateOf(at)) + NINE_HOURS;
  return nine >= at ? nine : nine + MS_PER_DAY;
}

/** The shortest lawful schedule of a procedure whose documents go out at an instant. */
export function scheduleFor(
  id: ProcedureId,
  documentsIssuedFromAt: Instant,
  ctx: LawContext,
): TenderSchedule {
  const { documentsIssue, bidPreparation } = procedureById(id).rules;
  const documentsIssuedUntilAt =
    documentsIssue === null
      ? documentsIssuedFromAt + 8 * MS_PER_HOUR
      : deadlineAfter(ctx, documentsIssue, documentsIssuedFromAt).endsAt;
  const bidDeadlineAt = nineAfter(
    Math.max(deadlineAfter(ctx, bidPreparation, documentsIssuedFromAt).endsAt, documentsIssuedUntilAt),
  );
  return { documentsIssuedFromAt, documentsIssuedUntilAt, bidDeadlineAt, openingAt: bidDeadlineAt };
}

/** The shortest lawful first stage of a procedure whose notice goes out at an instant; null where it has none. */
function firstStageFor(id: ProcedureId, launchAt: Instant, ctx: LawContext): FirstStagePlan | null {
  const { phases, rules, qualification } = procedureById(id);
  if (!phases.includes('prequalification') && !phases.includes('proposals')) return null;
  const issuedFromAt = nineAfter(endOfDate(dateOf(launchAt)));
  const issuedUntilAt =
    rules.applicationIssue === null
      ? issuedFromAt + 5 * MS_PER_DAY
      : deadlineAfter(ctx, rules.applicationIssue, issuedFromAt).endsAt;
  const from = rules.applicationTimeFrom === 'issue-end' ? issuedUntilAt - 1 : launchAt;
  const earliest =
    qualification === 'before' ? deadlineAfter(ctx, rules.applicationTime, from).endsAt : issuedUntilAt;
  const dueAt = nineAfter(Math.max(earliest, issuedUntilAt));
  return {
    documents: [exampleDocument('资格预审文件.pdf', 'f')],
    issuedFromAt,
    issuedUntilAt,
    dueAt,
  };
}

/**
 * A lawful draft of a procedure, launched at an instant: the example with the procedure's own parts, and
 * with the shortest times that the law allows it.
 */
export function draftFor(
  id: ProcedureId,
  overrides: Partial<TenderDraft> = {},
  launchAt: Instant = EXAMPLE_LAUNCH_AT,
  ctx: LawContext = lawAt(launchAt, procedureById(id).regime),
): TenderDraft {
  const { regime, method, qualification, zh } = procedureById(id);
  const firstStage = firstStageFor(id, launchAt, ctx);
  const invited = inviteesOf(id);
  const from = nineAfter(endOfDate(dateOf(firstStage?.dueAt ?? launchAt)));
  return exampleDraft({
    title: `示例项目（${zh}）`,
    regime,
    method,
    qualification,
    methodReason: invited.length === 0 ? null : '技术复杂，只有少量潜在投标人可供选择。',
    invitees: invited,
    firstStage,
    attributes: {
      mandatory: true,
      stateOwned: true,
      category: regime === 'tendering' ? 'engineering' : 'goods',
    },
    schedule: scheduleFor(id, from, ctx),
    ...overrides,
  });
}

/** A committee that is large enough for the example's estimate in every procedure: seven members, six of them experts. */
export function largeCommittee(): CommitteeMember[] {
  const more = ['冯示例', '陈示例'].map((name): CommitteeMember => ({
    name,
    role: 'expert',
    employer: '河北省评标专家库',
  }));
  return [...exampleCommittee(), ...more];
}

/** The parties of the bids and applications of the example, as the procedure has them. */
export function biddersOf({ procedure }: Pick<TenderState, 'procedure'>): 1 | 3 {
  return procedure === 'procurement-single-source' ? 1 : 3;
}
