import { v7 as uuidv7 } from 'uuid';
import type { DocumentRef, PartyRef, TenderState } from '../../../domain/tender/state.ts';
import type { Instant } from '../../../domain/time/instant.ts';
import { createDraft, createFence, databaseNow, saveState, updateFence } from '../../../store/index.ts';
import { launchProcess } from '../../support/process.ts';
import type { TestPlatform } from './platform.ts';

/** A rehearsal launched on the example draft, its clock at `at`, with these documents; by this tenderee, or the example's. */
export async function launchedTender(
  platform: TestPlatform,
  ownerPartyId: string,
  given: { documents: readonly DocumentRef[]; at: (state: TenderState) => Instant; tenderee?: PartyRef },
): Promise<TenderState> {
  const launched = launchProcess({ documents: given.documents }).state;
  const draft = { ...launched.draft, tenderee: given.tenderee ?? launched.draft.tenderee };
  const state: TenderState = { ...launched, draft, id: uuidv7(), rehearsal: true };
  const { documentsIssuedFromAt: documentsFromAt, bidDeadlineAt } = state;
  await platform.deps.store.transaction(async (tx) => {
    const shiftMs = given.at(state) - (await databaseNow(tx));
    await createDraft(tx, {
      id: state.id,
      ownerPartyId,
      draft: state.draft,
      rehearsal: true,
      clockStartsAt: state.launchedAt,
    });
    await createFence(tx, { tenderId: state.id, rehearsal: true, shiftMs, documentsFromAt, bidDeadlineAt });
    await saveState(tx, state);
  });
  return state;
}

/** Puts a rehearsal's clock to an instant. */
export async function setClock(platform: TestPlatform, tenderId: string, at: Instant): Promise<void> {
  await platform.deps.store.transaction(async (tx) => {
    await updateFence(tx, tenderId, { shiftMs: at - (await databaseNow(tx)) });
  });
}
