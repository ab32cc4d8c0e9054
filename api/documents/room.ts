import type { BidReserve } from '../../runtime/space.ts';
import { documentBytesOf, QuotaReachedError, usedKey, type Store } from '../../store/index.ts';
import type { Identity } from '../caller.ts';
import type { ApiConfig } from '../config.ts';
import { problem, type ProblemError } from '../problem.ts';

/** How long a document is, null where nothing tells that before its end; and the key of the request that brings it. */
export interface Announced {
  readonly sizeBytes: number | null;
  readonly idempotencyKey: string;
}

/**
 * Refuses a document unread for which there is no room, before any of its bytes are kept. Throws the problems 409
 * `document-quota-reached` and 503 `space-kept-for-bids`. What tells no length counts as the largest where space is kept for
 * bids, and by the quota once all of it is there. Whoever repeats a request is read all the same: it may have been done before.
 */
export async function assertRoom(
  deps: { readonly store: Store; readonly reserve: BidReserve; readonly config: ApiConfig },
  identity: Identity,
  { sizeBytes, idempotencyKey }: Announced,
): Promise<void> {
  const { documentBytes: maxBytes, documentMaxBytes } = deps.config.limits;
  if (!(await deps.reserve.isLeftBy(sizeBytes ?? documentMaxBytes))) throw keptForBids();
  const em = deps.store.em();
  const usedBytes = await documentBytesOf(em, identity.partyId);
  if (usedBytes + (sizeBytes ?? 0) <= maxBytes) return;
  const repeated = await usedKey(em, identity.personId, idempotencyKey);
  if (repeated === null) throw quotaReached(new QuotaReachedError(usedBytes, maxBytes));
}

/** The problem of a party that stored as much as it may. */
export function quotaReached({ usedBytes, maxBytes }: QuotaReachedError): ProblemError {
  const left = Math.max(0, maxBytes - usedBytes);
  return problem(409, 'document-quota-reached', {
    zh: `本单位已存文件共${usedBytes}字节，加上此文件将超过上限${maxBytes}字节，未予收存；投标文件的递交不受影响`,
    en: `your party's documents come to ${usedBytes} bytes, with this one they would exceed ${maxBytes}: it was not kept. Bids are handed in as ever`,
    accepted: {
      zh: `不超过${left}字节的文件，或者引用已存的文件；需要更多请联系平台运营方`,
      en: `a file of at most ${left} bytes, or a document that is stored already; for more ask the operator`,
    },
  });
}

/** The problem of bytes that would take from what is kept for bids. */
export function keptForBids(headers: Readonly<Record<string, string>> = {}): ProblemError {
  return problem(503, 'space-kept-for-bids', {
    zh: '平台剩余空间仅供递交投标文件，其他内容暂不收存；腾出空间后自行恢复，请稍后以同一 Idempotency-Key 重试',
    en: 'the space that is left is kept for bids, nothing else is taken now: it goes on by itself once there is more, try again with the same Idempotency-Key',
    headers: { 'Retry-After': '300', ...headers },
  });
}
