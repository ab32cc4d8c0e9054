import { procedureById, type ProcedureId } from '../../../../domain/procedure/index.ts';
import type { Refusal } from '../../../../domain/refusal.ts';
import { admit, type FirstStagePlan, type TenderDraft } from '../../../../domain/tender/index.ts';
import { agencyActor, EXAMPLE_LAUNCH_AT } from '../../../support/drafts.ts';
import { draftFor } from '../../../support/every-procedure.ts';
import { lawAt } from '../../../support/process.ts';

/** The refusals of a draft launched by the agency, under the law of the procedure's regime unless another is named. */
export function refusalsOf(
  id: ProcedureId,
  change: (lawful: TenderDraft) => Partial<TenderDraft>,
): Refusal[] {
  const { regime } = procedureById(id);
  const ctx = lawAt(EXAMPLE_LAUNCH_AT, regime);
  const lawful = draftFor(id);
  const draft = { ...lawful, ...change(lawful) };
  return admit(
    { name: 'launchTender', draft, rehearsal: false, ruleset: ctx.ruleset.id },
    agencyActor,
    null,
    EXAMPLE_LAUNCH_AT,
    ctx,
  );
}

/** Changes the first stage of a draft. */
export const stage =
  (change: (plan: FirstStagePlan) => Partial<FirstStagePlan>) =>
  ({ firstStage }: TenderDraft): Partial<TenderDraft> => {
    if (firstStage === null) throw new Error('no first stage to change');
    return { firstStage: { ...firstStage, ...change(firstStage) } };
  };
