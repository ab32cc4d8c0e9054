import { refusalFor, ruleOf, type LawContext } from '../../law/context.ts';
import { PHASES_BEFORE_OPENING, procedureById, type Procedure } from '../../procedure/index.ts';
import { platformRefusal, type Refusal } from '../../refusal.ts';
import type { CommandName } from '../commands.ts';
import type { Milestone, Outcome, Phase, Suspension, TenderState } from '../state.ts';
import { COMMAND_NAMES, OUTCOME_NAMES, PHASE_NAMES } from './words.ts';

/** When a command has its place in the process. */
interface Place {
  /** null: in any phase; whether it is in time is then for the law to say. */
  readonly phases: readonly Phase[] | null;
  /** The milestone that shows that it was done already, for what happens once. */
  readonly done: Milestone | null;
  /** Whether it rests while an objection is unanswered. */
  readonly rests: boolean;
  /** Whether it has its place after the end too; `challenge`: where procurement completes, in the time of GP-502. */
  readonly over?: true | 'challenge';
}

const FIRST_STAGE: readonly Phase[] = ['prequalification', 'proposals'];
const AFTER_AWARD: readonly Phase[] = ['contract', 'report'];

/**
 * The steps by which the tenderee brings the process forward rest during a suspension. What guards
 * others' rights goes on: clarifications, replies, further objections and, outside commands, bids.
 * The duties after the contract do not rest when the authority orders it either: they repay and report.
 */
const PLACES: Readonly<Record<Exclude<CommandName, 'launchTender'>, Place>> = {
  issueClarification: { phases: PHASES_BEFORE_OPENING, done: null, rests: false },
  // A procurement may be complete within days of its result, and suppliers have seven working days.
  fileObjection: { phases: null, done: null, rests: false, over: 'challenge' },
  // The hall is open from the closing on, whatever follows meanwhile; which is a matter of instants.
  signInAtOpening: { phases: null, done: null, rests: false },
  confirmOpening: { phases: null, done: null, rests: false },
  replyObjection: { phases: null, done: null, rests: false, over: true },
  // What was asked before the end is answered after it too.
  askQuestion: { phases: null, done: null, rests: false },
  answerQuestion: { phases: null, done: null, rests: false, over: true },
  submitApplication: { phases: FIRST_STAGE, done: 'applicationsClosed', rests: false },
  concludeFirstStage: { phases: FIRST_STAGE, done: 'firstStageConcluded', rests: true },
  terminateTender: {
    phases: [...PHASES_BEFORE_OPENING, 'opening', 'evaluation', 'publicity', 'award'],
    done: null,
    rests: false,
  },
  // Void a tender may be declared after its end as well (条例 81).
  issueInstruction: { phases: null, done: null, rests: false, over: true },
  acknowledgeInstruction: { phases: null, done: null, rests: false, over: true },
  reportInstruction: { phases: null, done: null, rests: false, over: true },
  closeInstruction: { phases: null, done: null, rests: false, over: true },
  remindDuty: { phases: null, done: null, rests: false, over: true },
  escalateDuty: { phases: null, done: null, rests: false, over: true },
  extendDuty: { phases: null, done: null, rests: false, over: true },
  submitEvaluationReport: { phases: ['evaluation'], done: 'evaluationReported', rests: true },
  publishCandidates: { phases: ['publicity'], done: 'candidatesPublished', rests: true },
  issueAwardNotice: { phases: ['award'], done: 'awardNoticeIssued', rests: true },
  cancelAward: { phases: ['contract'], done: null, rests: true },
  signContract: { phases: ['contract'], done: 'contractSigned', rests: true },
  // 条例57 says at the latest after the contract: giving it back earlier is lawful.
  returnBidSecurity: { phases: null, done: 'securityReturned', rests: false, over: true },
  submitWrittenReport: { phases: AFTER_AWARD, done: 'writtenReportSubmitted', rests: false },
  rederiveDeadlines: { phases: null, done: null, rests: false },
};

/** Whether the procedure has this command at all, and the process stands where this command belongs; empty when so. */
export function refuseMoment(
  name: Exclude<CommandName, 'launchTender'>,
  state: TenderState,
  ctx: LawContext,
): Refusal[] {
  const place = PLACES[name];
  if (state.outcome !== null && !hasPlaceAfter(place, state)) return [tenderOver(state.outcome)];
  const procedure = procedureById(state.procedure);
  const phases = place.phases?.filter((phase) => procedure.phases.includes(phase)) ?? null;
  if (phases?.length === 0) return [notInProcedure(name, procedure)];
  if (place.done !== null && state.milestones[place.done] !== undefined) return [alreadyDone(name)];
  // The suspension comes first: it is why the phase has not gone on.
  if (place.rests && state.suspension !== null) return [resting(name, state.suspension, ctx)];
  if (phases !== null && !phases.includes(state.phase)) return [wrongPhase(name, state.phase, phases)];
  return [];
}

function hasPlaceAfter({ over }: Place, { outcome, draft }: TenderState): boolean {
  if (over !== 'challenge') return over === true;
  return outcome === 'reported' && draft.regime === 'government-procurement';
}

function tenderOver(outcome: Outcome): Refusal {
  const { zh, en } = OUTCOME_NAMES[outcome];
  return platformRefusal(
    'tender-over',
    `该项目的招标程序已经结束（${zh}）。`,
    `This tender is over (${en}).`,
  );
}

function notInProcedure(name: CommandName, procedure: Procedure): Refusal {
  const { zh, en } = COMMAND_NAMES[name];
  return platformRefusal(
    'not-in-procedure',
    `${procedure.zh}没有“${zh}”这一步骤。`,
    `This is no step of this procedure (${procedure.en}): ${en}.`,
  );
}

function alreadyDone(name: CommandName): Refusal {
  const { zh, en } = COMMAND_NAMES[name];
  return platformRefusal('already-done', `${zh}已经完成，不能重复。`, `Already done once: ${en}.`);
}

function wrongPhase(name: CommandName, phase: Phase, phases: readonly Phase[]): Refusal {
  const { zh, en } = COMMAND_NAMES[name];
  const whereZh = phases.map((one) => `“${PHASE_NAMES[one].zh}”`).join('、');
  const whereEn = phases.map((one) => PHASE_NAMES[one].en).join(', ');
  return platformRefusal(
    'wrong-phase',
    `当前处于“${PHASE_NAMES[phase].zh}”阶段，不能${zh}。`,
    `The tender is in the phase ${PHASE_NAMES[phase].en}, which has no place for ${en}.`,
    { zh: `在${whereZh}阶段进行。`, en: `In the phase ${whereEn}.` },
  );
}

function resting(name: CommandName, suspension: Suspension, ctx: LawContext): Refusal {
  const { zh, en } = COMMAND_NAMES[name];
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
