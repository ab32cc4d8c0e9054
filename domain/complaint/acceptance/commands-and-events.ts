import type { Happened } from '../../case/chapter.ts';
import type { Begins } from '../ground/progress.ts';
import type { RefusalGround } from '../ground/state.ts';

/** The authority says whether it takes the complaint. */
export type AcceptanceCommand =
  | { readonly name: 'acceptComplaint' }
  | { readonly name: 'refuseComplaint'; readonly ground: RefusalGround; readonly reason: string };

export type AcceptanceEvent = Happened<
  | ({ readonly name: 'complaintAccepted' } & Begins)
  | { readonly name: 'complaintRefused'; readonly ground: RefusalGround; readonly reason: string }
>;
