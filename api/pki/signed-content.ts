import type { Readable } from 'node:stream';
import type { SignedKind } from '../../domain/pki/index.ts';
import { digestOf, type Content } from '../../runtime/pki/index.ts';
import { announcementBytes, documentOf, hasBid, partyByUscc, type TenderRow } from '../../store/index.ts';
import type { Deps, Identity } from '../deps.ts';
import { isOwn } from '../../domain/party/own-side.ts';

/**
 * The content that a party wants to sign, by its hash, when the tender has it and the party may sign it: an
 * announcement as it is published, a document that the tenderee or agency stored, the party's own sealed bid or what
 * it applies with, or, for who was awarded, the contract. Null otherwise, so that nobody learns of what is not theirs.
 */
export async function signedContent(
  deps: Deps,
  tender: TenderRow,
  identity: Identity,
  kind: SignedKind,
  sha256: string,
): Promise<Content | null> {
  const em = deps.store.em();
  const { uscc, role } = identity;
  const stored = storedContent(deps, sha256);
  if (role === 'bidder') {
    if (kind === 'bid') return (await isBidOrApplication(deps, tender, identity, sha256)) ? stored : null;
    if (kind === 'openingRecord') return announcementBytes(em, tender.id, sha256);
    const awarded = tender.state?.award?.candidate.uscc === uscc;
    return awarded && (await isStoredByOwner(deps, tender, sha256)) ? stored : null;
  }
  if (!isOwn(tender, identity)) return null;
  if (await isStoredByOwner(deps, tender, sha256)) return stored;
  return announcementBytes(em, tender.id, sha256);
}

/** A sealed bid that the party handed in, or, while applications are taken, a document that it stored to apply with. */
async function isBidOrApplication(
  deps: Deps,
  tender: TenderRow,
  { partyId }: Identity,
  sha256: string,
): Promise<boolean> {
  const em = deps.store.em();
  if (await hasBid(em, tender.id, partyId, sha256)) return true;
  const first = tender.state?.firstStage ?? null;
  if (first === null || first.conclusion !== null) return false;
  return (await documentOf(em, partyId, sha256)) !== null;
}

async function isStoredByOwner(deps: Deps, tender: TenderRow, sha256: string): Promise<boolean> {
  const em = deps.store.em();
  const { tenderee, agency } = tender.draft;
  for (const owner of [tenderee.uscc, ...(agency === null ? [] : [agency.uscc])]) {
    const party = await partyByUscc(em, owner);
    if (party !== null && (await documentOf(em, party.id, sha256)) !== null) return true;
  }
  return false;
}

/** The name of stored bytes is their SHA-256; other digests are taken over the bytes themselves. */
function storedContent(deps: Deps, sha256: string): Content {
  return async (digest) => {
    if (digest === 'sha256') return Buffer.from(sha256, 'hex');
    return digestOf(digest, (await deps.blobs.get(sha256)) as Readable & AsyncIterable<Uint8Array>);
  };
}
