import type { Words } from '../../case/words.ts';
import { refusalFor, ruleOf, type LawContext } from '../../law/context.ts';
import { procedureById, type Phase, type Procedure } from '../../procedure/index.ts';
import { platformRefusal, type Refusal } from '../../refusal.ts';
import type { Outcome } from './draft.ts';
import type { Suspension } from './parts.ts';
import type { Milestone, TenderState } from './state.ts';
import { OUTCOME_NAMES, PHASE_NAMES } from './words.ts';

/**
 * When a command has its place in the process. The steps by which the tenderee brings the process forward rest during a
 * suspension. What guards others' rights goes on: clarifications, replies, further objections and, outside commands,
 * bids. The duties after the contract do not rest when the authority orders it either: they repay and report.
 */
export interface Place {
  /** null: in any phase; whether it is in time is then for the law to say. */
  readonly phases: readonly Phase[] | null;
  /** The milestone that shows that it was done already, for what happens once. */
  readonly done: Milestone | null;
  /** Whether it rests while an objection is unanswered. */
  readonly rests: boolean;
  /** Whether it has its place after the end too; `challenge`: where a procurement completed, failed or was given up, in the time of GP-502. */
  readonly over?: true | 'challenge';
}

/** From the launch to the end. */
export const ANY_TIME: Place = { phases: null, done: null, rests: false };

/** What follows upon others' acts, or guards rights that outlive the tender. */
export const ALSO_AFTER_THE_END: Place = { phases: null, done: null, rests: false, over: true };

export const FIRST_STAGE: readonly Phase[] = ['prequalification', 'proposals'];

export const AFTER_AWARD: readonly Phase[] = ['contract', 'report'];

type Placed = Words & { readonly while: Place };

/** Whether the procedure has this command at all, and the process stands where this command belongs; empty when so. */
export function refuseMoment(command: Placed, state: TenderState, ctx: LawContext): Refusal[] {
  const place = command.while;
  if (state.outcome !== null && !hasPlaceAfter(place, state)) return [tenderOver(state.outcome)];
  const procedure = procedureById(state.procedure);
  const phases = place.phases?.filter((phase) => procedure.phases.includes(phase)) ?? null;
  if (phases?.length === 0) return [notInProcedure(command, procedure)];
  if (place.done !== null && state.milestones[place.done] !== undefined) return [alreadyDone(command)];
  // The suspension comes first: it is why the phase has not gone on.
  if (place.rests && state.suspension !== null) return [resting(command, state.suspension, ctx)];
  if (phases !== null && !phases.includes(state.phase)) return [wrongPhase(command, state.phase, phases)];
  return [];
}

function hasPlaceAfter({ over }: Place, { outcome, draft }: TenderState): boolean {
  if (over !== 'challenge') return over === true;
  // Whether the time to challenge is over is for the law to say; what the authority itself ended is challenged before it.
  return outcome !== 'invalidated' && draft.regime === 'government-procurement';
}

function tenderOver(outcome: Outcome): Refusal {
  const { zh, en } = OUTCOME_NAMES[outcome];
  return platformRefusal(
    'tender-over',
    `该项目的招标程序已经结束（${zh}）。`,
    `This tender is over (${en}).`,
  );
}

function notInProcedure({ zh, en }: Words, procedure: Procedure): Refusal {
  return platformRefusal(
    'not-in-procedure',
    `${procedure.zh}没有“${zh}”这一步骤。`,
    `This is no step of this procedure (${procedure.en}): ${en}.`,
  );
}

function alreadyDone({ zh, en }: Words): Refusal {
  return platformRefusal('already-done', `${zh}已经完成，不能重复。`, `Already done once: ${en}.`);
}

function wrongPhase({ zh, en }: Words, phase: Phase, phases: readonly Phase[]): Refusal {
  const whereZh = phases.map((one) => `“${PHASE_NAMES[one].zh}”`).join('、');
  const whereEn = phases.map((one) => PHASE_NAMES[one].en).join(', ');
  return platformRefusal(
    'wrong-phase',
    `当前处于“${PHASE_NAMES[phase].zh}”阶段，不能${zh}。`,
    `The tender is in the phase ${PHASE_NAMES[phase].en}, which has no place for ${en}.`,
    { zh: `在${whereZh}阶段进行。`, en: `In the phase ${whereEn}.` },
  );
}

function resting({ zh, en }: Words, suspension: Suspension, ctx: LawContext): Refusal {
  const order = suspension.grounds.find((ground) => ground.kind === 'instruction');
  if (order !== undefined) {
    return refusalFor(
      ruleOf(ctx, order.rule),
      `行政监督部门已责令暂停招标投标活动，不能${zh}。`,
      `The authority has suspended the process: no ${en} until it is resumed.`,
      { zh: '行政监督部门责令恢复之后进行。', en: 'Wait for the order to resume.' },
    );
  }
  // The suspension may have begun with an order that is lifted by now.
  const [left] = suspension.grounds;
  return refusalFor(
    ruleOf(ctx, left?.rule ?? suspension.rule),
    `异议尚未答复，招标投标活动暂停，不能${zh}。`,
    `An objection is unanswered and the process is suspended: no ${en} until the reply.`,
    { zh: '先答复全部异议。', en: 'Reply to every open objection first.' },
  );
}
