import { breachOf } from '../../law/breach.ts';
import type { LawContext } from '../../law/context.ts';
import { deadlineAfter, deadlineBefore } from '../../law/deadline.ts';
import { minimumBreach, safeEndAt } from '../../law/minimum.ts';
import { shownPeriod } from '../../law/sentence.ts';
import type { Breach, Deadline } from '../../law/types.ts';
import { rulesOf } from '../../procedure/index.ts';
import { platformRefusal, type Refusal } from '../../refusal.ts';
import { dateOf, daysBetween, isoShanghai } from '../../time/instant.ts';
import { shownEnd, shownInstant } from '../../time/text.ts';
import type { TenderDraft, TenderSchedule } from './draft.ts';

/** All breaches of a draft at once, and the statutory deadlines its schedule was measured by. */
export interface DraftCheck {
  readonly breaches: Breach[];
  readonly deadlines: Deadline[];
}

/** What of a draft its schedule is measured by: all that a published notice tells. */
export type ScheduleFacts = Pick<
  TenderDraft,
  'regime' | 'method' | 'qualification' | 'attributes' | 'schedule'
>;

/** Whether the times from the issue of the documents to the opening are as long as the procedure's rules ask. */
export function checkSchedule(ctx: LawContext, draft: ScheduleFacts): DraftCheck {
  const rules = rulesOf(draft);
  const { documentsIssuedFromAt, bidDeadlineAt } = draft.schedule;
  const sale =
    rules.documentsIssue === null ? null : deadlineAfter(ctx, rules.documentsIssue, documentsIssuedFromAt);
  const bidding = deadlineAfter(ctx, rules.bidPreparation, documentsIssuedFromAt);
  const leads = [rules.clarification, draft.regime === 'tendering' ? 'ZTB-102' : null];
  return {
    breaches: [
      ...(sale === null ? [] : checkSale(ctx, draft, sale)),
      ...checkBidding(ctx, draft, bidding),
      ...checkOpening(ctx, draft),
    ],
    deadlines: [
      ...(sale === null ? [] : [sale]),
      bidding,
      ...leads.flatMap((rule) => (rule === null ? [] : [deadlineBefore(ctx, rule, bidDeadlineAt)])),
    ],
  };
}

function checkSale(ctx: LawContext, draft: ScheduleFacts, sale: Deadline): Breach[] {
  const { documentsIssuedFromAt, documentsIssuedUntilAt } = draft.schedule;
  const from = shownInstant(documentsIssuedFromAt);
  const until = shownEnd(documentsIssuedUntilAt);
  const days = shownPeriod(sale.derivation.period);
  const earliest = shownInstant(safeEndAt(ctx, sale));
  return minimumBreach(ctx, sale, documentsIssuedUntilAt, draft.attributes, {
    field: 'schedule.documentsIssuedUntilAt',
    zh: `招标文件自${from}发售至${until}，发售期不足${days.zh}。`,
    en: `The documents are on sale from ${from} until ${until}, which is less than ${days.en}.`,
    accepted: { zh: `发售至${earliest}或者更晚。`, en: `On sale until ${earliest} or later.` },
  });
}

function checkBidding(ctx: LawContext, draft: ScheduleFacts, bidding: Deadline): Breach[] {
  const { documentsIssuedFromAt, bidDeadlineAt } = draft.schedule;
  const from = shownInstant(documentsIssuedFromAt);
  const deadline = shownInstant(bidDeadlineAt);
  const days = shownPeriod(bidding.derivation.period);
  const given = Math.max(0, daysBetween(dateOf(documentsIssuedFromAt), dateOf(bidDeadlineAt)));
  const earliest = dateOf(safeEndAt(ctx, bidding));
  return minimumBreach(ctx, bidding, bidDeadlineAt, draft.attributes, {
    field: 'schedule.bidDeadlineAt',
    zh: `自招标文件开始发出（${from}）至投标截止（${deadline}）为${given}日，不足${days.zh}。`,
    en: `From the first issue of the documents (${from}) to the bid deadline (${deadline}) there are ${given} days; at least ${days.en} are due.`,
    accepted: {
      zh: `投标截止时间在${earliest}当日或者以后。`,
      en: `A bid deadline on ${earliest} or later.`,
    },
  });
}

export function checkOpening(ctx: LawContext, draft: ScheduleFacts): Breach[] {
  const { openingAt, bidDeadlineAt } = draft.schedule;
  const { sameInstant } = rulesOf(draft);
  if (sameInstant === null || openingAt === bidDeadlineAt) return [];
  const deadline = shownInstant(bidDeadlineAt);
  return [
    breachOf(ctx, sameInstant, draft.attributes, {
      field: 'schedule.openingAt',
      zh: `开标时间（${shownInstant(openingAt)}）与投标截止时间（${deadline}）不是同一时间。`,
      en: `The opening (${shownInstant(openingAt)}) is not at the time of the bid deadline (${deadline}).`,
      accepted: { zh: `开标时间为${deadline}。`, en: `An opening at ${deadline}.` },
    }),
  ];
}

/** The order of a schedule; how long its parts must last is for the law to say. */
export function refuseScheduleOrder(schedule: TenderSchedule): Refusal[] {
  const { documentsIssuedFromAt, documentsIssuedUntilAt, bidDeadlineAt } = schedule;
  if (documentsIssuedFromAt < documentsIssuedUntilAt && documentsIssuedUntilAt <= bidDeadlineAt) return [];
  const from = isoShanghai(documentsIssuedFromAt);
  return [
    platformRefusal(
      'schedule-order',
      '招标文件的开始发出、停止发出和投标截止时间应依次在后。',
      'Issue of the documents must begin before it ends, and end no later than the bid deadline.',
      {
        zh: `${from}之后停止发出，且不晚于投标截止时间。`,
        en: `Issue until after ${from}, and not beyond the bid deadline.`,
      },
    ),
  ];
}
