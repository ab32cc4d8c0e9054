import type { TenderState } from '../../tender/ground/state.ts';
import { ocidOf } from './ocid.ts';
import type { ReleaseContext } from './types.ts';

/** The code that the tenderee or the platform gave the whole project; no register of such codes is known. */
const PROJECT_SCHEME = 'CN-project-code';

interface RelatedProcess {
  readonly id: string;
  readonly relationship: readonly string[];
  readonly scheme: string;
  readonly identifier: string;
  readonly uri?: string;
}

/**
 * OCDS `relatedProcesses`: the tender that came to nothing and is held anew by this one, and the project
 * whose lot this tender is. OCDS 1.1.5 itself knows no lots; each is a contracting process here.
 */
export function relatedProcessesOf({ draft, rehearsal }: TenderState, ctx: ReleaseContext): RelatedProcess[] {
  const related: RelatedProcess[] = [];
  if (draft.prior !== null) {
    // A rehearsal is held anew as one: a real tender and a rehearsal share no project.
    const identifier = ocidOf(ctx.ocidPrefix, draft.prior.tenderId, rehearsal);
    related.push({
      id: 'prior',
      relationship: ['unsuccessfulProcess'],
      scheme: 'ocid',
      identifier,
      uri: `${ctx.publicUrl}/ocds/records/${identifier}.json`,
    });
  }
  if (draft.lot !== null) {
    related.push({
      id: 'project',
      relationship: ['parent'],
      scheme: PROJECT_SCHEME,
      identifier: draft.lot.projectCode,
    });
  }
  return related;
}
