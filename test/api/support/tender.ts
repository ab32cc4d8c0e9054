import { v7 as uuidv7 } from 'uuid';
import type { DocumentRef, PartyRef } from '../../../domain/case/references.ts';
import type { TenderState } from '../../../domain/tender/ground/state.ts';
import type { Instant } from '../../../domain/time/instant.ts';
import { createDraft, createFence, databaseNow, saveState, updateFence } from '../../../store/index.ts';
import { launchProcess } from '../../support/process.ts';
import type { TestPlatform } from './platform.ts';

/**
 * A tender launched on the example draft, its clock at `at`, with these documents; by this tenderee, or the example's. It is a
 * rehearsal unless it is to stand in the record.
 */
export async function launchedTender(
  platform: TestPlatform,
  ownerPartyId: string,
  given: {
    documents: readonly DocumentRef[];
    at: (state: TenderState) => Instant;
    tenderee?: PartyRef;
    rehearsal?: boolean;
    /** Two real tenders have no code in common. */
    projectCode?: string;
  },
): Promise<TenderState> {
  const { rehearsal = true } = given;
  const launched = launchProcess({ documents: given.documents }).state;
  const draft = {
    ...launched.draft,
    tenderee: given.tenderee ?? launched.draft.tenderee,
    projectCode: given.projectCode ?? launched.draft.projectCode,
  };
  const example: TenderState = { ...launched, draft, id: uuidv7(), rehearsal };
  const behindMs = (await databaseNow(platform.deps.store.em())) - given.at(example);
  // Nothing shifts the clock of a real tender: its instants lie around now instead.
  const state = rehearsal ? example : movedBy(example, behindMs);
  const shiftMs = rehearsal ? -behindMs : 0;
  const { documentsIssuedFromAt: documentsFromAt, bidDeadlineAt } = state;
  await platform.deps.store.transaction(async (tx) => {
    await createDraft(tx, {
      id: state.id,
      ownerPartyId,
      draft: state.draft,
      rehearsal,
      clockStartsAt: state.launchedAt,
    });
    await createFence(tx, { tenderId: state.id, rehearsal, shiftMs, documentsFromAt, bidDeadlineAt });
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

function movedBy(state: TenderState, ms: number): TenderState {
  const { launchedAt, documentsIssuedFromAt, bidDeadlineAt } = state;
  return {
    ...state,
    launchedAt: launchedAt + ms,
    documentsIssuedFromAt: documentsIssuedFromAt + ms,
    bidDeadlineAt: bidDeadlineAt + ms,
  };
}
