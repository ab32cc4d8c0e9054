import { exampleSupervisor } from '../../rehearsal/examples.ts';
import { enter } from '../../rehearsal/cast.ts';
import type { Stage } from '../../rehearsal/scene.ts';
import { filedComplaints } from './complaints.ts';
import {
  complaintGivens,
  draftGivens,
  instructionGivens,
  readGivens,
  tenderGivens,
  uploadGivens,
} from './givens.ts';
import { AGENCY, identityGivens, signedGivens, tokens, type Name } from './identities.ts';
import type { Givens } from './narrowed.ts';
import { standingTenders } from './tenders.ts';
import { uploadsOf } from './uploads.ts';

/** Who calls, and what is there to be called with. */
export interface Prepared {
  readonly tokens: Readonly<Record<Name, string | null>>;
  readonly givens: Givens;
}

/** Brings a platform to where many of its operations can answer 2xx, and says with what each does. */
export async function prepared(stage: Stage): Promise<Prepared> {
  const { baseUrl, password } = stage;
  const tenders = await standingTenders(stage);
  await enter(stage, AGENCY);
  const supervisor = await exampleSupervisor(baseUrl, password);
  const complaints = await filedComplaints(tenders, supervisor);
  const held = await tokens(stage);
  const uploads = uploadsOf(baseUrl, held.bidder!, held.tenderee!);
  const ground = { stage, tenders, complaints, supervisor, uploads };
  return {
    tokens: held,
    givens: {
      ...(await readGivens(ground)),
      ...(await tenderGivens(ground)),
      ...(await draftGivens(ground)),
      ...(await complaintGivens(ground)),
      ...(await instructionGivens(ground)),
      ...(await uploadGivens(ground)),
      ...(await identityGivens(stage)),
      ...(await signedGivens(stage)),
    },
  };
}
