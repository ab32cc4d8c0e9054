import { CLOCK_MS, lockOn, num, row, rows, type Em, type Tx } from './store.ts';

/** What a party may keep of resumable uploads at a time. */
export interface UploadBounds {
  readonly count: number;
  readonly bytes: number;
  /** An upload is kept so long from its beginning (ms). */
  readonly keptMs: number;
}

/** Notes an upload that a party begins, with the bytes it may grow to. False, and nothing is noted, beyond the bounds. */
export async function noteUpload(
  tx: Tx,
  given: { readonly id: string; readonly partyId: string; readonly sizeBytes: number },
  { count, bytes, keptMs }: UploadBounds,
): Promise<boolean> {
  const { id, partyId, sizeBytes } = given;
  // One at a time of a party, or two that begin at once would both find room.
  await lockOn(tx, `uploads:${partyId}`);
  const noted = await rows(
    tx,
    `insert into upload (id, party_id, size_bytes, begun_at)
     select $1, $2, $3::bigint, ${CLOCK_MS} from (
       select count(*) as n, coalesce(sum(size_bytes), 0) as bytes from upload
       where party_id = $2 and begun_at > ${CLOCK_MS} - $6::bigint) kept
     where kept.n < $4 and kept.bytes + $3::bigint <= $5::bigint returning id`,
    [id, partyId, sizeBytes, count, bytes, keptMs],
  );
  return noted.length > 0;
}

/** What the uploads that a party keeps may grow to, in bytes. */
export async function uploadBytesOf(em: Em, partyId: string, keptMs: number): Promise<number> {
  const found = await row(
    em,
    `select coalesce(sum(size_bytes), 0) as bytes from upload
     where party_id = $1 and begun_at > ${CLOCK_MS} - $2::bigint`,
    [partyId, keptMs],
  );
  return num(found?.['bytes']);
}

/** Forgets an upload that its party gave up. */
export async function forgetUpload(em: Em, id: string): Promise<void> {
  await rows(em, `delete from upload where id = $1`, [id]);
}

/** Forgets the uploads that began longer ago than they are kept. */
export async function forgetUploads(em: Em, keptMs: number): Promise<void> {
  await rows(em, `delete from upload where begun_at <= ${CLOCK_MS} - $1::bigint`, [keptMs]);
}
