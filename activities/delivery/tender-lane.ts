import { v7 as uuidv7 } from 'uuid';
import {
  recipientsOf,
  renderPage,
  type Announcement,
  type KnownParties,
  type PartyNotice,
  type Release,
} from '../../domain/disclosure/index.ts';
import { mandatedOf, mandateThatHolds } from '../../domain/party/mandate.ts';
import type { PartyRef, TenderState } from '../../domain/tender/index.ts';
import { isoShanghai } from '../../domain/time/instant.ts';
import type { Signer } from '../../runtime/signing.ts';
import {
  currentBids,
  lastReleaseAt,
  loadState,
  mandatesBetween,
  markDelivered,
  markFailed,
  nextDelivery,
  noticesBefore,
  partiesByUscc,
  pendingCount,
  putNotice,
  storeAnnouncement,
  storeRelease,
  supervisorsFor,
  takersOf,
  type Delivery,
  type Store,
  type Tx,
} from '../../store/index.ts';
import type { Platform } from '../decisions/recording.ts';
import { DELIVERIES_PER_TURN, reasonOf, type LaneResult, type Turn } from './turn.ts';

export interface TenderLaneDeps {
  readonly store: Store;
  readonly platform: Platform;
  readonly signer: Pick<Signer, 'sign'>;
}

/** What a delivery of kind `publish` carries. */
interface Publication {
  readonly announcement: Announcement | null;
  readonly release: Release | null;
}

/** Delivers a tender's announcements and notices in order; stops at the first that fails, and says which. */
export async function deliverTenderLane(deps: TenderLaneDeps, lane: string, turn: Turn): Promise<LaneResult> {
  for (let done = 0; done < DELIVERIES_PER_TURN && !turn.signal.aborted; done++) {
    const next = await nextDelivery(deps.store.em(), lane);
    if (next === null) return { remaining: 0, failed: null };
    turn.beat();
    try {
      await deps.store.transaction(async (tx) => {
        if (next.kind === 'publish') await publish(tx, deps.platform, next);
        else if (next.kind === 'notify') await notify(tx, next, deps.signer);
        else await notifyLate(tx, next, deps.signer);
        await markDelivered(tx, next.id);
      });
    } catch (error) {
      const reason = reasonOf(error);
      const attempts = await markFailed(deps.store.em(), next.id, reason);
      return {
        remaining: await pendingCount(deps.store.em(), lane),
        failed: { id: next.id, error: reason, attempts },
      };
    }
  }
  return { remaining: await pendingCount(deps.store.em(), lane), failed: null };
}

/** Publishes page and release at their permanent addresses; repeating it finds them there. */
async function publish(tx: Tx, platform: Platform, delivery: Delivery): Promise<void> {
  const { announcement, release } = delivery.payload as Publication;
  const { id, tenderId } = delivery;
  if (announcement !== null) {
    const { kind, title, at, rehearsal } = announcement;
    const html = renderPage(announcement, {
      url: `${platform.publicUrl}/announcements/${id}`,
      id,
      publishedAt: at,
      tenderUrl: `${platform.publicUrl}/v1/tenders/${tenderId}`,
      platformName: platform.platformName,
    });
    await storeAnnouncement(tx, { id, tenderId, kind, title, publishedAt: at, rehearsal, html });
  }
  if (release !== null) {
    const ocid = String(release['ocid']);
    const given = announcement?.at ?? Date.parse(String(release['date']));
    // Readers merge by the date: two steps of one instant are told apart by a millisecond.
    const publishedAt = Math.max(given, ((await lastReleaseAt(tx, ocid, id)) ?? -Infinity) + 1);
    const dated = { ...release, date: isoShanghai(publishedAt) };
    await storeRelease(tx, { id, tenderId, ocid, publishedAt, release: dated });
  }
}

/** The parties whom notices of a tender can concern, as they are now. */
async function knownParties(tx: Tx, { id, draft }: TenderState): Promise<KnownParties> {
  const idsOf = async (parties: readonly PartyRef[]): Promise<string[]> =>
    (
      await partiesByUscc(
        tx,
        parties.map(({ uscc }) => uscc),
      )
    ).map((party) => party.id);
  return {
    holders: await takersOf(tx, id),
    bidders: (await currentBids(tx, id)).map((bid) => bid.partyId),
    tenderee: await idsOf([draft.tenderee, ...(await actingAgency(tx, draft))]),
    invitees: await idsOf(draft.invitees),
    supervisors: await supervisorsFor(tx, draft.region, draft.industry),
  };
}

/** The agency of a tender while its mandate holds: whose mandate ended is told nothing more. */
async function actingAgency(tx: Tx, draft: TenderState['draft']): Promise<PartyRef[]> {
  const asked = mandatedOf(draft);
  if (asked === null || draft.agency === null) return [];
  const { mandates, at } = await mandatesBetween(tx, asked);
  return mandateThatHolds(mandates, asked, at) === null ? [] : [draft.agency];
}

/** Tells one party that was not registered yet what the tender told those whom it belongs to. */
async function notifyLate(tx: Tx, delivery: Delivery, signer: TenderLaneDeps['signer']): Promise<void> {
  const { partyId } = delivery.payload as { readonly partyId: string };
  for (const earlier of await noticesBefore(tx, delivery)) await notify(tx, earlier, signer, partyId);
}

/**
 * Puts a notice into the inbox of everybody it is for, or of the one party alone if it is for it, signed by the platform
 * over everything it says and to whom.
 */
async function notify(
  tx: Tx,
  delivery: Delivery,
  signer: TenderLaneDeps['signer'],
  only?: string,
): Promise<void> {
  const notice = delivery.payload as PartyNotice;
  const state = await loadState(tx, delivery.tenderId, false);
  if (state === null) throw new Error(`tender ${delivery.tenderId} has no state`);
  const known = await knownParties(tx, state);
  const { kind, titleZh, titleEn, textZh, textEn, rule, article } = notice;
  const body = { kind, titleZh, titleEn, textZh, textEn, rule, article };
  for (const partyId of recipientsOf(notice, state, known)) {
    if (only !== undefined && partyId !== only) continue;
    const id = uuidv7();
    const addressed = { noticeId: id, tenderId: delivery.tenderId, partyId };
    await putNotice(tx, {
      id,
      deliveryId: delivery.id,
      partyId,
      tenderId: delivery.tenderId,
      body: { ...body, signature: await signer.sign({ format: 'openseal-notice/1', ...addressed, ...body }) },
    });
  }
}
