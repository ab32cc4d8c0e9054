import type { Instant } from '../time/instant.ts';

/** How a bid fared at the opening. */
export type OpeningResult =
  | 'opened'
  /** No key came within the window. */
  | 'no-key'
  /** What came is not the bid's key. */
  | 'wrong-key'
  /** Neither the bidder's key nor enough good shares of trustees. */
  | 'too-few-shares'
  /** Enough good shares, but what the bidder dealt is no dealing of the file's key. */
  | 'misdealt'
  /** The file is as it was received, the key fits, and the file does not decrypt. */
  | 'corrupted'
  /** The stored file is not the one that the receipt was given for. */
  | 'file-changed'
  /** The platform itself failed on this file alone; the others could be opened. */
  | 'platform-failed'
  | 'no-bid-letter'
  /** The letter is of another tender or bidder, or the file of another version. */
  | 'wrong-letter';

/**
 * Whose doing it is that a bid was not opened (电子招标投标办法 31-1). `bidder`: the bid counts as revoked
 * (撤销); `not-bidder`: as withdrawn (撤回), and its security goes back.
 */
export type Attribution = 'bidder' | 'not-bidder';

/** What one trustee's hand-in was worth, without the share. */
export interface TrusteeFinding {
  readonly trusteeId: string;
  readonly verdict: 'good' | 'bidder-fault' | 'trustee-fault' | 'absent';
  readonly reason: string | null;
}

/** What the finding rests on; nothing secret, so that it stands in the public record. */
export interface OpeningEvidence {
  /** By what the file was decrypted; null when it was not. */
  readonly openedBy: 'key' | 'shares' | null;
  /** SHA-256 of the file as it lies in the storage; the receipt has its own. */
  readonly foundSha256: string;
  /** SHA-256 of the decrypted bytes; null when nothing was decrypted. */
  readonly plaintextSha256: string | null;
  /** `fits`: the key decrypts the header; `none`: none was handed in. */
  readonly key: 'fits' | 'wrong' | 'none';
  /** How many keys were refused within the window because they do not fit. */
  readonly refusedKeys: number;
  /** Whether the bidder was asked for its key: the notice stood in its inbox in time, or it had signed in. */
  readonly prompted: boolean;
  /** Whether the platform could be reached all through the window, as it was measured. */
  readonly hall: 'up' | 'down' | 'not-measured';
  readonly outages: readonly { readonly fromAt: Instant; readonly untilAt: Instant }[];
  /** The remedy of the tender documents; null where they settle none, or it was not needed. */
  readonly shares: { readonly threshold: number; readonly trustees: readonly TrusteeFinding[] } | null;
  /** What the letter or the file's binding says otherwise than the receipt. */
  readonly mismatch: 'tender' | 'bidder' | 'version' | null;
}

/** What was found of a bid. */
export interface OpeningFacts {
  readonly fileAsReceived: boolean;
  readonly key: OpeningEvidence['key'];
  readonly refusedKeys: number;
  readonly prompted: boolean;
  readonly hall: OpeningEvidence['hall'];
  /** What the trustees' shares gave, where the documents settle that remedy and it was needed. */
  readonly remedy: 'opened' | 'misdealt' | 'too-few-by-bidder' | 'too-few-by-others' | null;
  /** What the decrypted file is: `unread` when no key was there, `broken` when it does not decrypt with the right one. */
  readonly content: 'unread' | 'broken' | 'letter' | 'no-letter' | 'another';
}

/**
 * The result of an opening and whose doing a failure is. It is the bidder's only where that is proven; in
 * every other case it is not (docs/adr/0010-opening.md has the reasons, case by case).
 */
export function findingOf(facts: OpeningFacts): { result: OpeningResult; attribution: Attribution | null } {
  if (!facts.fileAsReceived) return { result: 'file-changed', attribution: 'not-bidder' };
  switch (facts.content) {
    case 'letter':
      return { result: 'opened', attribution: null };
    // The bytes are those that the bidder sent and has the receipt of: what is in them is its doing.
    case 'broken':
      return { result: 'corrupted', attribution: 'bidder' };
    case 'no-letter':
      return { result: 'no-bid-letter', attribution: 'bidder' };
    case 'another':
      return { result: 'wrong-letter', attribution: 'bidder' };
    case 'unread':
      return facts.remedy === null ? withoutRemedy(facts) : withRemedy(facts.remedy);
  }
}

/** The documents promised that trustees open what its bidder's key does not: whether they could is what counts. */
function withRemedy(remedy: NonNullable<OpeningFacts['remedy']>): ReturnType<typeof findingOf> {
  if (remedy === 'misdealt') return { result: 'misdealt', attribution: 'bidder' };
  return {
    result: 'too-few-shares',
    attribution: remedy === 'too-few-by-bidder' ? 'bidder' : 'not-bidder',
  };
}

function withoutRemedy(facts: OpeningFacts): ReturnType<typeof findingOf> {
  const tried = facts.key === 'wrong' || facts.refusedKeys > 0;
  // Whoever tried knew of the hall; otherwise it must be shown that the bidder was asked.
  const could = facts.hall === 'up' && (tried || facts.prompted);
  return { result: tried ? 'wrong-key' : 'no-key', attribution: could ? 'bidder' : 'not-bidder' };
}
