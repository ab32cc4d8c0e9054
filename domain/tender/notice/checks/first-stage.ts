import type { LawContext } from '../../../law/context.ts';
import { deadlineAfter, deadlineBefore } from '../../../law/deadline.ts';
import { minimumBreach, safeEndAt } from '../../../law/minimum.ts';
import { shownPeriod } from '../../../law/sentence.ts';
import type { Breach, Deadline } from '../../../law/types.ts';
import { rulesOf } from '../../../procedure/index.ts';
import type { Instant } from '../../../time/instant.ts';
import { shownEnd, shownInstant } from '../../../time/text.ts';
import type { FirstStagePlan, TenderDraft } from '../../ground/draft.ts';

/**
 * Whether the times of a prequalification are long enough: issue of its documents (ZTB-001) and time for
 * the applications (ZTB-003, GP-105). The law gives the proposals of a two-stage tender no times.
 */
export function checkFirstStagePlan(
  ctx: LawContext,
  draft: TenderDraft,
  noticeAt: Instant,
): { breaches: Breach[]; deadlines: Deadline[] } {
  const plan = draft.firstStage;
  if (plan === null || draft.qualification !== 'before') return { breaches: [], deadlines: [] };
  const rules = rulesOf(draft);
  const issue =
    rules.applicationIssue === null ? null : deadlineAfter(ctx, rules.applicationIssue, plan.issuedFromAt);
  // The end of issue is an instant that is no longer of its day when it is 24:00.
  const from = rules.applicationTimeFrom === 'issue-end' ? plan.issuedUntilAt - 1 : noticeAt;
  const time = deadlineAfter(ctx, rules.applicationTime, from);
  const leads = [rules.applicationClarification, rules.applicationObjection];
  return {
    breaches: [
      ...(issue === null ? [] : checkIssue(ctx, draft, plan, issue)),
      ...checkTime(ctx, draft, plan, time),
    ],
    deadlines: [
      ...(issue === null ? [] : [issue]),
      time,
      ...leads.flatMap((rule) => (rule === null ? [] : [deadlineBefore(ctx, rule, plan.dueAt)])),
    ],
  };
}

function checkIssue(ctx: LawContext, draft: TenderDraft, plan: FirstStagePlan, issue: Deadline): Breach[] {
  const days = shownPeriod(issue.derivation.period);
  const [from, until] = [shownInstant(plan.issuedFromAt), shownEnd(plan.issuedUntilAt)];
  const earliest = shownInstant(safeEndAt(ctx, issue));
  return minimumBreach(ctx, issue, plan.issuedUntilAt, draft.attributes, {
    field: 'firstStage.issuedUntilAt',
    zh: `资格预审文件自${from}发售至${until}，发售期不足${days.zh}。`,
    en: `The prequalification documents are on sale from ${from} until ${until}, which is less than ${days.en}.`,
    accepted: { zh: `发售至${earliest}或者更晚。`, en: `On sale until ${earliest} or later.` },
  });
}

function checkTime(ctx: LawContext, draft: TenderDraft, plan: FirstStagePlan, time: Deadline): Breach[] {
  const days = shownPeriod(time.derivation.period);
  const [from, due] = [shownInstant(time.startsAt), shownInstant(plan.dueAt)];
  const earliest = shownInstant(safeEndAt(ctx, time));
  return minimumBreach(ctx, time, plan.dueAt, draft.attributes, {
    field: 'firstStage.dueAt',
    zh: `自${from}至资格预审申请文件提交截止（${due}）不足${days.zh}。`,
    en: `From ${from} until the applications are due (${due}) there are fewer than ${days.en}.`,
    accepted: { zh: `提交截止时间为${earliest}或者更晚。`, en: `Due at ${earliest} or later.` },
  });
}
