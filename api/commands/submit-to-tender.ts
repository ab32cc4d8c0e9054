import { admit, adviseOn, type TenderCommand } from '../../domain/tender/index.ts';
import { loadState, tenderById, type TenderRow } from '../../store/index.ts';
import { assertMandated, unknownTender } from '../access/tender-of.ts';
import { actorOf } from '../deps.ts';
import type { CommandAnswer } from './answer.ts';
import { askAboutSigners, withSignatures } from './signed-command.ts';
import { nullWhereThrown, submit, type Submission } from './submit.ts';

/** Takes a command to a tender, as `submit` says. */
export async function submitCommand(
  submission: Submission,
  tender: TenderRow,
  payload: TenderCommand,
): Promise<CommandAnswer> {
  const { deps, identity } = submission;
  const actor = actorOf(identity);
  const launch = payload.name === 'launchTender' ? payload : null;
  await askAboutSigners(deps, tender, payload, actor);
  return submit<TenderCommand>(submission, {
    tenderId: tender.id,
    clockStartsAt: tender.clockStartsAt,
    payload: async (tx) => {
      // Once more with the mandate held: of an act and a revocation at once one comes first.
      if (identity.role === 'agency') await assertMandated(tx, tender.draft, true);
      return withSignatures(tx, tender, payload, actor);
    },
    assertThere: async (tx) => {
      // A draft may have been deleted while the launch was on its way: then nothing is received.
      if (launch !== null && (await tenderById(tx, tender.id)) === null) throw unknownTender();
    },
    judge: async (tx, command) => {
      const state = await loadState(tx, tender.id, false);
      const ruleset = state?.ruleset ?? launch?.ruleset;
      if (ruleset === undefined) return null;
      const law = await deps.lawOf(ruleset);
      return nullWhereThrown(() => ({
        // What was to be a rehearsal is not one yet, but its refusal is rehearsed as well.
        rehearsal: tender.rehearsal || launch?.rehearsal === true,
        refusals: admit(command.payload, actor, state, command.at, law),
        advice: state === null ? [] : adviseOn(law, state, command.payload, command.at),
      }));
    },
  });
}
