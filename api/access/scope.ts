import { isWithinScope } from '../../domain/party/scope.ts';
import { partyById, tenderById, type Em, type TenderRow } from '../../store/index.ts';
import type { Identity } from '../deps.ts';
import { problem } from '../problem.ts';

/** What an authority is competent for: region code prefixes and industries; null: all. */
export async function scopeOf(
  em: Em,
  identity: Identity,
): Promise<{ regions: string[] | null; industries: string[] | null }> {
  const party = await partyById(em, identity.partyId);
  return { regions: party?.regions ?? null, industries: party?.industries ?? null };
}

/** Whether a place and an industry lie within the authority's scope. */
export async function isInScope(
  em: Em,
  tender: { readonly region: string; readonly industry: string },
  identity: Identity,
): Promise<boolean> {
  return isWithinScope(await scopeOf(em, identity), tender);
}

/** A launched tender within the authority's scope. Throws 404 for any other: supervisors see their own only. */
export async function inScope(
  em: Em,
  id: string,
  identity: Identity,
): Promise<TenderRow & { state: NonNullable<TenderRow['state']> }> {
  const tender = await tenderById(em, id);
  const state = tender?.state;
  if (tender === null || state == null || !(await isInScope(em, tender, identity)))
    throw problem(404, 'unknown-tender', {
      zh: '监督范围内没有此项目',
      en: 'there is no such tender in your scope',
    });
  return { ...tender, state };
}
