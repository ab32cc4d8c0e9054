import type { Actor } from '../../case/actor.ts';
import { prospectsOfOpen, type Prospect } from '../../case/actions.ts';
import type { GivenBeforehand, Named } from '../../case/chapter.ts';
import { refuseEmptyTexts } from '../../case/refusals.ts';
import { platformRefusal, type Refusal } from '../../refusal.ts';
import type { TenderKind } from '../ground/kind.ts';
import type { TenderState } from '../ground/state.ts';
import type { InstructionCommand } from './commands-and-events.ts';

type Command<Name extends InstructionCommand['name']> = Named<InstructionCommand, Name>;

type FollowUp = 'acknowledgeInstruction' | 'reportInstruction' | 'closeInstruction';

/** Whether an order can be taken note of, reported on or closed: it exists, and that was not done before. */
export function admitFollowUp(command: Command<FollowUp>, actor: Actor, state: TenderState): Refusal[] {
  const refusals = refuseFollowUp(command, actor, state);
  const unknown = state.instructions.every((one) => one.id !== command.instructionId);
  if (unknown || command.name !== 'reportInstruction') return refusals;
  return [...refusals, ...refuseEmptyTexts({ text: ['落实情况', command.text] })];
}

function refuseFollowUp(
  command: { readonly name: FollowUp; readonly instructionId: string },
  actor: Actor,
  state: TenderState,
): Refusal[] {
  const found = state.instructions.find((one) => one.id === command.instructionId);
  if (found === undefined) {
    return [
      platformRefusal(
        'unknown-instruction',
        `没有编号为 ${command.instructionId} 的行政监督指令。`,
        `There is no instruction ${command.instructionId}.`,
      ),
    ];
  }
  const done =
    command.name === 'acknowledgeInstruction'
      ? found.acknowledgedAt !== null
      : found.closedAt !== null || (command.name === 'reportInstruction' && found.report !== null);
  const refusals = done
    ? [
        platformRefusal(
          'already-done',
          '该指令的这一步已经完成。',
          'That was done with this instruction already.',
        ),
      ]
    : [];
  if (command.name === 'closeInstruction' && found.authority !== (actor.partyName ?? '')) {
    refusals.push(
      platformRefusal(
        'not-your-instruction',
        '只有发出指令的行政监督部门可以办结。',
        'Only the authority that issued an instruction may close it.',
      ),
    );
  }
  return refusals;
}

/** The orders that wait for this; an authority is told of its own alone. */
export function followUpProspects(name: FollowUp) {
  return ({ actor, state }: GivenBeforehand<TenderKind>): Prospect[] => {
    const open = state.instructions
      .map((one) => one.id)
      .filter((instructionId) => refuseFollowUp({ name, instructionId }, actor, state).length === 0);
    return prospectsOfOpen(
      'instructionId',
      open,
      platformRefusal(
        'no-open-instruction',
        '没有等待这一步的行政监督指令。',
        'No instruction waits for this step.',
      ),
    );
  };
}
