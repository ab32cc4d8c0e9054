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

/** A launched tender within the authority's scope. Throws 404 for any other: supervisors see their own only. */
export async function inScope(
  em: Em,
  id: string,
  identity: Identity,
): Promise<TenderRow & { state: NonNullable<TenderRow['state']> }> {
  const { regions, industries } = await scopeOf(em, identity);
  const tender = await tenderById(em, id);
  const state = tender?.state;
  const competent =
    tender !== null &&
    (regions === null || regions.some((prefix) => tender.region.startsWith(prefix))) &&
    (industries === null || industries.includes(tender.industry));
  if (tender === null || state == null || !competent)
    throw problem(404, 'unknown-tender', {
      zh: '监督范围内没有此项目',
      en: 'there is no such tender in your scope',
    });
  return { ...tender, state };
}
