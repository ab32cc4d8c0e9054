import { admitComplaint, type ComplaintCommand } from '../../domain/complaint/index.ts';
import { loadComplaint, surroundingsOf } from '../../store/index.ts';
import { actorOf } from '../deps.ts';
import type { CommandAnswer } from './answer.ts';
import { nullWhereThrown, submit, type Submission } from './submit.ts';

/** Takes a command to a complaint, as `submit` says. */
export function submitComplaintCommand(
  submission: Submission,
  target: { readonly tenderId: string; readonly complaintId: string },
  payload: ComplaintCommand,
): Promise<CommandAnswer> {
  const { deps, identity } = submission;
  const { tenderId, complaintId } = target;
  const actor = actorOf(identity);
  return submit<ComplaintCommand>(submission, {
    tenderId,
    complaintId,
    payload: () => Promise.resolve(payload),
    judge: async (tx, command) => {
      const state = await loadComplaint(tx, complaintId, false);
      const complainant = state?.complainant.partyId ?? actor.partyId;
      const around = await surroundingsOf(tx, tenderId, complainant, complaintId);
      const law = await deps.lawOf(around.tender.ruleset);
      return nullWhereThrown(() => ({
        rehearsal: around.tender.rehearsal,
        refusals: admitComplaint(command.payload, actor, state, command.at, law, around),
        advice: [],
      }));
    },
  });
}
