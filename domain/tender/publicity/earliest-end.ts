import type { LawContext } from '../../law/context.ts';
import { deadlineAfter } from '../../law/deadline.ts';
import { minimumBreach, safeEndAt } from '../../law/minimum.ts';
import type { Breach, Deadline } from '../../law/types.ts';
import { rulesOf } from '../../procedure/index.ts';
import type { Instant } from '../../time/instant.ts';
import { shownEnd, shownInstant } from '../../time/text.ts';
import { checkDuty } from '../ground/duty-check.ts';
import type { TenderState } from '../ground/state.ts';

export interface PublicityCheck {
  readonly breaches: Breach[];
  readonly deadlines: Deadline[];
  /** The publicity lasts until here where nobody asks for another end: the whole of its last day. */
  readonly earliestEndAt: Instant;
}

/** Whether the publicity of candidates starts in time after the report (ZTB-401) and lasts long enough (ZTB-402). `endsAt` null: as long as the law asks. */
export function checkPublicity(
  ctx: LawContext,
  state: TenderState,
  startsAt: Instant,
  endsAt: Instant | null,
): PublicityCheck {
  const { attributes } = state.draft;
  const { candidatesDue, publicity } = rulesOf(state.draft);
  if (candidatesDue === null || publicity === null)
    throw new RangeError(`${state.procedure} publishes no candidates`);
  const length = deadlineAfter(ctx, publicity, startsAt);
  const start =
    state.evaluation === null ? null : deadlineAfter(ctx, candidatesDue, state.evaluation.reportedAt);
  const breaches =
    start === null
      ? []
      : checkDuty(ctx, attributes, start, startsAt, { zh: '公示中标候选人', en: 'publish the candidates' });
  if (endsAt !== null) {
    const { count } = length.derivation.period;
    const [from, until, earliest] = [
      shownInstant(startsAt),
      shownEnd(endsAt),
      shownInstant(safeEndAt(ctx, length)),
    ];
    breaches.push(
      ...minimumBreach(ctx, length, endsAt, attributes, {
        field: 'publicityEndsAt',
        zh: `中标候选人自${from}公示至${until}，公示期不足${count}日。`,
        en: `A publicity from ${from} until ${until} is shorter than ${count} days.`,
        accepted: { zh: `公示至${earliest}或者更晚。`, en: `Published until ${earliest} or later.` },
      }),
    );
  }
  return { breaches, deadlines: [...(start === null ? [] : [start]), length], earliestEndAt: length.endsAt };
}
