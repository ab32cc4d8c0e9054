import type { Named } from '../../case/chapter.ts';
import { happened } from '../../case/happened.ts';
import type { PartyRef } from '../../case/references.ts';
import { refuseBreaches, refuseEmptyTexts, refusePast } from '../../case/refusals.ts';
import { bindingOf, refusalFor, ruleOf, type LawContext } from '../../law/context.ts';
import { numberOf } from '../../law/values.ts';
import { rulesOf } from '../../procedure/index.ts';
import { platformRefusal, type Refusal } from '../../refusal.ts';
import { isoShanghai, type Instant } from '../../time/instant.ts';
import { checkCommittee } from '../ground/committee.ts';
import type { SharedEvent } from '../ground/events.ts';
import { checkSchedule, refuseScheduleOrder } from '../ground/schedule.ts';
import type { TenderState } from '../ground/state.ts';
import type { FirstStageCommand, FirstStageEvent } from './commands-and-events.ts';

type ConcludeFirstStage = Named<FirstStageCommand, 'concludeFirstStage'>;

/** Nobody judges applications before their time is over. */
export function refuseBeforeClosing(state: TenderState): Refusal[] {
  return state.milestones.applicationsClosed === undefined ? [notClosed(state)] : [];
}

/** Whether the result of a first stage can be taken: all applicants judged once, a lawful committee and schedule. */
export function admitConclusion(
  command: ConcludeFirstStage,
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): Refusal[] {
  const early = refuseBeforeClosing(state);
  if (early.length > 0) return early;
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
function refuseCommittee({ committee }: ConcludeFirstStage, state: TenderState, ctx: LawContext): Refusal[] {
  const { attributes, qualification } = state.draft;
  const { applicationCommittee } = rulesOf(state.draft);
  if (qualification !== 'before' || applicationCommittee === null) return [];
  const rule = ruleOf(ctx, applicationCommittee);
  if (bindingOf(rule, attributes) !== 'blocks') return [];
  return refuseBreaches(checkCommittee(ctx, state.draft, committee, null)).map(({ zh, en, accepted }) =>
    refusalFor(rule, zh.replace('评标委员会', '资格审查委员会'), en, accepted),
  );
}

function refuseJudgement(command: ConcludeFirstStage, state: TenderState): Refusal[] {
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

/**
 * The first stage ends: who may bid, and when. With too few qualified the tender has failed (ZTB-009); of
 * proposals the law asks no number.
 */
export function decideConclusion(
  command: ConcludeFirstStage,
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): (FirstStageEvent | SharedEvent)[] {
  const rules = rulesOf(state.draft);
  const { schedule, documents, committee, report = [] } = command;
  const admitted = command.admitted.map((uscc) => applicantOf(state, uscc));
  const rejected = command.rejected.map(({ uscc, reason }) => ({ party: applicantOf(state, uscc), reason }));
  const prequalified = state.draft.qualification === 'before';
  const concluded: FirstStageEvent = happened(at, ctx, prequalified ? rules.applicationResult : 'ZTB-021', {
    name: 'firstStageConcluded',
    conclusion: { concludedAt: at, admitted, rejected, committee, report },
    schedule,
    documents,
    deadlines: checkSchedule(ctx, { ...state.draft, schedule }).deadlines,
  });
  if (!prequalified || admitted.length >= leastQualified(ctx, rules.fewQualified)) return [concluded];
  const reason = 'failed-fewer-than-three';
  return [concluded, happened(at, ctx, rules.fewQualified, { name: 'tenderFailed', reason })];
}

function leastQualified(ctx: LawContext, rule: string): number {
  return numberOf(ctx, rule, rule === 'ZTB-009' ? 'minQualified' : 'minConforming');
}

function applicantOf(state: TenderState, uscc: string): PartyRef {
  const found = state.firstStage?.applications.find((one) => one.party.uscc === uscc);
  if (found === undefined) throw new Error(`${uscc} has not applied`);
  return found.party;
}
