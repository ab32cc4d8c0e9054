import { z } from 'zod';
import { checkDraft, type DraftCheck } from '../../domain/law/checks/draft.ts';
import { rulesetForLaunch, type LawContext } from '../../domain/law/context.ts';
import { findProcedure } from '../../domain/procedure/index.ts';
import { admit, type TenderDraft } from '../../domain/tender/index.ts';
import { dateOf, type Instant } from '../../domain/time/instant.ts';
import { databaseNow, type TenderRow } from '../../store/index.ts';
import { actorOf, type Deps } from '../deps.ts';
import { problem } from '../problem.ts';
import { route } from '../route.ts';
import { presentDeadline } from './present.ts';
import { tenderParams } from './schemas.ts';
import { ownTender } from './tender-of.ts';

const checkAnswer = z.object({ breaches: z.array(z.looseObject({})), deadlines: z.array(z.looseObject({})) });

export const checkRoute = route({
  method: 'post',
  path: '/v1/tenders/:id/check',
  operationId: 'checkDraft',
  tags: ['tenders'],
  summary: '合法性检查 · Every breach of a draft at once, each with its rule, and the deadlines derived',
  access: ['tenderee', 'agency'],
  request: { params: tenderParams },
  responses: { 200: { description: '检查结果', schema: checkAnswer } },
  handler: async ({ params, deps, identity }) => {
    const tender = await ownTender(deps.store.em(), params.id, identity);
    const { draft, rehearsal, state } = tender;
    const at = await launchInstant(deps, tender);
    const law = await deps.lawOf(rulesetFor(tender, at));
    const { breaches, deadlines } = measured(law, draft, at);
    // What the launch would refuse beyond the law; what the law refuses stands among the breaches.
    const command = { name: 'launchTender', draft, rehearsal, ruleset: law.ruleset.id } as const;
    const refusals = admit(command, actorOf(identity), state, at, law).filter(({ rule }) => rule === null);
    return {
      status: 200,
      body: {
        breaches: [
          ...refusals.map((refusal) => ({ severity: 'blocks', field: null, ...refusal })),
          ...breaches,
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

/** The instant by which a draft is judged: a rehearsal's start, else the database's clock. */
export async function launchInstant(deps: Deps, tender: TenderRow): Promise<Instant> {
  return tender.clockStartsAt ?? databaseNow(deps.store.em());
}

/** The ruleset in force at the launch. Throws the problem `no-ruleset` when none that is whole reaches back so far. */
export function rulesetFor(tender: TenderRow, at: Instant): string {
  try {
    return rulesetForLaunch(tender.draft.regime, at).id;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw problem(422, 'no-ruleset', {
      zh: `平台没有${dateOf(at)}时有效的规则集`,
      en: `the platform has no ruleset that was in force on ${dateOf(at)}`,
    });
  }
}
