import type { DocumentRef } from '../domain/tender/ground/draft.ts';
import type { Instant } from '../domain/time/instant.ts';
import { nameBytes, type IsKept } from './stored-bytes.ts';
import { CLOCK_MS, num, row, rows, type Em, type Row, type Tx } from './store.ts';

function document(found: Row): DocumentRef {
  return {
    sha256: String(found['sha256']),
    name: String(found['name']),
    sizeBytes: num(found['size_bytes']),
    mediaType: String(found['media_type']),
  };
}

/**
 * Notes that a party stored a document; the bytes stand in the blob store. Repeating it keeps the first name. Throws a
 * BytesGoneError where the bytes were removed meanwhile.
 */
export async function storeDocument(
  tx: Tx,
  ownerPartyId: string,
  given: DocumentRef,
  isKept: IsKept,
): Promise<DocumentRef> {
  await nameBytes(tx, given.sha256, isKept);
  await rows(
    tx,
    `insert into document (sha256, owner_party_id, name, size_bytes, media_type, stored_at)
     values ($1, $2, $3, $4, $5, ${CLOCK_MS}) on conflict do nothing`,
    [given.sha256, ownerPartyId, given.name, given.sizeBytes, given.mediaType],
  );
  const stored = await documentOf(tx, ownerPartyId, given.sha256);
  if (stored === null) throw new Error('the document was not stored');
  return stored;
}

/** A document that a party stored, or null. */
export async function documentOf(em: Em, ownerPartyId: string, sha256: string): Promise<DocumentRef | null> {
  const found = await row(
    em,
    `select sha256, name, size_bytes, media_type from document where owner_party_id = $1 and sha256 = $2`,
    [ownerPartyId, sha256],
  );
  return found && document(found);
}

/** Registers who took a tender's document (法 22: secret). False when the party took it before. */
export async function registerTaker(
  tx: Tx,
  given: { tenderId: string; partyId: string; sha256: string; at: Instant },
): Promise<boolean> {
  const inserted = await rows(
    tx,
    `insert into document_taker (tender_id, party_id, sha256, taken_at) values ($1, $2, $3, $4)
     on conflict do nothing returning party_id`,
    [given.tenderId, given.partyId, given.sha256, given.at],
  );
  return inserted.length > 0;
}

/** Whether a party took any document of a tender before. */
export async function hasTaken(em: Em, given: { tenderId: string; partyId: string }): Promise<boolean> {
  const found = await row(
    em,
    `select exists (select 1 from document_taker where tender_id = $1 and party_id = $2) as taken`,
    [given.tenderId, given.partyId],
  );
  return found?.['taken'] === true;
}

/** The parties that took any document of a tender: those whom every clarification must reach (ZTB-008). */
export async function takersOf(em: Em, tenderId: string): Promise<string[]> {
  const found = await rows(em, `select distinct party_id from document_taker where tender_id = $1`, [
    tenderId,
  ]);
  return found.map((line) => String(line['party_id']));
}
