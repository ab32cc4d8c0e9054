import { breachOf, warningOf } from '../../law/breach.ts';
import type { LawContext } from '../../law/context.ts';
import { deadlineBefore } from '../../law/deadline.ts';
import type { Breach, Deadline } from '../../law/types.ts';
import { periodOf } from '../../law/values.ts';
import { rulesOf } from '../../procedure/index.ts';
import { dateOf, daysBetween, MS_PER_DAY, type Instant } from '../../time/instant.ts';
import { shownInstant } from '../../time/text.ts';
import { beforeApplications } from '../ground/applications.ts';
import type { TenderState } from '../ground/state.ts';

export interface ClarificationCheck {
  readonly breaches: Breach[];
  readonly deadlines: Deadline[];
  /** By the strict reading the bid deadline stands here or later; never before the one in force. */
  readonly earliestDeadlineAt: Instant;
}

/**
 * Whether the bid deadline leaves enough time after a clarification issued at `at`: where it may affect
 * the bids, 条例 21 forces an extension (ZTB-006); where it does not, 法 23 is only a reminder (ZTB-005),
 * for 条例 21 settles that no lead is due.
 */
export function checkClarification(
  ctx: LawContext,
  state: TenderState,
  clarification: { readonly affectsBids: boolean; readonly newBidDeadlineAt: Instant | null },
  at: Instant,
): ClarificationCheck {
  const due = dueOf(state);
  const rule = ruleFor(state, clarification.affectsBids);
  const deadlineAt = clarification.newBidDeadlineAt ?? due.at;
  if (rule === null) return { breaches: [], deadlines: [], earliestDeadlineAt: due.at };
  const { count } = periodOf(ctx, rule);
  const deadlines = [deadlineBefore(ctx, rule, deadlineAt)];
  // So many times 24 hours are as many civil dates too, so that one comparison says both (INT-02).
  const neededAt = at + count * MS_PER_DAY;
  const earliestDeadlineAt = clarification.affectsBids ? Math.max(neededAt, due.at) : due.at;
  if (deadlineAt >= neededAt) return { breaches: [], deadlines, earliestDeadlineAt };

  const [now, until, needed] = [shownInstant(at), shownInstant(deadlineAt), shownInstant(neededAt)];
  const short = {
    field: 'newBidDeadlineAt',
    zh: `自${now}至${due.zh}${until}不足${count}日`,
    en: `From ${now} to ${due.en} ${until} there are fewer than ${count} days`,
    accepted: { zh: `${due.zh}为${needed}或者更晚。`, en: `Move ${due.en} to ${needed} or later.` },
  };
  // As many dates without as many times 24 hours are short by a reading alone (INT-02), which does not refuse.
  const byDates = daysBetween(dateOf(at), dateOf(deadlineAt)) >= count;
  if (clarification.affectsBids && byDates) {
    const warning = warningOf(ctx, rule, {
      ...short,
      zh: `自${now}至${due.zh}${until}，日期之差满${count}日而不满${count}个24小时；从严计算宜顺延${due.zh}。`,
      en: `From ${now} to ${due.en} ${until} there are ${count} dates, but not ${count} times 24 hours: by the stricter reading the deadline moves.`,
    });
    return { breaches: [warning], deadlines, earliestDeadlineAt };
  }
  const breach = clarification.affectsBids
    ? breachOf(ctx, rule, state.draft.attributes, {
        ...short,
        zh: `${short.zh}，可能影响${due.what.zh}编制的，应当顺延${due.zh}。`,
        en: `${short.en}: it may affect ${due.what.en}, so the deadline must move.`,
      })
    : warningOf(ctx, rule, {
        ...short,
        zh: `${short.zh}；不影响${due.what.zh}编制的，可以不顺延。`,
        en: `${short.en}, which is no harm where ${due.what.en} are not affected.`,
      });
  return { breaches: [breach], deadlines, earliestDeadlineAt };
}

/** What a clarification must come before: the applications while they are being made, else the bids. */
function dueOf(state: TenderState): {
  at: Instant;
  zh: string;
  en: string;
  what: { zh: string; en: string };
} {
  if (beforeApplications(state)) {
    return {
      at: state.firstStage?.dueAt ?? state.bidDeadlineAt,
      zh: '提交申请文件截止时间',
      en: 'the due instant of the applications',
      what: { zh: '申请文件', en: 'the applications' },
    };
  }
  return {
    at: state.bidDeadlineAt,
    zh: '投标截止时间',
    en: 'the bid deadline',
    what: { zh: '投标文件', en: 'the bids' },
  };
}

function ruleFor(state: TenderState, affects: boolean): string | null {
  const rules = rulesOf(state.draft);
  if (beforeApplications(state)) return affects ? rules.applicationClarification : null;
  return affects ? rules.clarification : rules.reminder;
}
