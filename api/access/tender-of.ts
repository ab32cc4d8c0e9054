import {
  mandatedOf,
  mandateRef,
  mandateThatHolds,
  refuseMandate,
  type MandateRef,
} from '../../domain/party/mandate.ts';
import { isItsAgency, isOwn, type OwnDraft } from '../../domain/party/own-side.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { TenderState } from '../../domain/tender/ground/state.ts';
import { mandatesBetween, tenderById, type Em, type TenderRow } from '../../store/index.ts';
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
  if (isItsAgency(tender, identity)) await assertMandated(em, tender.draft);
  if (tender.status === 'draft') throw unknownTender();
  throw problem(403, 'not-your-tender', {
    zh: '本单位不是该项目的招标人或者招标代理机构',
    en: 'your party is neither the tenderee nor the agency of this tender',
  });
}

/** Why the agency of a tender may do nothing for it now: no mandate holds. Null for anybody else, and where one does. */
export async function refuseUnmandated(
  em: Em,
  tender: { readonly draft: OwnDraft },
  identity: Identity,
): Promise<Refusal | null> {
  return isItsAgency(tender, identity) ? (await mandateNow(em, tender.draft)).refusal : null;
}

/**
 * The mandate under which the agency of a draft acts at this instant of the database; null for a draft without an agency. With
 * `lock` it is not revoked before the transaction ends. Throws the problem 403 of the nearest mandate that does not hold.
 */
export async function assertMandated(em: Em, draft: OwnDraft, lock = false): Promise<MandateRef | null> {
  const { mandate, refusal } = await mandateNow(em, draft, lock);
  if (refusal === null) return mandate;
  const { code, zh, en, accepted } = refusal;
  throw problem(403, code, { zh, en, accepted });
}

/** The mandate of a draft's agency that holds now, or why none does; neither for a draft without an agency. */
async function mandateNow(
  em: Em,
  draft: OwnDraft,
  lock = false,
): Promise<{ readonly mandate: MandateRef | null; readonly refusal: Refusal | null }> {
  const asked = mandatedOf(draft);
  if (asked === null) return { mandate: null, refusal: null };
  const { mandates, at } = await mandatesBetween(em, asked, lock);
  const found = mandateThatHolds(mandates, asked, at);
  return found === null
    ? { mandate: null, refusal: refuseMandate(mandates, asked, at) }
    : { mandate: mandateRef(found), refusal: null };
}

/** The problem of a tender that the caller may know nothing of. */
export function unknownTender(): Error {
  return problem(404, 'unknown-tender', { zh: '没有此项目', en: 'there is no such tender' });
}
