import { v7 as uuidv7 } from 'uuid';
import type { TenderState } from '../../domain/tender/ground/state.ts';
import type { Instant } from '../../domain/time/instant.ts';
import {
  createDraft,
  createFence,
  createParty,
  databaseNow,
  saveState,
  updateFence,
  type Store,
} from '../../store/index.ts';

/**
 * Puts a tender as the pure functions made it into the store, as if it had been launched there: with an id of its
 * own, its clock at `at`. A real tender's clock is the server's, whatever `at` says.
 */
export async function putTender(
  store: Store,
  state: TenderState,
  { at, rehearsal = true }: { at: Instant; rehearsal?: boolean },
): Promise<TenderState> {
  const id = uuidv7();
  const put: TenderState = { ...state, id, rehearsal };
  await store.transaction(async (tx) => {
    const ownerPartyId = uuidv7();
    await createParty(tx, {
      id: ownerPartyId,
      uscc: `USCC-${ownerPartyId}`,
      name: 'owner',
      address: '-',
      kinds: [],
    });
    const draft = { ...put.draft, projectCode: id };
    const shiftMs = rehearsal ? at - (await databaseNow(tx)) : 0;
    const { documentsIssuedFromAt: documentsFromAt, bidDeadlineAt } = put;
    await createDraft(tx, { id, ownerPartyId, draft, rehearsal, clockStartsAt: rehearsal ? at : null });
    await createFence(tx, { tenderId: id, rehearsal, shiftMs, documentsFromAt, bidDeadlineAt });
    const closedAt = put.milestones.bidsClosed;
    await updateFence(tx, id, {
      held: put.suspension !== null,
      ...(closedAt === undefined ? {} : { closedAt }),
    });
    await saveState(tx, put);
  });
  return put;
}
