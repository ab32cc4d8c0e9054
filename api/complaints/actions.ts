import { complaintActions } from '../../domain/complaint/index.ts';
import { readFenceUnlocked } from '../../store/index.ts';
import { seenComplaint, unknownComplaint } from '../access/complaint-of.ts';
import { ACTIONS_EXAMPLE, actionsAnswerSchema, presentActions } from '../actions.ts';
import { complaintParams } from '../commands/params.ts';
import { actorOf } from '../deps.ts';
import { route } from '../route.ts';

/** Who may not know of the complaint is told nothing of it; the administrator neither, who is shown nothing of complaints. */
export const complaintActionsRoute = route({
  method: 'get',
  path: '/v1/complaints/:id/actions',
  operationId: 'complaintActions',
  tags: ['complaints'],
  summary:
    '我现在可以做什么 · What the caller may do with this complaint: each of its commands, admitted now or why not',
  description:
    'The commands that the caller could ever give to this complaint: as its complainant, as the authority that deals with it, or as the respondent. Who may know of it and gives none is shown none.',
  access: ['bidder', 'tenderee', 'agency', 'supervisor'],
  request: { params: complaintParams },
  responses: {
    200: { description: '可办事项', schema: actionsAnswerSchema, example: ACTIONS_EXAMPLE },
  },
  handler: async ({ params, deps, identity }) => {
    const em = deps.store.em();
    const { state } = await seenComplaint(em, params.id, identity);
    const fence = await readFenceUnlocked(em, state.tender.id);
    if (fence === null) throw unknownComplaint();
    const law = await deps.lawOf(state.ruleset);
    return {
      status: 200,
      body: presentActions(complaintActions(actorOf(identity), state, fence.at, law), fence.at),
    };
  },
});
