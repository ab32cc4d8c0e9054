import { checkCommittee } from '../../law/checks/committee.ts';
import { checkSchedule } from '../../law/checks/draft.ts';
import { bindingOf, refusalFor, ruleOf, type LawContext } from '../../law/context.ts';
import { rulesOf } from '../../procedure/index.ts';
import { platformRefusal, type Refusal } from '../../refusal.ts';
import { isoShanghai, type Instant } from '../../time/instant.ts';
import type { TenderCommand } from '../commands.ts';
import { firstStageRule } from '../decide/first-stage.ts';
import type { TenderState } from '../state.ts';
import { refuseBreaches } from './breaches.ts';
import { refuseEmptyTexts, refusePast, refuseScheduleOrder } from './words.ts';

type Command<N extends TenderCommand['name']> = Extract<TenderCommand, { name: N }>;

/** Whether an application or proposal comes in time; while an objection is open its time does not end. */
export function admitApplication(
  command: Command<'submitApplication'>,
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): Refusal[] {
  const dueAt = state.firstStage?.dueAt ?? at;
  const refusals: Refusal[] = [];
  if (at >= dueAt && state.suspension === null) {
    refusals.push(
      refusalFor(
        ruleOf(ctx, firstStageRule(state)),
        `提交截止时间为${isoShanghai(dueAt)}，收到时间为${isoShanghai(at)}，逾期送达，应当拒收。`,
        `It was due before ${isoShanghai(dueAt)} and arrived at ${isoShanghai(at)}: it is refused as late.`,
      ),
    );
  }
  if (command.documents.length === 0) {
    refusals.push(
      platformRefusal('no-documents', '没有申请文件。', 'The application has no documents.', {
        zh: '至少上传一份文件。',
        en: 'Attach at least one document.',
      }),
    );
  }
  return refusals;
}

/** Whether the result of a first stage can be taken: all applicants judged once, a lawful committee and schedule. */
export function admitConclusion(
  command: Command<'concludeFirstStage'>,
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): Refusal[] {
  if (state.milestones.applicationsClosed === undefined) return [notClosed(state)];
  const { schedule } = command;
  return [
    ...refuseJudgement(command, state),
    ...refuseCommittee(command, state, ctx),
    ...refuseEmptyTexts(
      Object.fromEntries(
        command.rejected.map(({ uscc, reason }) => [
          `rejected.${uscc}.reason`,
          ['未通过理由', reason] as const,
        ]),
      ),
    ),
    ...refusePast(
      '招标文件开始发出时间',
      'schedule.documentsIssuedFromAt',
      schedule.documentsIssuedFromAt,
      at,
    ),
    ...refuseScheduleOrder(schedule),
    ...refuseBreaches(checkSchedule(ctx, { ...state.draft, schedule }).breaches),
  ];
}

/** State-owned mandatory tenders have the applications reviewed by a committee as an evaluation has it (ZTB-011). */
function refuseCommittee(
  { committee }: Command<'concludeFirstStage'>,
  state: TenderState,
  ctx: LawContext,
): Refusal[] {
  const { attributes, qualification } = state.draft;
  const { applicationCommittee } = rulesOf(state.draft);
  if (qualification !== 'before' || applicationCommittee === null) return [];
  const rule = ruleOf(ctx, applicationCommittee);
  if (bindingOf(rule, attributes) !== 'blocks') return [];
  return refuseBreaches(checkCommittee(ctx, state.draft, committee, null)).map(({ zh, en, accepted }) =>
    refusalFor(rule, zh.replace('评标委员会', '资格审查委员会'), en, accepted),
  );
}

function refuseJudgement(command: Command<'concludeFirstStage'>, state: TenderState): Refusal[] {
  const judged = [...command.admitted, ...command.rejected.map(({ uscc }) => uscc)];
  const applied = (state.firstStage?.applications ?? []).map(({ party }) => party.uscc);
  const missing = applied.filter((uscc) => !judged.includes(uscc));
  const unknown = judged.filter((uscc) => !applied.includes(uscc));
  const twice = judged.filter((uscc, index) => judged.indexOf(uscc) < index);
  if (missing.length + unknown.length + twice.length === 0) return [];
  const named = [...new Set([...missing, ...unknown, ...twice])].join('、');
  return [
    platformRefusal(
      'applicants-mismatch',
      `结果应当恰好包括每一申请人一次；不符的有：${named}。`,
      `The result must judge every applicant exactly once; these do not agree: ${named}.`,
      { zh: `${applied.join('、')}各一次。`, en: `Each of ${applied.join(', ')} once.` },
    ),
  ];
}

function notClosed(state: TenderState): Refusal {
  const until = isoShanghai(state.firstStage?.dueAt ?? 0);
  return platformRefusal(
    'applications-open',
    `提交截止时间（${until}）未到，不能公布结果。`,
    `Applications are taken until ${until}; there is no result before.`,
    { zh: `${until}之后公布。`, en: `Conclude after ${until}.` },
  );
}
