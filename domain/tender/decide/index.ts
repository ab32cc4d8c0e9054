import type { LawContext } from '../../law/context.ts';
import type { Instant } from '../../time/instant.ts';
import type { Actor, TenderCommand } from '../commands.ts';
import type { TenderEvent } from '../events.ts';
import { requirePinnedRuleset } from '../pinned.ts';
import type { TenderState } from '../state.ts';
import { decideAwardCancellation } from './award-cancellation.ts';
import { decideAwardNotice, decideContract, decideSecurityReturn, decideWrittenReport } from './award.ts';
import { decideClarification } from './clarification.ts';
import { decideCandidates, decideEvaluationReport } from './evaluation.ts';
import { decideApplication, decideConclusion } from './first-stage.ts';
import { decideLaunch } from './launch.ts';
import { decideObjection, decideReply } from './objection.ts';
import { decideAtOpening } from './opening.ts';
import { decideAnswer, decideQuestion } from './question.ts';
import { decideRederivation } from './rederive.ts';
import { decideDuty, decideFollowUp, decideInstruction, decideTermination } from './supervision.ts';

export { decideStep } from './step.ts';

/**
 * What an admitted command brings about, in order. Assumes that `admit` gave no refusal for the same
 * arguments; throws an Error where that would make it impossible to decide.
 */
export function decide(
  command: TenderCommand,
  actor: Actor,
  state: TenderState | null,
  tenderId: string,
  at: Instant,
  ctx: LawContext,
): TenderEvent[] {
  if (command.name === 'launchTender') return decideLaunch(command, tenderId, at, ctx);
  if (state === null) throw new Error(`${command.name} needs a launched tender`);
  requirePinnedRuleset(state, ctx);
  switch (command.name) {
    case 'issueClarification':
      return decideClarification(command, state, at, ctx);
    case 'fileObjection':
      return decideObjection(command, actor, state, at, ctx);
    case 'signInAtOpening':
    case 'confirmOpening':
      return decideAtOpening(command, actor, state, at, ctx);
    case 'replyObjection':
      return decideReply(command, state, at, ctx);
    case 'askQuestion':
      return decideQuestion(command, actor, at, ctx);
    case 'answerQuestion':
      return decideAnswer(command, at, ctx);
    case 'submitEvaluationReport':
      return decideEvaluationReport(command, state, at, ctx);
    case 'publishCandidates':
      return decideCandidates(command, state, at, ctx);
    case 'issueAwardNotice':
      return decideAwardNotice(command, state, at, ctx);
    case 'cancelAward':
      return decideAwardCancellation(command, state, at, ctx);
    case 'signContract':
      return decideContract(command, state, at, ctx);
    case 'returnBidSecurity':
      return decideSecurityReturn(command, state, at, ctx);
    case 'submitWrittenReport':
      return decideWrittenReport(command, state, at, ctx);
    case 'submitApplication':
      return decideApplication(command, actor, state, at, ctx);
    case 'concludeFirstStage':
      return decideConclusion(command, state, at, ctx);
    case 'terminateTender':
      return decideTermination(command, state, at, ctx);
    case 'issueInstruction':
      return decideInstruction(command, actor, state, at, ctx);
    case 'acknowledgeInstruction':
    case 'reportInstruction':
    case 'closeInstruction':
      return decideFollowUp(command, state, at, ctx);
    case 'remindDuty':
    case 'escalateDuty':
    case 'extendDuty':
      return decideDuty(command, state, at);
    case 'rederiveDeadlines':
      return decideRederivation(state, at, ctx);
    default:
      return command satisfies never;
  }
}
