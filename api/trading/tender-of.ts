import { tenderById, type Em, type TenderRow } from '../../store/index.ts';
import type { TenderState } from '../../domain/tender/state.ts';
import type { Identity } from '../deps.ts';
import { problem } from '../problem.ts';

/** A launched tender. Throws the problem 404: a draft is as unknown to others as what never was. */
export async function launchedTender(em: Em, id: string): Promise<TenderRow & { state: TenderState }> {
  const tender = await tenderById(em, id);
  if (tender?.state == null) throw unknownTender();
  return { ...tender, state: tender.state };
}

/** A tender of the acting party, as its tenderee or its agency. Throws 404 for another's draft, 403 for another's tender. */
export async function ownTender(em: Em, id: string, identity: Identity): Promise<TenderRow> {
  const tender = await tenderById(em, id);
  if (tender === null) throw unknownTender();
  if (isOwn(tender, identity)) return tender;
  if (tender.status === 'draft') throw unknownTender();
  throw problem(403, 'not-your-tender', {
    zh: '本单位不是该项目的招标人或者招标代理机构',
    en: 'your party is neither the tenderee nor the agency of this tender',
  });
}

export function isOwn(tender: TenderRow, identity: Identity): boolean {
  const { tenderee, agency } = tender.draft;
  return identity.uscc === (identity.role === 'tenderee' ? tenderee.uscc : agency?.uscc);
}

/** The problem of a tender that the caller may know nothing of. */
export function unknownTender(): Error {
  return problem(404, 'unknown-tender', { zh: '没有此项目', en: 'there is no such tender' });
}
