import { beforeApplications, checkClarification } from '../../law/checks/clarification.ts';
import type { LawContext } from '../../law/context.ts';
import { platformRefusal, type Refusal } from '../../refusal.ts';
import { isoShanghai, type Instant } from '../../time/instant.ts';
import type { TenderCommand } from '../commands.ts';
import type { TenderState } from '../state.ts';
import { refuseBreaches } from './breaches.ts';
import { refuseEmptyTexts, refusePast } from './words.ts';

type IssueClarification = Extract<TenderCommand, { name: 'issueClarification' }>;

/** Whether a clarification or amendment may go out: before the closing, with an extension where the law forces one. */
export function admitClarification(
  command: IssueClarification,
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): Refusal[] {
  const { newBidDeadlineAt } = command;
  const early = beforeApplications(state);
  const dueAt = early && state.firstStage !== null ? state.firstStage.dueAt : state.bidDeadlineAt;
  if (at >= dueAt && state.suspension === null) return [deadlinePassed(early, dueAt)];
  const refusals = refuseBreaches(checkClarification(ctx, state, command, at).breaches);
  if (state.clarifications.some((one) => one.id === command.id)) {
    refusals.push(
      platformRefusal(
        'duplicate-clarification',
        `编号为 ${command.id} 的澄清或者修改已经存在。`,
        `A clarification with the id ${command.id} exists already.`,
      ),
    );
  }
  refusals.push(...refuseEmptyTexts({ title: ['标题', command.title], text: ['内容', command.text] }));
  if (newBidDeadlineAt === null) return refusals;
  if (newBidDeadlineAt < dueAt) refusals.push(deadlineEarlier(dueAt));
  return [...refusals, ...refusePast('新的投标截止时间', 'newBidDeadlineAt', newBidDeadlineAt, at)];
}

function deadlinePassed(early: boolean, dueAt: Instant): Refusal {
  const until = isoShanghai(dueAt);
  return early
    ? platformRefusal(
        'deadline-passed',
        `申请文件提交截止时间（${until}）已过，不能再澄清或者修改第一阶段的文件。`,
        `The applications were due before ${until}: what they go by can no longer be clarified or amended.`,
      )
    : platformRefusal(
        'deadline-passed',
        `投标截止时间（${until}）已过，不能再澄清或者修改招标文件。`,
        `The bid deadline (${until}) has passed: the tender documents can no longer be clarified or amended.`,
      );
}

function deadlineEarlier(dueAt: Instant): Refusal {
  const now = isoShanghai(dueAt);
  return platformRefusal(
    'bid-deadline-earlier',
    `新的截止时间不得早于现行的截止时间${now}。`,
    `The new deadline must not be earlier than the one in force, ${now}.`,
    { zh: `${now}或者更晚。`, en: `${now} or later.` },
  );
}
