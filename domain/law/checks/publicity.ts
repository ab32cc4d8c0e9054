import type { TenderState } from '../../tender/state.ts';
import { isoShanghai, type Instant } from '../../time/instant.ts';
import { breachOf } from '../breach.ts';
import type { LawContext } from '../context.ts';
import { deadlineAfter } from '../deadline.ts';
import type { Breach, Deadline } from '../types.ts';

export interface PublicityCheck {
  readonly breaches: Breach[];
  readonly deadlines: Deadline[];
  readonly earliestEndAt: Instant;
}

/** Whether the publicity of candidates starts in time after the report (ZTB-401) and lasts long enough (ZTB-402). */
export function checkPublicity(
  ctx: LawContext,
  state: TenderState,
  startsAt: Instant,
  endsAt: Instant | null,
): PublicityCheck {
  const { attributes } = state.draft;
  const length = deadlineAfter(ctx, 'ZTB-402', startsAt);
  const start = state.evaluation === null ? null : deadlineAfter(ctx, 'ZTB-401', state.evaluation.reportedAt);
  const breaches: Breach[] = [];
  if (start !== null && startsAt >= start.endsAt) {
    const until = isoShanghai(start.endsAt);
    breaches.push(
      breachOf(ctx, 'ZTB-401', attributes, {
        field: null,
        zh: `应当在收到评标报告之日起${start.derivation.period.count}日内（${until}之前）公示中标候选人。`,
        en: `The candidates are to be published within ${start.derivation.period.count} days of the report, before ${until}.`,
        accepted: { zh: `${until}之前。`, en: `Before ${until}.` },
      }),
    );
  }
  if (endsAt !== null && endsAt < length.endsAt) {
    const earliest = isoShanghai(length.endsAt);
    breaches.push(
      breachOf(ctx, 'ZTB-402', attributes, {
        field: 'publicityEndsAt',
        zh: `公示至${isoShanghai(endsAt)}，不足${length.derivation.period.count}日。`,
        en: `A publicity until ${isoShanghai(endsAt)} is shorter than ${length.derivation.period.count} days.`,
        accepted: { zh: `${earliest}或者更晚。`, en: `${earliest} or later.` },
      }),
    );
  }
  return { breaches, deadlines: [...(start === null ? [] : [start]), length], earliestEndAt: length.endsAt };
}
