import type { LawContext } from '../../law/context.ts';
import { platformRefusal, type Refusal } from '../../refusal.ts';
import type { Instant } from '../../time/instant.ts';
import type { Actor, TenderCommand } from '../commands.ts';
import { requirePinnedRuleset } from '../pinned.ts';
import type { TenderState } from '../state.ts';
import { refuseActor } from './actor.ts';
import { admitAwardCancellation } from './award-cancellation.ts';
import { admitAwardNotice, admitContract, admitSecurityReturn, admitWrittenReport } from './award.ts';
import { admitClarification } from './clarification.ts';
import { admitCandidates, admitEvaluationReport } from './evaluation.ts';
import { admitDutyCommand } from './duty.ts';
import { admitApplication, admitConclusion } from './first-stage.ts';
import { admitLaunch } from './launch.ts';
import { refuseMoment } from './moment.ts';
import { admitObjection, admitReply } from './objection.ts';
import { admitAnswer, admitQuestion } from './question.ts';
import { refuseBeyondCalendar } from './reach.ts';
import { refuseUnsigned } from './signatures.ts';
import { admitAtOpening } from './opening.ts';
import { admitFollowUp, admitInstruction } from './supervision.ts';
import { refuseEmptyTexts } from './words.ts';

/**
 * Whether a command is admitted at its instant of receipt: no refusal means yes. Who may act comes
 * first and when second, each alone; then everything that is wrong with the content at once.
 *
 * `state` is null only before the launch. Throws an Error when `ctx` is not under the ruleset pinned
 * in the tender: that is a fault of the caller, not of the command.
 */
export function admit(
  command: TenderCommand,
  actor: Actor,
  state: TenderState | null,
  at: Instant,
  ctx: LawContext,
): Refusal[] {
  if (command.name === 'launchTender') return admitLaunch(command, actor, state, at, ctx);
  if (state === null) return [noSuchTender()];
  requirePinnedRuleset(state, ctx);

  const notThey = refuseActor(command.name, actor, state.draft);
  if (notThey.length > 0) return notThey;
  const notNow = refuseMoment(command.name, state, ctx);
  if (notNow.length > 0) return notNow;
  const beyond = refuseBeyondCalendar(ctx, instantsOf(command, at));
  if (beyond.length > 0) return beyond;
  return [
    ...refuseUnsigned(command, actor, state.draft, state.award, ctx),
    ...admitContent(command, actor, state, at, ctx),
  ];
}

/** What is wrong with the content of a command that comes from the right hand at the right time. */
function admitContent(
  command: Exclude<TenderCommand, { name: 'launchTender' }>,
  actor: Actor,
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): Refusal[] {
  switch (command.name) {
    case 'issueClarification':
      return admitClarification(command, state, at, ctx);
    case 'fileObjection':
      return admitObjection(command, actor, state, at, ctx);
    case 'replyObjection':
      return admitReply(command, state);
    case 'submitEvaluationReport':
      return admitEvaluationReport(command, state, ctx);
    case 'publishCandidates':
      return admitCandidates(command, state, at, ctx);
    case 'issueAwardNotice':
      return admitAwardNotice(command, state, at, ctx);
    case 'cancelAward':
      return admitAwardCancellation(command, state, ctx);
    case 'signContract':
      return admitContract(command, state, at, ctx);
    case 'returnBidSecurity':
      return admitSecurityReturn(command, state);
    case 'submitWrittenReport':
      return admitWrittenReport(command, state);
    default:
      return admitOther(command, actor, state, at, ctx);
  }
}

type Early =
  | 'launchTender'
  | 'issueClarification'
  | 'fileObjection'
  | 'replyObjection'
  | 'submitEvaluationReport'
  | 'publishCandidates'
  | 'issueAwardNotice'
  | 'cancelAward'
  | 'signContract'
  | 'returnBidSecurity'
  | 'submitWrittenReport';

/** The commands outside the chapters of the tender itself. */
function admitOther(
  command: Exclude<TenderCommand, { name: Early }>,
  actor: Actor,
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): Refusal[] {
  switch (command.name) {
    case 'signInAtOpening':
    case 'confirmOpening':
      return admitAtOpening(command, actor, state, at);
    case 'askQuestion':
      return admitQuestion(command, state, ctx);
    case 'answerQuestion':
      return admitAnswer(command, state);
    case 'submitApplication':
      return admitApplication(command, state, at, ctx);
    case 'concludeFirstStage':
      return admitConclusion(command, state, at, ctx);
    case 'terminateTender':
      return refuseEmptyTexts({ reason: ['终止理由', command.reason] });
    case 'issueInstruction':
      return admitInstruction(command, state, at, ctx);
    case 'acknowledgeInstruction':
    case 'reportInstruction':
    case 'closeInstruction':
      return admitFollowUp(command, actor, state);
    case 'remindDuty':
    case 'escalateDuty':
    case 'extendDuty':
      return admitDutyCommand(command, state, at, ctx);
    case 'rederiveDeadlines':
      return [];
    default:
      return command satisfies never;
  }
}

/** The instants from which a command may set periods running. */
function instantsOf(command: TenderCommand, at: Instant): Record<string, Instant> {
  if (command.name === 'issueClarification' && command.newBidDeadlineAt !== null) {
    return { at, newBidDeadlineAt: command.newBidDeadlineAt };
  }
  if (command.name === 'concludeFirstStage') {
    return { at, ...command.schedule };
  }
  if (command.name === 'publishCandidates' && command.publicityEndsAt !== null) {
    return { at, publicityEndsAt: command.publicityEndsAt };
  }
  return { at };
}

function noSuchTender(): Refusal {
  return platformRefusal('no-such-tender', '该项目尚未发布招标公告。', 'This tender has not been launched.', {
    zh: '先发布招标公告。',
    en: 'Launch the tender first.',
  });
}
