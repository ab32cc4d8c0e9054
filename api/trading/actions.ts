import { bidActions } from '../../domain/bid/index.ts';
import { refusedActions, type Action } from '../../domain/case/actions.ts';
import type { LawContext } from '../../domain/law/context.ts';
import { tenderActions, type TenderState } from '../../domain/tender/index.ts';
import { currentBidOf, readFenceUnlocked, type Em, type FenceReading } from '../../store/index.ts';
import { inScope } from '../access/scope.ts';
import { launchedTender, refuseUnmandated, unknownTender } from '../access/tender-of.ts';
import { ACTIONS_EXAMPLE, actionsAnswerSchema, presentActions } from '../actions.ts';
import { tenderParams } from '../commands/params.ts';
import { actorOf, isActing, type Identity } from '../deps.ts';
import { route } from '../route.ts';
import { windowOf } from './bid-admission.ts';

/** Every tender is public once it is launched; what is answered depends on it as the public knows it, and on the caller's own acts. */
export const tenderActionsRoute = route({
  method: 'get',
  path: '/v1/tenders/:id/actions',
  operationId: 'tenderActions',
  tags: ['tenders'],
  summary:
    '我现在可以做什么 · What the caller may do in this tender: each of its commands, admitted now or why not',
  description:
    'The commands that the caller could ever give in this tender, and what it may do with its bid. Who may give none is shown none. What is admitted may still be refused for what it says; of two acts at once the first received comes first.',
  access: 'person',
  request: { params: tenderParams },
  responses: {
    200: { description: '可办事项', schema: actionsAnswerSchema, example: ACTIONS_EXAMPLE },
  },
  handler: async ({ params, deps, identity }) => {
    const em = deps.store.em();
    const acting = isActing(identity) ? identity : null;
    const tender =
      acting?.role === 'supervisor'
        ? await inScope(em, params.id, acting)
        : await launchedTender(em, params.id);
    const fence = await readFenceUnlocked(em, params.id);
    if (fence === null) throw unknownTender();
    const law = await deps.lawOf(tender.state.ruleset);
    const actions = acting === null ? [] : await actionsOf(em, acting, { state: tender.state, fence, law });
    return { status: 200, body: presentActions(actions, fence.at) };
  },
});

async function actionsOf(
  em: Em,
  identity: Identity,
  { state, fence, law }: { state: TenderState; fence: FenceReading; law: LawContext },
): Promise<Action[]> {
  const actor = actorOf(identity);
  const actions = tenderActions(actor, state, fence.at, law);
  const unmandated = await refuseUnmandated(em, state, identity);
  if (unmandated !== null) return refusedActions(actions, unmandated);
  if (identity.role !== 'bidder') return actions;
  const hasBid = (await currentBidOf(em, state.id, identity.partyId)) !== null;
  return [...bidActions({ state, window: windowOf(fence), hasBid }, actor, fence.at, law), ...actions];
}
