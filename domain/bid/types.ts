import type { Removal, RemovableBy } from '../seal/removal.ts';
import type { Instant } from '../time/instant.ts';

/** A submitted bid as the platform holds it: sealed until the opening. */
export interface Bid {
  readonly id: string;
  readonly tenderId: string;
  readonly partyId: string;
  /** 1 for the first submission, one more for each replacement by the same bidder. */
  readonly version: number;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly status: 'received' | 'replaced' | 'withdrawn';
  /** Statutory instant of complete receipt, under the deadline fence. */
  readonly receivedAt: Instant;
  /** The key that has to sign its replacement and withdrawal; null: a sign-in suffices. */
  readonly signingKey: string | null;
}

/** What a bidder is given at once; signed by the platform (compact JWS, EdDSA). */
export interface BidReceipt {
  readonly receiptId: string;
  /** The record's entry of this act: what a proof of the receipt is a proof of. */
  readonly entryId: string;
  readonly kind: 'bid-received' | 'bid-withdrawn';
  readonly tenderId: string;
  readonly bidId: string;
  readonly version: number;
  readonly bidderUscc: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  /** ISO 8601, Asia/Shanghai. */
  readonly receivedAt: string;
  readonly bidDeadlineAt: string;
  /** By when the act stands in the record, in a batch that proves it (real time, a rehearsal's too). Receipts of before lack it. */
  readonly inRecordBy?: string;
  readonly rehearsal: boolean;
  /**
   * Where the platform stood still over the deadline: the bounds within which the last byte arrived, by the database's
   * clock, and when it was taken. `receivedAt` is the later bound then. ISO 8601, Asia/Shanghai.
   */
  readonly arrival?: { readonly earliest: string; readonly latest: string; readonly takenAt: string };
  /** SHA-256 of the sealing demand that the bid was checked by (domain/seal/demand-hash.ts); null for none. Receipts of before lack it. */
  readonly demandSha256?: string | null;
  /** Who can take this bid away before its deadline. Receipts of before lack it, and what follows. */
  readonly removableBy?: RemovableBy;
  /** By which signature the version before was replaced, or this one withdrawn; null where no key was named, or nothing was taken away. */
  readonly removal?: Removal | null;
}

/**
 * The opening letter (开标一览表) inside the sealed bid: the file `bid.json`, alone or as the first
 * member of a tar archive. Money in fen as a decimal string of an integer.
 */
export interface BidLetter {
  readonly format: 'openseal-bid/1';
  readonly tenderId: string;
  readonly bidderUscc: string;
  readonly priceFen: string;
  readonly durationDays: number | null;
  readonly quality: string;
  readonly projectManager: string | null;
  readonly certificate: string | null;
}
