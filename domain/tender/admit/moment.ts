import { refusalFor, ruleOf, type LawContext } from '../../law/context.ts';
import { platformRefusal, type Refusal } from '../../refusal.ts';
import type { CommandName } from '../commands.ts';
import type { Milestone, Phase, Suspension, TenderState } from '../state.ts';
import { COMMAND_NAMES, PHASE_NAMES } from './words.ts';

/** When a command has its place in the process. */
interface Place {
  /** null: in any phase; whether it is in time is then for the law to say. */
  readonly phases: readonly Phase[] | null;
  /** The milestone that shows that it was done already, for what happens once. */
  readonly done: Milestone | null;
  /** Whether it rests while an objection is unanswered. */
  readonly rests: boolean;
  /** Whether it has its place after the end too. */
  readonly over?: true;
}

const BEFORE_CLOSING: readonly Phase[] = ['notice', 'prequalification', 'proposals', 'documents', 'bidding'];
const FIRST_STAGE: readonly Phase[] = ['prequalification', 'proposals'];
const AFTER_AWARD: readonly Phase[] = ['contract', 'report'];

/**
 * The steps by which the tenderee brings the process forward rest during a suspension. What guards
 * others' rights goes on: clarifications, replies, further objections and, outside commands, bids.
 * The duties after the award cannot meet a suspension, but would not rest: they repay and report.
 */
const PLACES: Readonly<Record<Exclude<CommandName, 'launchTender'>, Place>> = {
  issueClarification: { phases: BEFORE_CLOSING, done: null, rests: false },
  fileObjection: { phases: null, done: null, rests: false },
  // The hall is open from the closing on, whatever follows meanwhile; which is a matter of instants.
  signInAtOpening: { phases: null, done: null, rests: false },
  confirmOpening: { phases: null, done: null, rests: false },
  replyObjection: { phases: null, done: null, rests: false, over: true },
  submitApplication: { phases: FIRST_STAGE, done: 'applicationsClosed', rests: false },
  concludeFirstStage: { phases: FIRST_STAGE, done: 'firstStageConcluded', rests: true },
  terminateTender: {
    phases: [...BEFORE_CLOSING, 'opening', 'evaluation', 'publicity', 'award'],
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
  signContract: { phases: ['contract'], done: 'contractSigned', rests: true },
  // 条例57 says at the latest after the contract: giving it back earlier is lawful.
  returnBidSecurity: { phases: null, done: 'securityReturned', rests: false, over: true },
  submitWrittenReport: { phases: AFTER_AWARD, done: 'writtenReportSubmitted', rests: false },
  rederiveDeadlines: { phases: null, done: null, rests: false },
};

/** Whether the process stands where this command belongs; empty when so. */
export function refuseMoment(
  name: Exclude<CommandName, 'launchTender'>,
  state: TenderState,
  ctx: LawContext,
): Refusal[] {
  const place = PLACES[name];
  if (state.outcome !== null && place.over !== true) return [tenderOver(state.outcome)];
  if (place.done !== null && state.milestones[place.done] !== undefined) return [alreadyDone(name)];
  // The suspension comes first: it is why the phase has not gone on.
  if (place.rests && state.suspension !== null) return [resting(name, state.suspension, ctx)];
  if (place.phases !== null && !place.phases.includes(state.phase)) {
    return [wrongPhase(name, state.phase, place.phases)];
  }
  return [];
}

function tenderOver(outcome: string): Refusal {
  return platformRefusal(
    'tender-over',
    `该项目的招标程序已经结束（${outcome}）。`,
    `This tender is over (${outcome}).`,
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
  return refusalFor(
    ruleOf(ctx, suspension.rule),
    `异议尚未答复，招标投标活动暂停，不能${zh}。`,
    `An objection is unanswered and the process is suspended: no ${en} until the reply.`,
    { zh: '先答复全部异议。', en: 'Reply to every open objection first.' },
  );
}
