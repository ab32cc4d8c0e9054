import { judgeRemoval, UNSIGNED, type BidderSignature, type JudgedRemoval } from '../domain/bid/removal.ts';
import type { Bid, BidReceipt } from '../domain/bid/types.ts';
import type { Actor } from '../domain/case/actor.ts';
import { SEALED_WITHIN_MS } from '../domain/record/sealed/index.ts';
import type { Refusal } from '../domain/refusal.ts';
import { removableBy } from '../domain/seal/removal.ts';
import { isoShanghai, type Instant } from '../domain/time/instant.ts';
import { BID_COLUMNS, bidOf, CURRENT, currentBidOf } from './current-bids.ts';
import { readFence, updateFence, type FenceReading } from './fence.ts';
import { claimKey, KeyReusedError, type WriteClaim } from './idempotency.ts';
import { readFenceFor, type Arrival, type ArrivalEvidence } from './intake.ts';
import { entryParameters, sealedInsert, secretId } from './record.ts';
import { lockOn, num, row, rows, type Queries, type Row, type Store, type Tx } from './store.ts';
import { nameBytes, type IsKept } from './stored-bytes.ts';
import { receiptTimestampInsert } from './timestamps.ts';

export type { Bid, BidReceipt } from '../domain/bid/types.ts';

/** A receipt with the platform's signature over it (compact JWS). */
export interface SignedReceipt {
  readonly bid: Bid;
  readonly receipt: BidReceipt;
  readonly signature: string;
}

export interface BidSubmission {
  readonly tenderId: string;
  readonly actor: Actor;
  readonly address: string;
  /** When what is handed in arrived, where that is known; else the database's instant counts alone. */
  readonly arrival?: Arrival | null;
  readonly sha256: string;
  readonly sizeBytes: number;
  /** The key of the request, bound to the act and the file. */
  readonly claim: WriteClaim;
  /** What the bidder signed, and the key that it names; left out: nothing. */
  readonly signed?: BidderSignature;
  /** What the tender demands of the sealing, as receipts name it; nothing when it is left out. */
  readonly demandSha256?: string | null;
  /** Says whether the submission is admitted at the instant the fence gave, as this version; the law's decision, not the store's. */
  readonly admit: (at: Instant, fence: FenceReading, version: number) => Refusal | null;
  readonly sign: (receipt: BidReceipt) => Promise<string>;
  readonly rule: { readonly rule: string; readonly article: string } | null;
  /** Whether the storage has bytes; asked only where they may have been removed meanwhile. */
  readonly isKept: IsKept;
}

/** The fence as it was found for what arrived. */
type Received = FenceReading & { readonly arrival: ArrivalEvidence | null };

export interface RefusedBid {
  readonly refusal: Refusal;
  readonly at: Instant;
  readonly rehearsal: boolean;
}

const partyOf = (actor: Actor): { partyId: string; uscc: string } => {
  if (actor.partyId === null || actor.uscc === null) throw new Error('a bid comes from a party');
  return { partyId: actor.partyId, uscc: actor.uscc };
};

/**
 * Accepts a bid under the deadline fence, in one transaction: the fence shared, then the clock, then
 * bid, signed receipt and record entry together. A repeat with the same key gives the same receipt.
 * A refusal changes nothing; the caller records it.
 */
export async function acceptBid(
  store: Store,
  submission: BidSubmission,
): Promise<SignedReceipt | RefusedBid> {
  const { tenderId, actor } = submission;
  const { partyId, uscc } = partyOf(actor);
  return store.plainTransaction(async (tx) => {
    await lockBidder(tx, tenderId, partyId);
    const asked = { kind: 'bid-received', tenderId, partyId, sha256: submission.sha256 } as const;
    const repeated = await repeatedReceipt(tx, submission.claim, asked);
    if (repeated !== null) return repeated;
    const fence = await readFenceFor(tx, tenderId, submission.arrival ?? null);
    if (fence === null) throw new Error(`tender ${tenderId} has no fence`);
    const version = await nextVersion(tx, tenderId, partyId);
    const before = version === 1 ? null : await currentBidOf(tx, tenderId, partyId);
    const judged = judgeRemoval(before, {
      bidderUscc: uscc,
      replacedBy: submission.sha256,
      signed: submission.signed ?? UNSIGNED,
    });
    const refusal = submission.admit(fence.at, fence, version) ?? judged.refusal;
    if (refusal !== null) return { refusal, at: fence.at, rehearsal: fence.rehearsal };
    await nameBytes(tx, submission.sha256, submission.isKept);
    return insertBid(tx, submission, fence, { ...judged, version });
  });
}

/** Under the bidder's lock: one more than the last version, withdrawn ones counted. */
async function nextVersion(tx: Queries, tenderId: string, partyId: string): Promise<number> {
  const last = await row(
    tx,
    `select max(version) as version from bid where tender_id = $1 and party_id = $2`,
    [tenderId, partyId],
  );
  return num(last?.['version'] ?? 0) + 1;
}

/** Submissions of one bidder follow one another, so that their versions do, and a repeat finds its receipt. */
async function lockBidder(tx: Queries, tenderId: string, partyId: string): Promise<void> {
  await lockOn(tx, `${tenderId}/${partyId}`);
}

async function insertBid(
  tx: Queries,
  submission: BidSubmission,
  fence: Received,
  { version, signingKey, removal }: JudgedRemoval & { readonly version: number },
): Promise<SignedReceipt> {
  const { tenderId, actor, sha256, sizeBytes } = submission;
  const { partyId, uscc } = partyOf(actor);
  const bid: Bid = {
    id: secretId(),
    tenderId,
    partyId,
    version,
    sha256,
    sizeBytes,
    status: 'received',
    receivedAt: fence.at,
    signingKey,
  };
  const receipt = {
    ...receiptFor('bid-received', bid, uscc, fence),
    demandSha256: submission.demandSha256 ?? null,
    removableBy: removableBy(signingKey),
    removal,
  };
  const signature = await submission.sign(receipt);
  const { arrival } = receipt;
  const entry = actEntry(receipt, fence, {
    ...submission,
    event: version === 1 ? 'bidReceived' : 'bidReplaced',
    data: { sizeBytes, ...(arrival === undefined ? {} : { arrival }) },
  });
  await rows(
    tx,
    `with new_bid as (
       insert into bid (id, tender_id, party_id, version, sha256, size_bytes, received_at, signing_key)
       values ($5, $6, $7, $8, $9, $10, $11, $17) returning id
     ), new_receipt as (
       insert into receipt (id, bid_id, person_id, idempotency_key, body, signature)
       select $12::uuid, id, $13::uuid, $14, $15::jsonb, $16 from new_bid returning id, signature
     ), ${receiptTimestampInsert('new_receipt')}, ${sealedInsert(1, fence.rehearsal)} select 1`,
    [
      ...entry,
      bid.id,
      tenderId,
      partyId,
      version,
      sha256,
      sizeBytes,
      fence.at,
      receipt.receiptId,
      actor.personId,
      submission.claim.key,
      JSON.stringify(receipt),
      signature,
      signingKey,
    ],
  );
  return { bid, receipt, signature };
}

/** The parameters of the record's entry of an act, which says the same as its receipt; who bids stays secret with all of it. */
function actEntry(
  receipt: BidReceipt,
  fence: Received,
  act: Pick<BidSubmission, 'actor' | 'address' | 'rule'> & {
    readonly event: 'bidReceived' | 'bidReplaced' | 'bidWithdrawn';
    readonly data: Readonly<Record<string, unknown>>;
  },
): ReturnType<typeof entryParameters> {
  const { receiptId, bidId, version, removal = null } = receipt;
  const { actor, address, rule, event, data } = act;
  const signingKey = receipt.removableBy?.signingKey ?? null;
  return entryParameters({
    id: receipt.entryId,
    tenderId: receipt.tenderId,
    event,
    at: fence.at,
    rehearsal: fence.rehearsal,
    role: actor.role,
    party: null,
    rule: rule?.rule ?? null,
    article: rule?.article ?? null,
    documents: [receipt.sha256],
    data: { ...data, receiptId },
    private: {
      person: actor.personId,
      party: receipt.bidderUscc,
      address,
      bidId,
      version,
      signingKey,
      removal,
    },
  });
}

function receiptFor(kind: BidReceipt['kind'], bid: Bid, bidderUscc: string, fence: Received): BidReceipt {
  return {
    receiptId: secretId(),
    entryId: secretId(),
    kind,
    tenderId: bid.tenderId,
    bidId: bid.id,
    version: bid.version,
    bidderUscc,
    sha256: bid.sha256,
    sizeBytes: bid.sizeBytes,
    receivedAt: isoShanghai(fence.at),
    bidDeadlineAt: isoShanghai(fence.bidDeadlineAt),
    inRecordBy: isoShanghai(fence.realAt + SEALED_WITHIN_MS),
    rehearsal: fence.rehearsal,
    ...(fence.arrival === null ? {} : { arrival: shownArrival(fence.arrival) }),
  };
}

const shownArrival = ({ fromAt, untilAt, takenAt }: ArrivalEvidence): NonNullable<BidReceipt['arrival']> => ({
  earliest: isoShanghai(fromAt),
  latest: isoShanghai(untilAt),
  takenAt: isoShanghai(takenAt),
});

export interface BidWithdrawal {
  readonly tenderId: string;
  readonly actor: Actor;
  readonly address: string;
  /** The key of the request, bound to the act and the file. */
  readonly claim: WriteClaim;
  /** What the bidder signed; left out: nothing. */
  readonly signed?: BidderSignature;
  /** When what is handed in arrived, where that is known. */
  readonly arrival?: Arrival | null;
  readonly demandSha256?: string | null;
  readonly admit: (at: Instant, fence: FenceReading, bid: Bid | null) => Refusal | null;
  readonly sign: (receipt: BidReceipt) => Promise<string>;
  readonly rule: { readonly rule: string; readonly article: string } | null;
}

/** Withdraws the bidder's bid before the deadline, under the fence, with a signed receipt (招标投标法 29). */
export async function withdrawBid(
  store: Store,
  withdrawal: BidWithdrawal,
): Promise<SignedReceipt | RefusedBid> {
  const { tenderId, actor } = withdrawal;
  const { partyId, uscc } = partyOf(actor);
  return store.transaction(async (tx) => {
    await lockBidder(tx, tenderId, partyId);
    const asked = { kind: 'bid-withdrawn', tenderId, partyId, sha256: null } as const;
    const repeated = await repeatedReceipt(tx, withdrawal.claim, asked);
    if (repeated !== null) return repeated;
    const fence = await readFenceFor(tx, tenderId, withdrawal.arrival ?? null);
    if (fence === null) throw new Error(`tender ${tenderId} has no fence`);
    const bid = await currentBidOf(tx, tenderId, partyId);
    const { removal, ...judged } = judgeRemoval(bid, {
      bidderUscc: uscc,
      replacedBy: null,
      signed: withdrawal.signed ?? UNSIGNED,
    });
    const refusal = withdrawal.admit(fence.at, fence, bid) ?? judged.refusal;
    if (refusal !== null || bid === null) {
      if (refusal === null) throw new Error('a withdrawal without a bid must be refused');
      return { refusal, at: fence.at, rehearsal: fence.rehearsal };
    }
    const receipt = {
      ...receiptFor('bid-withdrawn', bid, uscc, fence),
      demandSha256: withdrawal.demandSha256 ?? null,
      removableBy: removableBy(bid.signingKey),
      removal,
    };
    const signature = await withdrawal.sign(receipt);
    const entry = actEntry(receipt, fence, { ...withdrawal, event: 'bidWithdrawn', data: {} });
    await rows(
      tx,
      `with gone as (insert into bid_withdrawal (bid_id, withdrawn_at) values ($5, $6) returning bid_id),
       new_receipt as (insert into receipt (id, bid_id, person_id, idempotency_key, body, signature)
         select $7::uuid, bid_id, $8::uuid, $9, $10::jsonb, $11 from gone returning id, signature),
       ${receiptTimestampInsert('new_receipt')}, ${sealedInsert(1, fence.rehearsal)} select 1`,
      [
        ...entry,
        bid.id,
        fence.at,
        receipt.receiptId,
        actor.personId,
        withdrawal.claim.key,
        JSON.stringify(receipt),
        signature,
      ],
    );
    return { bid: { ...bid, status: 'withdrawn' }, receipt, signature };
  });
}

/** What a receipt must be of for a request to be its repeat; `sha256` null: whatever was withdrawn then. */
interface Asked {
  readonly kind: BidReceipt['kind'];
  readonly tenderId: string;
  readonly partyId: string;
  readonly sha256: string | null;
}

/**
 * Claims the key of a request; gives the receipt that it was answered with before, or null when it is new. A receipt
 * knows its key for ever. Throws KeyReusedError when the key was used for anything else than what is asked.
 */
async function repeatedReceipt(tx: Queries, claim: WriteClaim, asked: Asked): Promise<SignedReceipt | null> {
  await claimKey(tx, claim);
  const found = await receiptByKey(tx, claim);
  if (found === null) return null;
  const { bid, receipt } = found;
  const same =
    receipt.kind === asked.kind &&
    bid.tenderId === asked.tenderId &&
    bid.partyId === asked.partyId &&
    (asked.sha256 === null || bid.sha256 === asked.sha256);
  if (!same) throw new KeyReusedError();
  return found;
}

/** The receipt that a person's key was answered with, or null. */
export async function receiptByKey(
  em: Queries,
  { personId, key }: Pick<WriteClaim, 'personId' | 'key'>,
): Promise<SignedReceipt | null> {
  const found = await row(
    em,
    `select ${BID_COLUMNS}, receipt.body, receipt.signature from receipt join bid on bid.id = receipt.bid_id
     where receipt.person_id = $1 and receipt.idempotency_key = $2`,
    [personId, key],
  );
  return found && signedReceipt(found);
}

/** A line with a bid and its receipt. */
export const signedReceipt = (found: Row): SignedReceipt => ({
  bid: bidOf(found),
  receipt: found['body'] as BidReceipt,
  signature: String(found['signature']),
});

/**
 * Closes the fence, which the caller holds exclusively, and counts what is in. Repeating it counts the
 * same, because nothing gets in after it.
 */
export async function closeFence(
  tx: Tx,
  tenderId: string,
): Promise<{ bidCount: number; bidderCount: number; closedAt: Instant }> {
  const fence = await readFence(tx, tenderId, 'exclusive');
  if (fence === null) throw new Error(`tender ${tenderId} has no fence`);
  const closedAt = fence.closedAt ?? fence.at;
  if (fence.closedAt === null) await updateFence(tx, tenderId, { closedAt });
  const found = await row(
    tx,
    `select count(*) as bids, count(distinct party_id) as bidders from bid where tender_id = $1 and ${CURRENT}`,
    [tenderId],
  );
  return { bidCount: num(found?.['bids']), bidderCount: num(found?.['bidders']), closedAt };
}
