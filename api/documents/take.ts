import { z } from 'zod';
import type { TenderState } from '../../domain/tender/state.ts';
import { enterRecord, hasTaken, loadState, readFence, registerTaker, secretId } from '../../store/index.ts';
import type { Deps, Identity } from '../deps.ts';
import { answerFile, FILE_RESPONSES, planFile } from '../file-answer.ts';
import { problem, refusalProblem } from '../problem.ts';
import { route } from '../route.ts';
import { idSchema, sha256Schema } from '../schema.ts';
import { inScope } from '../supervision/scope.ts';
import { offerOf, refuseTaking, type Offer } from './offers.ts';

export const takeDocument = route({
  method: 'get',
  path: '/v1/tenders/:id/documents/:sha256',
  operationId: 'takeDocument',
  tags: ['documents'],
  summary: '获取招标文件 · Take a tender document; who took it is registered and stays secret',
  description:
    'Documents of a first stage are issued in its time; where only some may bid, the tender documents are for them alone. Applications and reports on instructions are for those who are to read them. Taken is what bytes are given of: not by HEAD, and not by a 304.',
  access: ['bidder', 'tenderee', 'agency', 'supervisor'],
  recordsRefusals: true,
  request: { params: z.strictObject({ id: idSchema, sha256: sha256Schema }) },
  responses: FILE_RESPONSES,
  handler: async ({ params, deps, identity, address, koa }) => {
    if (identity.role === 'supervisor') await inScope(deps.store.em(), params.id, identity);
    const state = await loadState(deps.store.em(), params.id, false);
    const offer = state && offerOf(state, params.sha256, identity);
    if (state === null || offer === null)
      throw problem(404, 'unknown-document', {
        zh: '该项目没有此文件',
        en: 'the tender has no such document',
      });
    const plan = planFile(koa, offer.document);
    await noteTaking(deps, state, { offer, givesBytes: plan.givesBytes }, identity, address);
    return answerFile(plan, deps.blobs);
  },
});

/**
 * Takes the document at the fence's instant: refused, or, where a bidder is given bytes of what is issued, registered in
 * secret. Who only looks (HEAD, or a copy that is still the same) has taken nothing.
 */
async function noteTaking(
  deps: Deps,
  state: TenderState,
  { offer, givesBytes }: { readonly offer: Offer; readonly givesBytes: boolean },
  identity: Identity,
  address: string,
): Promise<void> {
  const law = await deps.lawOf(state.ruleset);
  const { sha256 } = offer.document;
  await deps.store.transaction(async (tx) => {
    const fence = await readFence(tx, state.id, 'share');
    if (fence === null) throw new Error(`tender ${state.id} has no fence`);
    const before = await hasTaken(tx, { tenderId: state.id, partyId: identity.partyId });
    const refusal = refuseTaking(offer, state, identity, { at: fence.at, before }, law);
    if (refusal !== null) throw refusalProblem([refusal]);
    if (identity.role !== 'bidder' || offer.stage === 'held' || !givesBytes) return;
    await registerTaker(tx, { tenderId: state.id, partyId: identity.partyId, sha256, at: fence.at });
    await enterRecord(tx, {
      id: secretId(),
      tenderId: state.id,
      event: 'documentTaken',
      at: fence.at,
      rehearsal: fence.rehearsal,
      role: identity.role,
      party: null,
      rule: 'EB-006',
      article: '电子招标投标办法第二十一条',
      documents: [sha256],
      data: {},
      private: { person: identity.personId, party: identity.uscc, address },
    });
  });
}
