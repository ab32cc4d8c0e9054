import { z } from 'zod';
import type { LawContext } from '../../domain/law/context.ts';
import { findProcedure } from '../../domain/procedure/index.ts';
import type { DraftCheck } from '../../domain/tender/ground/schedule.ts';
import { admit, refuseSignatures, type TenderCommand, type TenderDraft } from '../../domain/tender/index.ts';
import { checkDraft } from '../../domain/tender/notice/checks/draft.ts';
import type { Instant } from '../../domain/time/instant.ts';
import type { TenderRow } from '../../store/index.ts';
import { assertMandated, ownTender } from '../access/tender-of.ts';
import { tenderParams } from '../commands/params.ts';
import { withSignatures } from '../commands/signed-command.ts';
import { actorOf, type Deps } from '../deps.ts';
import { route } from '../route.ts';
import { launchInstant, rulesetFor } from '../ruleset.ts';
import { breachSchema, deadlineSchema, presentDeadline } from '../shown/law.ts';

/** What the platform itself would refuse has no rule of the law, and stands there with its code. */
const draftBreachSchema = breachSchema.extend({
  code: z.string().optional(),
  rule: z.string().nullable(),
  article: z.string().nullable(),
});
const checkAnswer = z.strictObject({
  breaches: z.array(draftBreachSchema),
  deadlines: z.array(deadlineSchema),
});

export const checkRoute = route({
  method: 'post',
  path: '/v1/tenders/:id/check',
  operationId: 'checkDraft',
  tags: ['tenders'],
  summary: '合法性检查 · Every breach of a draft at once, each with its rule, and the deadlines derived',
  access: ['tenderee', 'agency'],
  request: { params: tenderParams },
  refuses: [409, 422],
  responses: { 200: { description: '检查结果', schema: checkAnswer } },
  handler: async ({ params, deps, identity }) => {
    const tender = await ownTender(deps.store.em(), params.id, identity);
    const at = await launchInstant(deps, tender);
    const law = await deps.lawOf(rulesetFor(tender, at));
    const { breaches, deadlines } = measured(law, tender.draft, at);
    const actor = actorOf(identity);
    const launch = await launchOf(deps, tender, at);
    const command = (await withSignatures(deps.store.em(), tender, launch, actor)) as LaunchTender;
    // What the launch would refuse beyond the draft's own breaches of the law.
    const refusals = admit(command, actor, tender.state, at, law).filter(({ rule }) => rule === null);
    const unsigned = refuseSignatures(command, law).filter(({ rule }) => rule !== null);
    return {
      status: 200,
      body: {
        breaches: [
          ...refusals.map((refusal) => ({ severity: 'blocks' as const, field: null, ...refusal })),
          ...breaches,
          ...unsigned.map((refusal) => ({ severity: 'blocks' as const, ...refusal, field: 'documents' })),
        ],
        deadlines: deadlines.map(presentDeadline),
      },
    };
  },
});

/** The law has no rules for a procedure that it does not know: nothing of such a draft can be measured. */
function measured(law: LawContext, draft: TenderDraft, at: Instant): DraftCheck {
  return findProcedure(draft) === null ? { breaches: [], deadlines: [] } : checkDraft(law, draft, at);
}

type LaunchTender = Extract<TenderCommand, { name: 'launchTender' }>;

/**
 * The launch of a draft as it stands, under the mandate of its agency, the ruleset of the instant and what the platform asks of every
 * tender. Throws the problem 403 of an agency without a mandate.
 */
export async function launchOf(
  { config, store }: Deps,
  tender: TenderRow,
  at: Instant,
): Promise<LaunchTender> {
  const { id: tenderId, rehearsal } = tender;
  const draft = { ...tender.draft, mandate: await assertMandated(store.em(), tender.draft) };
  const ruleset = tender.state?.ruleset ?? rulesetFor(tender, at);
  return { name: 'launchTender', tenderId, draft, rehearsal, ruleset, signatureFloor: config.signatureFloor };
}
