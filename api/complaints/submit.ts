import { v7 as uuidv7 } from 'uuid';
import { admitComplaint, type ComplaintCommand } from '../../domain/complaint/index.ts';
import {
  hasPendingComplaintCommands,
  loadComplaint,
  receiveCommand,
  recordRefusal,
  settleCommand,
  surroundingsOf,
} from '../../store/index.ts';
import { actorOf } from '../deps.ts';
import {
  nullWhereThrown,
  forwarded,
  type CommandAnswer,
  type Submission,
} from '../trading/submit-command.ts';

/**
 * Takes a command to a complaint, as `submitCommand` takes one to a tender: stored with its instant of receipt
 * under the tender's fence, refused at once where the state as it stands refuses it, else handed to the
 * complaint's process. Throws the problem of a refusal.
 */
export async function submitComplaintCommand(
  { deps, identity, address, once }: Submission,
  target: { readonly tenderId: string; readonly complaintId: string },
  payload: ComplaintCommand,
): Promise<CommandAnswer> {
  const { tenderId, complaintId } = target;
  const actor = actorOf(identity);
  const received = await deps.store.transaction(async (tx) => {
    const othersPending = await hasPendingComplaintCommands(tx, complaintId);
    const { command, repeated } = await receiveCommand<ComplaintCommand>(tx, {
      id: uuidv7(),
      tenderId,
      complaintId,
      payload,
      actor,
      address,
      claim: once.claim(),
    });
    // With others before it the state is not what this command will meet: then its process decides.
    if (repeated || othersPending) return command;
    const state = await loadComplaint(tx, complaintId, false);
    const complainant = state?.complainant.partyId ?? actor.partyId;
    const around = await surroundingsOf(tx, tenderId, complainant, complaintId);
    const law = await deps.lawOf(around.tender.ruleset);
    const refusals = nullWhereThrown(() =>
      admitComplaint(command.payload, actor, state, command.at, law, around),
    );
    if (refusals === null || refusals.length === 0) return command;
    const { rehearsal } = around.tender;
    await settleCommand(tx, command.id, { status: 'refused', refusals });
    await recordRefusal(tx, { ...command, commandId: command.id, rehearsal, refusals });
    return { ...command, status: 'refused' as const, refusals };
  });
  return forwarded(deps, received);
}
