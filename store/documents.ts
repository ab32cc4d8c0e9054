import type { DocumentRef } from '../domain/case/references.ts';
import { dateOf, type Instant } from '../domain/time/instant.ts';
import { CLOCK_MS, lockOn, num, row, rows, type Em, type Row, type Tx } from './store.ts';
import { nameBytes, type IsKept } from './stored-bytes.ts';

function document(found: Row): DocumentRef {
  return {
    sha256: String(found['sha256']),
    name: String(found['name']),
    sizeBytes: num(found['size_bytes']),
    mediaType: String(found['media_type']),
  };
}

/** A document takes this much of a disk at the least. */
const LEAST_BYTES = 4096;

/** The documents of a party would come to more bytes than it may store. */
export class QuotaReachedError extends Error {
  readonly usedBytes: number;
  readonly maxBytes: number;

  constructor(usedBytes: number, maxBytes: number) {
    super(`the party's documents come to ${usedBytes} bytes of ${maxBytes}`);
    this.name = 'QuotaReachedError';
    this.usedBytes = usedBytes;
    this.maxBytes = maxBytes;
  }
}

/** What the documents of a party come to, in bytes; small ones count as a block of a disk. */
export async function documentBytesOf(em: Em, ownerPartyId: string): Promise<number> {
  const found = await row(
    em,
    `select coalesce(sum(greatest(size_bytes, ${LEAST_BYTES})), 0) as bytes from document where owner_party_id = $1`,
    [ownerPartyId],
  );
  return num(found?.['bytes']);
}

/** What storing a document goes by. */
export interface DocumentBounds {
  readonly isKept: IsKept;
  /** What the documents of a party may come to, in bytes. */
  readonly maxBytes: number;
}

/**
 * Notes that a party stored a document; the bytes stand in the blob store. Repeating it keeps the first name, and takes no
 * more of the quota. Throws a QuotaReachedError, and a BytesGoneError where the bytes were removed meanwhile.
 */
export async function storeDocument(
  tx: Tx,
  ownerPartyId: string,
  given: DocumentRef,
  { isKept, maxBytes }: DocumentBounds,
): Promise<DocumentRef> {
  // One at a time of a party, or two that are stored at once would both find room.
  await lockOn(tx, `documents:${ownerPartyId}`);
  const before = await documentOf(tx, ownerPartyId, given.sha256);
  if (before === null) {
    const usedBytes = await documentBytesOf(tx, ownerPartyId);
    const more = Math.max(given.sizeBytes, LEAST_BYTES);
    if (usedBytes + more > maxBytes) throw new QuotaReachedError(usedBytes, maxBytes);
  }
  await nameBytes(tx, given.sha256, isKept);
  if (before !== null) return before;
  await rows(
    tx,
    `insert into document (sha256, owner_party_id, name, size_bytes, media_type, stored_at)
     values ($1, $2, $3, $4, $5, ${CLOCK_MS})`,
    [given.sha256, ownerPartyId, given.name, given.sizeBytes, given.mediaType],
  );
  return given;
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

/** A party that takes a document of a tender. */
export interface Taking {
  readonly tenderId: string;
  readonly partyId: string;
  readonly sha256: string;
  readonly at: Instant;
}

/** Registers who took a tender's document (法 22: secret). False when the party took it before. */
export async function registerTaker(tx: Tx, { tenderId, partyId, sha256, at }: Taking): Promise<boolean> {
  const inserted = await rows(
    tx,
    `insert into document_taker (tender_id, party_id, sha256, taken_at) values ($1, $2, $3, $4)
     on conflict do nothing returning party_id`,
    [tenderId, partyId, sha256, at],
  );
  return inserted.length > 0;
}

/** Notes that a person took a document for its party. False when it did so before on the same day in Shanghai. */
export async function noteTakingOfDay(
  tx: Tx,
  { tenderId, partyId, personId, sha256, at }: Taking & { readonly personId: string },
): Promise<boolean> {
  const inserted = await rows(
    tx,
    `insert into document_taking (tender_id, party_id, person_id, sha256, day) values ($1, $2, $3, $4, $5::date)
     on conflict do nothing returning day`,
    [tenderId, partyId, personId, sha256, dateOf(at)],
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
