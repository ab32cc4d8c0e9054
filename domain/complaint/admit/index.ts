import type { LawContext } from '../../law/context.ts';
import { platformRefusal, type Refusal } from '../../refusal.ts';
import type { Actor } from '../../tender/ground/actor.ts';
import { requirePinnedRuleset } from '../../tender/ground/pinned.ts';
import { refuseBeyondCalendar, refuseEmptyTexts } from '../../tender/ground/refusals.ts';
import type { Instant } from '../../time/instant.ts';
import type { ComplaintCommand } from '../commands.ts';
import type { ComplaintState } from '../state.ts';
import type { Surroundings } from '../surroundings.ts';
import { refuseContent } from './content.ts';
import { admitFiling } from './filing.ts';
import {
  admitCopies,
  admitCorrectionRequest,
  admitDecision,
  admitExcludedTime,
  admitRefusal,
  admitStatement,
} from './handling.ts';
import { refusePlace } from './place.ts';

/**
 * Whether a command to a complaint is admitted at its instant of receipt: no refusal means yes. `state` is null
 * only before the filing. The law is that of the tender; throws an Error when `ctx` is not under its ruleset.
 *
 * An act that is late with its own duty is admitted: the timed-out step shows that it was late.
 */
export function admitComplaint(
  command: ComplaintCommand,
  actor: Actor,
  state: ComplaintState | null,
  at: Instant,
  ctx: LawContext,
  around: Surroundings,
): Refusal[] {
  requirePinnedRuleset(around.tender, ctx);
  if (command.name === 'fileComplaint') {
    if (state !== null)
      return [
        platformRefusal('duplicate-complaint', '该投诉已经提出。', 'This complaint was filed already.'),
      ];
    const beyond = refuseBeyondCalendar(ctx, { at, knownAt: command.knownAt });
    return beyond.length > 0 ? beyond : admitFiling(command, actor, at, ctx, around);
  }
  if (state === null)
    return [platformRefusal('unknown-complaint', '没有此投诉。', 'There is no such complaint.')];
  const misplaced = refusePlace(command.name, actor, state);
  if (misplaced.length > 0) return misplaced;
  const beyond = refuseBeyondCalendar(ctx, {
    at,
    ...(command.name === 'requestCorrection' ? { dueAt: command.dueAt } : {}),
  });
  if (beyond.length > 0) return beyond;
  return admitHandling(command, state, at, ctx, around);
}

function admitHandling(
  command: Exclude<ComplaintCommand, { name: 'fileComplaint' }>,
  state: ComplaintState,
  at: Instant,
  ctx: LawContext,
  around: Surroundings,
): Refusal[] {
  switch (command.name) {
    case 'correctComplaint':
      return refuseContent(command, ctx);
    case 'withdrawComplaint':
      return refuseEmptyTexts({ reason: ['撤回理由', command.reason] });
    case 'requestCorrection':
      return admitCorrectionRequest(command, state, at, ctx);
    case 'refuseComplaint':
      return admitRefusal(command, state, at, ctx);
    case 'sendCopies':
      return admitCopies(state, ctx);
    case 'openExcludedTime':
    case 'closeExcludedTime':
      return admitExcludedTime(command, state);
    case 'makeStatement':
      return admitStatement(command, state, ctx);
    case 'decideComplaint':
      return admitDecision(command, state, ctx, around);
    case 'acceptComplaint':
    case 'publishDecision':
    case 'rederiveComplaint':
      return [];
    default:
      return command satisfies never;
  }
}
