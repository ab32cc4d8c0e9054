import { letterMismatch } from '../../domain/bid/letter.ts';
import type { BidLetter } from '../../domain/bid/types.ts';
import {
  findingOf,
  type OpeningEvidence,
  type OpeningFacts,
  type TrusteeFinding,
} from '../../domain/opening/finding.ts';
import type { SealingDemand } from '../../domain/seal/demand.ts';
import { readBinding } from '../../domain/seal/index.ts';
import type { ShareVerdict } from '../../domain/seal/verdict.ts';
import type { DocumentRef, OpenedBid } from '../../domain/tender/index.ts';
import type { BlobStore } from '../../runtime/storage/index.ts';
import { headerFrom, parseHandIn, recombine, type HandIn, type SealedHeader } from '../../sealing/index.ts';
import type { Bid } from '../../store/index.ts';
import { decryptBid, foundHash, type UnsealedBid } from './unseal.ts';

/** What the opening of one bid goes by; keys and shares as they were handed in. */
export interface BidToOpen {
  readonly bid: Bid;
  readonly party: { readonly name: string; readonly uscc: string };
  readonly identity: string | null;
  /** What trustees handed in, as JSON, by trustee id. */
  readonly handIns: ReadonlyMap<string, string>;
  readonly demand: SealingDemand | null;
  /** Whether its bidder signed the sealed file; null where no signature is required. */
  readonly signed: boolean | null;
  readonly refusedKeys: number;
  readonly prompted: boolean;
  readonly hall: OpeningEvidence['hall'];
  readonly outages: OpeningEvidence['outages'];
}

type Remedy = { readonly facts: OpeningFacts['remedy']; readonly shares: OpeningEvidence['shares'] };
/** What was tried on a bid, and what came of it. */
interface Tried {
  readonly found: string;
  readonly byKey: UnsealedBid | null;
  readonly byShares: UnsealedBid | null;
  readonly remedy: Remedy;
}
const NO_REMEDY: Remedy = { facts: null, shares: null };
const UNREAD = {
  priceFen: null,
  durationDays: null,
  quality: null,
  projectManager: null,
  content: null,
} as const;

/**
 * Opens one bid by its bidder's key, else by its trustees' shares, and finds whose doing it is when neither
 * does (EB-014). Storage that fails is thrown, to be tried again: it is nobody's finding.
 */
export async function openOne(blobs: BlobStore, given: BidToOpen, beat: () => void): Promise<OpenedBid> {
  const { sha256 } = given.bid;
  const found = await foundHash(blobs, sha256, beat);
  if (found !== sha256) return opened(given, null, { found, byKey: null, byShares: null, remedy: NO_REMEDY });
  const header = await headerFrom(await blobs.get(sha256));
  const byKey = given.identity === null ? null : await decryptBid(blobs, sha256, given.identity, beat);
  const helps = byKey === null || byKey.result === 'wrong-key' || byKey.result === 'corrupted';
  if (!helps || given.demand === null || given.demand.trustees.length === 0)
    return opened(given, header, { found, byKey, byShares: null, remedy: NO_REMEDY });
  const { remedy, fileKey } = await remedyOf(header, given);
  const byShares = fileKey === null ? null : await decryptBid(blobs, sha256, { fileKey }, beat);
  return opened(given, header, { found, byKey, byShares, remedy });
}

/** A bid on which the platform itself failed stays sealed: not its bidder's doing, whatever the file holds (EB-014). */
export function sealedByPlatform(
  bid: Pick<OpenedBid, 'bidId' | 'partyId' | 'name' | 'uscc' | 'sha256' | 'signed'>,
): OpenedBid {
  const { bidId, partyId, name, uscc, sha256, signed } = bid;
  const base = { bidId, partyId, name, uscc, sha256, signed };
  return { ...base, result: 'platform-failed', attribution: 'not-bidder', ...UNREAD, evidence: null };
}

/** What the trustees' shares give: judged again from what is stored, so that nothing rests on the moment of the hand-in. */
async function remedyOf(
  header: SealedHeader,
  { demand, handIns }: BidToOpen,
): Promise<{ remedy: Remedy; fileKey: Uint8Array | null }> {
  if (demand === null) throw new Error('without trustees there is no remedy');
  const read = new Map<string, HandIn | null>();
  for (const [trusteeId, json] of handIns) read.set(trusteeId, parseHandIn(json));
  const result = await recombine(header, demand, read);
  const shares = { threshold: demand.threshold, trustees: result.verdicts.map(trusteeFinding) };
  if (result.result === 'opened') return { remedy: { facts: 'opened', shares }, fileKey: result.fileKey };
  const facts = result.result === 'misdealt' ? result.result : tooFew(result.cause);
  return { remedy: { facts, shares }, fileKey: null };
}

const tooFew = (cause: 'bidder' | 'other') =>
  cause === 'bidder' ? ('too-few-by-bidder' as const) : ('too-few-by-others' as const);

/** A verdict without the share that a good one carries. */
function trusteeFinding(verdict: ShareVerdict): TrusteeFinding {
  const reason = 'reason' in verdict ? verdict.reason : null;
  return { trusteeId: verdict.trusteeId, verdict: verdict.verdict, reason };
}

function opened(
  given: BidToOpen,
  header: SealedHeader | null,
  { found: foundSha256, byKey, byShares, remedy }: Tried,
): OpenedBid {
  const unsealed = byShares ?? byKey;
  const key = byKey === null ? 'none' : byKey.result === 'wrong-key' ? 'wrong' : 'fits';
  const letter = unsealed?.letter ?? null;
  const mismatch = letter === null || header === null ? null : mismatchOf(given, letter, header);
  const { bid, party, refusedKeys, prompted, hall, outages } = given;
  const { result, attribution } = findingOf({
    fileAsReceived: foundSha256 === bid.sha256,
    key,
    refusedKeys,
    prompted,
    hall,
    remedy: remedy.facts,
    content: contentOf(unsealed, mismatch),
  });
  const decrypted = unsealed !== null && unsealed.plaintextSha256 !== null;
  const evidence: OpeningEvidence = {
    openedBy: !decrypted ? null : byShares === null ? 'key' : 'shares',
    foundSha256,
    plaintextSha256: unsealed?.plaintextSha256 ?? null,
    key,
    refusedKeys,
    prompted,
    hall,
    outages,
    shares: remedy.shares,
    mismatch,
  };
  const { name, uscc } = party;
  const { id: bidId, partyId, sha256 } = bid;
  const base = { bidId, partyId, name, uscc, sha256, signed: given.signed, result, attribution };
  if (result !== 'opened' || letter === null) return { ...base, ...UNREAD, evidence };
  const { priceFen, durationDays, quality, projectManager } = letter;
  // What the bidder's own key opened needs no explanation.
  const plain = evidence.openedBy === 'key';
  const content = contentAsKept(unsealed, uscc);
  return {
    ...base,
    priceFen,
    durationDays,
    quality,
    projectManager,
    content,
    evidence: plain ? null : evidence,
  };
}

/** An opened file as those who may read it are given it: the letter alone, or the archive that it leads. */
function contentAsKept(unsealed: UnsealedBid | null, uscc: string): DocumentRef | null {
  if (unsealed?.plaintextSha256 == null || unsealed.form === null) return null;
  const { sizeBytes, archive } = unsealed.form;
  const [ending, mediaType] = archive ? ['tar', 'application/x-tar'] : ['json', 'application/json'];
  return { sha256: unsealed.plaintextSha256, name: `投标文件-${uscc}.${ending}`, sizeBytes, mediaType };
}

function contentOf(
  unsealed: UnsealedBid | null,
  mismatch: OpeningEvidence['mismatch'],
): OpeningFacts['content'] {
  switch (unsealed?.result) {
    case undefined:
    case 'wrong-key':
    case 'file-changed':
      return 'unread';
    case 'corrupted':
      return 'broken';
    case 'no-bid-letter':
      return 'no-letter';
    case 'opened':
      return mismatch === null ? 'letter' : 'another';
  }
}

/** A letter made out for another tender or in another's name is no letter of this bid. */
function mismatchOf(
  { bid, party }: BidToOpen,
  letter: BidLetter,
  { header }: SealedHeader,
): OpeningEvidence['mismatch'] {
  const another = letterMismatch(letter, { tenderId: bid.tenderId, uscc: party.uscc });
  if (another !== null) return another;
  const binding = readBinding(header);
  return binding !== null && binding !== 'malformed' && binding.version !== bid.version ? 'version' : null;
}
